import { addressFamily } from '../../model/address';
import type { Topology } from '../../model/topology';
import type { Facet } from '../../netfilter/predict/daemonDoubts';
import { findContainer } from '../findContainer';
import { NameService } from '../names/answerName';
import type { NameAnswer } from '../names/nameAnswer';
import { agreement, distinct, type Told } from './agreement';
import type { Origin } from './attempt';
import { Machine } from './machine';
import { PacketFilterCache } from './packetFilterCache';
import { possibilitiesOf, type Possibilities, type Possibility } from './possibility';
import type { TraceAnswer, TraceQuestion, Verdict } from './traceAnswer';

type Reach = 'answers' | 'silent' | 'refused' | 'no-route' | 'unknown';

/**
 * Answers who can talk to whom in one topology. Make one per topology: it keeps what it prepared. Where the host
 * was not read, a question is walked through every way the machine may be, and only what all of them say is said.
 */
export class Tracer {
  private readonly possibilities: Possibilities;
  private readonly machines = new Map<Possibility, Machine>();
  private readonly filters: PacketFilterCache;
  private readonly names: NameService;

  constructor(private readonly topology: Topology) {
    this.possibilities = possibilitiesOf(topology);
    this.filters = new PacketFilterCache(topology);
    this.names = new NameService(topology, (containerId, server, from) =>
      this.reachesServer(containerId, server, from),
    );
  }

  get nameService(): NameService {
    return this.names;
  }

  /** The machine as it usually is, where something about it was not read. */
  get usual(): Pick<Machine, 'world' | 'filterOf'> {
    return this.machine(this.possibilities.all[0]);
  }

  trace(question: TraceQuestion): TraceAnswer {
    const usual = this.machine(this.possibilities.all[0]);
    const origin = usual.originOf(question.from);
    if (typeof origin === 'string') return unanswered(origin);
    const target = this.addressOf(question, origin);
    if (typeof target !== 'string') return target;
    const family = addressFamily(target);
    if (family === undefined) return unanswered(`${question.to} is neither address nor name`);
    return agreement(
      this.possibilities,
      (possibility) => this.walk(possibility, question, target),
      family,
    );
  }

  private walk(possibility: Possibility, question: TraceQuestion, address: string): Told {
    const machine = this.machine(possibility);
    const origin = machine.originOf(question.from);
    const walked = typeof origin === 'string' ? origin : machine.walk(origin, address, question);
    if (walked === undefined || typeof walked === 'string') {
      return { answer: unanswered(walked ?? `${address} is no address`), relied: new Set() };
    }
    const { attempt, hops, relied } = walked;
    return { answer: { ...attempt, hops, address }, relied };
  }

  private machine(possibility: Possibility): Machine {
    const known = this.machines.get(possibility);
    if (known !== undefined) return known;
    const machine = new Machine(this.topology, possibility, this.filters);
    this.machines.set(possibility, machine);
    return machine;
  }

  /** The address to try: the target itself, or what its name gives where the question starts. */
  private addressOf(question: TraceQuestion, origin: Origin): string | TraceAnswer {
    const { to } = question;
    if (addressFamily(to) !== undefined) return to;
    const container =
      origin.kind === 'namespace' ? findContainer(this.topology, question.from) : undefined;
    if (container === undefined) {
      return unanswered(`names are not resolved for ${question.from}: ask for an address`);
    }
    const answer: NameAnswer = this.names.answer(container, to, 'auto');
    const wanted = question.family ?? 4;
    const address =
      answer.answers.find((one) => addressFamily(one) === wanted) ??
      (question.family === undefined ? answer.answers[0] : undefined);
    if (answer.result === 'ok' && address !== undefined) return address;
    return {
      verdict: answer.result === 'unknown' ? 'unknown' : 'unresolved',
      target: null,
      seenSource: null,
      decidedBy: { kind: 'name', name: to, via: answer.via },
      why: answer.why,
      hops: [],
    };
  }

  private reachesServer(containerId: string, server: string, from: 'host' | 'container'): Reach {
    const ask = (possibility: Possibility): { reach: Reach; relied: ReadonlySet<Facet> } => {
      const machine = this.machine(possibility);
      const origin = machine.namespaceOf(containerId, from);
      const walked =
        origin === undefined ? undefined : machine.walk(origin, server, { proto: 'udp', port: 53 });
      return walked === undefined
        ? { reach: 'unknown', relied: new Set() }
        : { reach: reachOf(walked.attempt.verdict), relied: walked.relied };
    };
    let said: Reach | undefined;
    for (const { told } of distinct(this.possibilities, ask)) {
      if (said !== undefined && said !== told.reach) return 'unknown';
      said = told.reach;
    }
    return said ?? 'unknown';
  }
}

function reachOf(verdict: Verdict): Reach {
  switch (verdict) {
    case 'delivered':
    case 'arrives':
      return 'answers';
    case 'dropped':
      return 'silent';
    case 'refused':
    case 'accepted-by-proxy':
      return 'refused';
    case 'unreachable':
      return 'no-route';
    case 'unknown':
    case 'unresolved':
      return 'unknown';
  }
}

function unanswered(why: string): TraceAnswer {
  return { verdict: 'unknown', target: null, seenSource: null, decidedBy: null, why, hops: [] };
}
