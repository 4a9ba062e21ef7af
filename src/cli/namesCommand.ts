import { jsonText } from '../model/jsonText';
import { displayText } from '../scene/displayText';
import { parseArgs } from 'node:util';
import { findContainer } from '../analysis/findContainer';
import type { NameService } from '../analysis/names/answerName';
import type { NameAnswer, QueryType } from '../analysis/names/nameAnswer';
import { Tracer } from '../analysis/trace/tracer';
import type { Topology } from '../model/topology';
import { answerBatch, type Question } from './batch';
import { CliError, exitCode, type CliIo } from './cliIo';
import { knownNames } from './knownNames';
import { loadSource } from './loadSource';
import { readStdin } from './readStdin';
import { oneSource, sourceOptions } from './sourceOptions';

const queryTypes: readonly QueryType[] = ['A', 'AAAA', 'PTR', 'hosts', 'auto'];

/** An answer, or why there is none. */
type Reply = NameAnswer | { readonly result: null; readonly answers: []; readonly why: string };

/**
 * `vethscope names SOURCE --batch`: questions on standard input, one JSON object a line; or
 * `vethscope names SOURCE --from web --name db [--type auto]` for one.
 */
export async function runNames(
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
      name: { type: 'string' },
      type: { type: 'string', default: 'auto' },
    },
  });
  const source = oneSource(positionals, 'names', values.batch);
  const topology = await loadSource(source, values, io);
  const names = new Tracer(topology).nameService;
  const ask = (question: Question) => reply(topology, names, question);
  if (values.batch === true) {
    io.stdout(answerBatch(await input(), ask, refused));
    return exitCode.fine;
  }
  if (values.from === undefined || values.name === undefined) {
    throw new CliError('names: ask with --from CONTAINER --name NAME, or many with --batch');
  }
  const answer = ask({ from: values.from, name: values.name, qtype: values.type });
  if (answer.result === null) {
    const hint = findContainer(topology, values.from) ? '' : `; ${knownNames(topology)}`;
    throw new CliError(`names: ${answer.why}${hint}`);
  }
  io.stdout(values.json === true ? `${jsonText(answer)}\n` : sentence(answer));
  if (answer.result === 'unknown') return exitCode.noAnswer;
  return answer.result === 'ok' || answer.result === 'forwarded' ? exitCode.fine : exitCode.no;
}

function reply(topology: Topology, names: NameService, question: Question): Reply {
  const { from, name, qtype = 'auto' } = question;
  if (typeof from !== 'string' || typeof name !== 'string') {
    return refused('a question needs "from" and "name"');
  }
  const type = queryTypes.find((one) => one === qtype);
  if (type === undefined) return refused(`"qtype" is one of ${queryTypes.join(', ')}`);
  const container = findContainer(topology, from);
  if (container === undefined) return refused(`no container is called ${JSON.stringify(from)}`);
  return names.answer(container, name, type);
}

function refused(why: string): Reply {
  return { result: null, answers: [], why };
}

function sentence(answer: NameAnswer): string {
  const addresses = answer.answers.length === 0 ? '' : ` ${answer.answers.join(' ')}`;
  return `${displayText(`${answer.result}${addresses} (${answer.via}): ${answer.why}`)}\n`;
}
