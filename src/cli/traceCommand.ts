import { addressFamily } from '../model/address';
import { jsonText } from '../model/jsonText';
import type { Topology } from '../model/topology';
import { displayText } from '../scene/displayText';
import { hopText } from '../scene/traceView';
import { parseArgs } from 'node:util';
import { findContainer } from '../analysis/findContainer';
import { parseTarget, planTrace } from '../analysis/tracePlan';
import { Tracer } from '../analysis/trace/tracer';
import type { TraceAnswer, TraceQuestion } from '../analysis/trace/traceAnswer';
import { answerBatch, type Question } from './batch';
import { CliError, exitCode, type CliIo } from './cliIo';
import { knownNames } from './knownNames';
import { loadSource } from './loadSource';
import { asFamily, familyProblem } from './readFamily';
import { readStdin } from './readStdin';
import { oneSource, sourceOptions } from './sourceOptions';

const protocols: readonly TraceQuestion['proto'][] = ['tcp', 'udp', 'icmp', 'sctp'];

/**
 * `vethscope trace SOURCE --from web --to db:5432 [--proto tcp|udp|icmp] [--family 4|6] [--no-host]`, or
 * `--batch` with one JSON question a line on standard input. Exit 0 when it is delivered or arrives.
 */
export async function runTrace(
  argv: readonly string[],
  io: CliIo,
  input: () => Promise<string> = readStdin,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...sourceOptions,
      batch: { type: 'boolean' },
      json: { type: 'boolean' },
      'no-host': { type: 'boolean' },
      from: { type: 'string' },
      to: { type: 'string' },
      proto: { type: 'string' },
      family: { type: 'string' },
    },
  });
  const source = oneSource(positionals, 'trace', values.batch);
  const topology = await loadSource(source, values, io);
  const tracer = new Tracer(topology);
  if (values.batch === true) {
    io.stdout(answerBatch(await input(), (question) => reply(tracer, question), refused));
    return exitCode.fine;
  }
  if (values.from === undefined || values.to === undefined) {
    throw new CliError('trace: ask with --from CONTAINER --to TARGET[:PORT], or many with --batch');
  }
  const question = askedFor(topology, tracer, { ...values, from: values.from, to: values.to });
  if (typeof question === 'string') throw new CliError(`trace: ${question}`);
  const answer = tracer.trace(question);
  if (answer.verdict === 'unknown' && answer.decidedBy === null) {
    const hint = isThere(topology, question.from) ? '' : `; ${knownNames(topology)}`;
    throw new CliError(`trace: ${answer.why}${hint}`);
  }
  io.stdout(
    values.json === true
      ? `${jsonText(answer)}\n`
      : inWords(topology, answer) + byAddress(topology, tracer, question, answer),
  );
  if (answer.verdict === 'unknown') return exitCode.noAnswer;
  return answer.verdict === 'delivered' || answer.verdict === 'arrives'
    ? exitCode.fine
    : exitCode.no;
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly proto?: string | undefined;
  readonly family?: string | undefined;
}

/** The question, or what is wrong with it; `internet` and `host` stand for addresses. */
function askedFor(topology: Topology, tracer: Tracer, asked: Asked): TraceQuestion | string {
  const target = parseTarget(asked.to);
  if (typeof target === 'string') return `--to ${JSON.stringify(asked.to)}: ${target}`;
  const { name: to, port } = target;
  const { proto = target.proto ?? 'icmp', family } = asked;
  const ends = [asked.from === 'outside' ? 'internet' : asked.from, to];
  if (!ends.some((end) => end === 'internet' || end === 'host')) {
    return readQuestion({ from: asked.from, to, proto, port, family });
  }
  const { from } = asked;
  const wanted = asFamily(family);
  const plan = planTrace(topology, tracer, {
    from,
    to: asked.to,
    ...(wanted === undefined ? {} : { family: wanted }),
  });
  if (typeof plan === 'string') return plan;
  const { question } = plan;
  return readQuestion({ ...question, family, proto: asked.proto ?? question.proto });
}

/** Whether a question can come from there; a host outside always is. */
function isThere(topology: Topology, from: string): boolean {
  return (
    from === 'host' || from.startsWith('outside:') || findContainer(topology, from) !== undefined
  );
}

function reply(tracer: Tracer, question: Question): object {
  const read = readQuestion(question);
  if (typeof read === 'string') return refused(read);
  const { verdict, target, seenSource, decidedBy, why, assumptions } = tracer.trace(read);
  return {
    verdict,
    target,
    seenSource,
    decidedBy,
    why,
    ...(assumptions === undefined ? {} : { assumptions }),
  };
}

/** The question, or what is wrong with it. */
function readQuestion(question: Question): TraceQuestion | string {
  const { from, to, proto = 'tcp', port, family } = question;
  if (typeof from !== 'string' || typeof to !== 'string') {
    return 'a question needs "from" and "to"';
  }
  const protocol = protocols.find((one) => one === proto);
  if (protocol === undefined) return `the protocol is one of ${protocols.join(', ')}`;
  if (port !== undefined && !isPort(port)) return 'a port is a number from 1 to 65535';
  if (port === undefined && protocol !== 'icmp') return `${protocol} needs a port`;
  const wanted = asFamily(family);
  if (family !== undefined && wanted === undefined) return familyProblem;
  return {
    from,
    to,
    proto: protocol,
    ...(port === undefined ? {} : { port }),
    ...(wanted === undefined ? {} : { family: wanted }),
  };
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65536;
}

function refused(why: string): object {
  return { verdict: 'unknown', target: null, seenSource: null, decidedBy: null, why };
}

/** A container whose name gives nothing may be reached by its address, or not: that is another question, answered too. */
function byAddress(
  topology: Topology,
  tracer: Tracer,
  question: TraceQuestion,
  { verdict }: TraceAnswer,
): string {
  if (verdict !== 'unresolved') return '';
  const plan = planTrace(topology, tracer, question);
  if (typeof plan === 'string' || addressFamily(plan.question.to) === undefined) return '';
  const { to } = plan.question;
  const answer = tracer.trace({ ...question, to });
  return `traced to its address ${to} instead:\n${inWords(topology, answer)}`;
}

function inWords(topology: Topology, answer: TraceAnswer): string {
  const who = answer.target === null ? '' : ` ${answer.target}`;
  const seen = answer.seenSource === null ? '' : `, seen from ${answer.seenSource}`;
  const rule =
    answer.decidedBy !== null && 'rule' in answer.decidedBy
      ? [
          `decided by ${answer.decidedBy.table} ${answer.decidedBy.chain} ${answer.decidedBy.index}: ${answer.decidedBy.rule}`,
        ]
      : [];
  const hops = answer.hops.map((hop) => `  ${hop.returning ? '<' : '>'} ${hopText(topology, hop)}`);
  const assumed =
    answer.assumptions === undefined ? [] : [`assumed: ${answer.assumptions.join(', ')}`];
  return [`${answer.verdict}${who}${seen}: ${answer.why}`, ...rule, ...assumed, ...hops]
    .map((line) => `${displayText(line)}\n`)
    .join('');
}
