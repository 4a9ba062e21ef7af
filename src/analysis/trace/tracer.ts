import { addressFamily } from '../../model/address';
import type { HookChains } from '../../netfilter/evaluatePacket';
import { hookChains } from '../../netfilter/evaluateChain';
import type { Topology } from '../../model/topology';
import { findContainer } from '../findContainer';
import { NameService } from '../names/answerName';
import type { NameAnswer } from '../names/nameAnswer';
import { buildWorld } from './buildWorld';
import type { Attempt, Origin } from './attempt';
import { Connector } from './connect';
import { packetFilterOf } from './packetFilters';
import type { TraceAnswer, TraceQuestion } from './traceAnswer';
import type { Namespace, OutsideSegment, World } from './world';

/** Answers who can talk to whom in one topology. Make one per topology: it keeps what it prepared. */
export class Tracer {
  private readonly world: World;
  private readonly filters = new Map<string, HookChains>();
  private readonly names: NameService;

  constructor(private readonly topology: Topology) {
    this.world = buildWorld(topology);
    this.names = new NameService(topology, (containerId, server, from) =>
      this.reachesServer(containerId, server, from),
    );
  }

  get nameService(): NameService {
    return this.names;
  }

  trace(question: TraceQuestion): TraceAnswer {
    const origin = this.originOf(question.from);
    if (typeof origin === 'string') return unanswered(origin);
    const target = this.addressOf(question, origin);
    if (typeof target !== 'string') return target;
    const family = addressFamily(target);
    if (family === undefined) return unanswered(`${question.to} is neither address nor name`);
    const connector = new Connector(this.world, (namespace) => this.chainsOf(namespace));
    const attempt = connector.attempt(origin, target, family, question.proto, question.port ?? 0);
    return toAnswer(attempt, connector, target);
  }

  private chainsOf(namespace: Namespace): HookChains {
    const known = this.filters.get(namespace.id);
    if (known !== undefined) return known;
    const chains = hookChains(packetFilterOf(this.topology, namespace));
    this.filters.set(namespace.id, chains);
    return chains;
  }

  /** The origin of a question, or why there is none. */
  private originOf(from: string): Origin | string {
    if (from === 'host') return { kind: 'namespace', namespace: this.world.host };
    if (from.startsWith('outside:')) return this.outsideOrigin(from.slice('outside:'.length));
    const container = findContainer(this.topology, from);
    if (container === undefined) return `no container is called ${JSON.stringify(from)}`;
    const namespace = this.world.namespaces.get(container.sandboxId);
    const alive = namespace?.containers.includes(container) ?? false;
    return namespace !== undefined && alive
      ? { kind: 'namespace', namespace }
      : `${container.name.value} does not run, so it has no network namespace`;
  }

  private outsideOrigin(address: string): Origin | string {
    const family = addressFamily(address);
    if (family === undefined) return `${JSON.stringify(address)} is no address`;
    const { host } = this.world;
    const answer = host.routing.lookUp({ family, destination: address });
    const device = answer.kind === 'route' ? answer.route.device : undefined;
    const segment = outsideSegment(host, device);
    return segment === undefined
      ? `the host has no way to ${address}, so nobody there can be asked for`
      : { kind: 'outside', segment, address };
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
      verdict: 'unresolved',
      target: null,
      seenSource: null,
      decidedBy: { kind: 'name', name: to, via: answer.via },
      why: answer.why,
      hops: [],
    };
  }

  private reachesServer(
    containerId: string,
    server: string,
    from: 'host' | 'container',
  ): 'answers' | 'silent' | 'refused' | 'no-route' | 'unknown' {
    const family = addressFamily(server);
    const container = this.topology.containers.find(({ id }) => id === containerId);
    const namespace =
      from === 'host' ? this.world.host : this.world.namespaces.get(container?.sandboxId ?? '');
    if (family === undefined || namespace === undefined) return 'unknown';
    const connector = new Connector(this.world, (one) => this.chainsOf(one));
    const origin: Origin = { kind: 'namespace', namespace };
    const { verdict } = connector.attempt(origin, server, family, 'udp', 53);
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
}

function outsideSegment(host: Namespace, device: string | undefined): OutsideSegment | undefined {
  const wire = host.interfaces.find(({ name }) => name === device)?.wire;
  return wire?.kind === 'nic' ? wire.segment : undefined;
}

function toAnswer(attempt: Attempt, { walk }: Connector, address: string): TraceAnswer {
  return { ...attempt, hops: walk.hops, address };
}

function unanswered(why: string): TraceAnswer {
  return { verdict: 'unknown', target: null, seenSource: null, decidedBy: null, why, hops: [] };
}
