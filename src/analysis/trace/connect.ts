import type { HookChains, Packet, RejectKind } from '../../netfilter/evaluatePacket';
import { atLeast } from '../../topology/engineGeneration';
import type { Decision } from './decision';
import { routesBack } from './neighbours';
import type { Outcome } from './outcome';
import { socketFor, type Socket } from './sockets';
import type { Verdict } from './traceAnswer';
import { Walk } from './walk';
import type { Namespace, OutsideSegment, World } from './world';

/** Where a connection starts. */
export type Origin =
  | { readonly kind: 'namespace'; readonly namespace: Namespace }
  | { readonly kind: 'outside'; readonly segment: OutsideSegment; readonly address: string };

export interface Attempt {
  readonly verdict: Verdict;
  readonly target: string | null;
  readonly seenSource: string | null;
  readonly decidedBy: Decision;
  readonly why: string;
}

/** The client's ephemeral port; any other would do. */
const clientPort = 49152;

/**
 * One connection from end to end: the first packet, what it meets, and the answer's way back.
 * docker-proxy's second connection is an attempt of its own.
 */
export class Connector {
  constructor(
    private readonly world: World,
    chainsOf: (namespace: Namespace) => HookChains,
    readonly walk = new Walk(world, chainsOf),
  ) {}

  attempt(
    origin: Origin,
    destination: string,
    family: 4 | 6,
    proto: Packet['proto'],
    port: number,
  ): Attempt {
    const packet: Packet = {
      family,
      proto,
      source: origin.kind === 'outside' ? origin.address : '',
      destination,
      sourcePort: proto === 'icmp' ? 1 : clientPort,
      destinationPort: proto === 'icmp' ? 1 : port,
      kind: 'request',
      mark: 0,
    };
    const outcome =
      origin.kind === 'outside'
        ? this.walk.sendFromOutside(origin.segment, packet)
        : this.walk.send(origin.namespace, packet);
    // What the client sent, before anything rewrote it: its answer has to look like it.
    const asked = {
      source: origin.kind === 'outside' ? origin.address : this.walk.chosenSource,
      destination,
    };
    switch (outcome.kind) {
      case 'local':
        return this.arrived(origin, asked, outcome);
      case 'outside':
        return this.leftForOutside(origin, asked, outcome);
      case 'dropped':
        return failed('dropped', outcome);
      case 'sender-error':
        return failed('unreachable', outcome);
      case 'unknown':
        return failed('unknown', outcome);
      case 'error':
        return this.errorBack(origin, asked, outcome);
    }
  }

  private arrived(
    origin: Origin,
    asked: Asked,
    outcome: Extract<Outcome, { kind: 'local' }>,
  ): Attempt {
    const { namespace, packet } = outcome;
    if (packet.proto === 'icmp') return this.echoed(origin, asked, outcome);
    const socket = socketFor(this.world, namespace, packet);
    switch (socket.kind) {
      case 'closed':
        return this.closed(origin, asked, outcome);
      case 'unknown': {
        const back = this.answerBack(origin, asked, namespace, packet, 'reply');
        if (back !== undefined) return back;
        return {
          verdict: 'arrives',
          target: targetOf(namespace, undefined),
          seenSource: packet.source,
          decidedBy: outcome.by,
          why: `it gets to ${namespace.label}; who listens there was not read`,
        };
      }
      case 'open':
        return this.answered(origin, asked, outcome, socket);
      case 'held': {
        const back = this.answerBack(origin, asked, namespace, packet, 'reply');
        if (back !== undefined) return back;
        return {
          verdict: packet.proto === 'udp' ? 'dropped' : 'accepted-by-proxy',
          target: 'host',
          seenSource: packet.source,
          decidedBy: listenerDecision(namespace, socket),
          why: `${socket.listener.program ?? 'the engine'} keeps port ${packet.destinationPort} of the host and passes nothing on`,
        };
      }
      case 'proxy':
        return this.proxied(origin, asked, outcome, socket);
    }
  }

  private echoed(
    origin: Origin,
    asked: Asked,
    { namespace, packet, by }: Extract<Outcome, { kind: 'local' }>,
  ): Attempt {
    const back = this.answerBack(origin, asked, namespace, packet, 'reply');
    if (back !== undefined) return back;
    return {
      verdict: 'delivered',
      target: targetOf(namespace, undefined),
      seenSource: packet.source,
      decidedBy: by,
      why: `${namespace.label} has ${packet.destination} and answers`,
    };
  }

  private answered(
    origin: Origin,
    asked: Asked,
    { namespace, packet }: Extract<Outcome, { kind: 'local' }>,
    socket: Extract<Socket, { kind: 'open' }>,
  ): Attempt {
    const seenSource = packet.source;
    const port = packet.destinationPort;
    const who = socket.container?.name.value ?? namespace.label;
    const decidedBy = listenerDecision(namespace, socket);
    const paused = socket.container?.state.value === 'paused';
    const back = this.answerBack(origin, asked, namespace, packet, 'reply');
    if (back !== undefined) return back;
    if (paused && packet.proto !== 'tcp') {
      const why = `${who} is paused and does not answer`;
      return { verdict: 'dropped', target: null, seenSource: null, decidedBy, why };
    }
    return {
      verdict: paused ? 'accepted-by-proxy' : 'delivered',
      target: targetOf(namespace, socket),
      seenSource,
      decidedBy,
      why: paused
        ? `the kernel takes the connection for ${who}, which is paused and does not answer`
        : `${who} listens on ${packet.proto} port ${port}`,
    };
  }

  private closed(
    origin: Origin,
    asked: Asked,
    { namespace, packet }: Extract<Outcome, { kind: 'local' }>,
  ): Attempt {
    const port = packet.destinationPort;
    const decidedBy: Decision = {
      kind: 'listener',
      namespace: namespace.id,
      listener: `none on ${packet.proto} ${packet.destination}:${port}`,
    };
    const back = this.answerBack(
      origin,
      asked,
      namespace,
      packet,
      packet.proto === 'tcp' ? 'reset' : 'error',
    );
    if (back !== undefined) return back;
    return {
      verdict: 'refused',
      target: targetOf(namespace, undefined),
      seenSource: packet.source,
      decidedBy,
      why: `it gets to ${namespace.label}, where nobody listens on ${packet.proto} port ${port}`,
    };
  }

  /** docker-proxy took it: first the answer must get back, then its own connection decides. */
  private proxied(
    origin: Origin,
    asked: Asked,
    { namespace, packet }: Extract<Outcome, { kind: 'local' }>,
    socket: Extract<Socket, { kind: 'proxy' }>,
  ): Attempt {
    const { process } = socket;
    const proxy = `docker-proxy ${process.hostAddress}:${process.hostPort} → ${process.containerAddress}:${process.containerPort}`;
    const decidedBy: Decision = { kind: 'proxy', proxy };
    const back = this.proxyAnswersBack(origin, asked, namespace, packet);
    if (back !== undefined) return back;
    this.walk.startForth();
    const second = this.attempt(
      { kind: 'namespace', namespace },
      process.containerAddress,
      process.containerAddress.includes(':') ? 6 : 4,
      packet.proto,
      process.containerPort,
    );
    switch (second.verdict) {
      case 'delivered':
      case 'arrives':
        return { ...second, decidedBy, why: `${proxy}: ${second.why}` };
      case 'unknown':
        return second;
      case 'refused':
      case 'dropped':
      case 'unreachable':
      case 'unresolved':
      case 'accepted-by-proxy':
        return {
          verdict: packet.proto === 'tcp' ? 'accepted-by-proxy' : 'dropped',
          target: 'host',
          seenSource: null,
          decidedBy: second.decidedBy,
          why: `docker-proxy takes the connection, but ${second.why}`,
        };
    }
  }

  /**
   * Before 28 docker-proxy answers UDP from the address its route home has, not from the one it was asked
   * at; a client that asked at another address does not take the answer (moby: cmd/docker-proxy,
   * UDPProxy; 28.0 keeps the address with IP_PKTINFO).
   */
  private proxyAnswersBack(
    origin: Origin,
    asked: Asked,
    namespace: Namespace,
    packet: Packet,
  ): Attempt | undefined {
    const version = this.world.topology.engine.version.value;
    if (packet.proto !== 'udp' || atLeast(version, 28)) {
      return this.answerBack(origin, asked, namespace, packet, 'reply');
    }
    return this.answerBack(origin, asked, namespace, packet, 'reply', '');
  }

  /** `undefined` when the answer gets back to the client and looks like one. */
  private answerBack(
    origin: Origin,
    asked: Asked,
    namespace: Namespace,
    packet: Packet,
    kind: 'reply' | 'reset' | 'error',
    source = packet.destination,
  ): Attempt | undefined {
    const answer = answerTo(packet, kind, source);
    this.walk.turnAround();
    return this.judgeAnswer(origin, asked, this.walk.send(namespace, answer), kind);
  }

  private judgeAnswer(
    origin: Origin,
    asked: Asked,
    outcome: Outcome,
    kind: 'reply' | 'reset' | 'error',
  ): Attempt | undefined {
    const lost = (by: Decision, why: string): Attempt => ({
      verdict: 'dropped',
      target: null,
      seenSource: null,
      decidedBy: by,
      why: `it arrives, but the answer is lost: ${why}`,
    });
    switch (outcome.kind) {
      case 'dropped':
      case 'sender-error':
      case 'error':
        return lost(outcome.by, outcome.why);
      case 'unknown':
        return failed('unknown', outcome);
      case 'outside':
        if (origin.kind === 'namespace') {
          return lost(outcome.by, `it leaves by ${outcome.segment.device}`);
        }
        break;
      case 'local':
        if (origin.kind !== 'namespace' || outcome.namespace !== origin.namespace) {
          return lost(outcome.by, `it goes to ${outcome.namespace.label}`);
        }
    }
    const { packet } = outcome;
    const looksRight = packet.destination === asked.source && packet.source === asked.destination;
    if (looksRight || (kind === 'error' && packet.destination === asked.source)) return undefined;
    return lost(outcome.by, `it comes from ${packet.source}, while ${asked.destination} was asked`);
  }

  /** A rule or a router sends an error; the client sees it only when it gets back. */
  private errorBack(
    origin: Origin,
    asked: Asked,
    outcome: Extract<Outcome, { kind: 'error' }>,
  ): Attempt {
    const { packet, namespace, sends } = outcome;
    const reset = sends === 'tcp-reset';
    const own = origin.kind === 'namespace' && origin.namespace === namespace;
    if (!own || outcome.inInterface !== undefined) {
      const answer = answerTo(packet, reset ? 'reset' : 'error', reset ? packet.destination : '');
      this.walk.turnAround();
      const lost = this.judgeAnswer(
        origin,
        asked,
        this.walk.send(namespace, answer),
        reset ? 'reset' : 'error',
      );
      if (lost !== undefined) return { ...lost, decidedBy: outcome.by, why: outcome.why };
    }
    return failed(verdictOfError(sends, packet.proto), outcome);
  }

  private leftForOutside(
    origin: Origin,
    asked: Asked,
    outcome: Extract<Outcome, { kind: 'outside' }>,
  ): Attempt {
    const { packet, segment } = outcome;
    if (!routesBack(this.world, segment, packet.source)) {
      return {
        verdict: 'unknown',
        target: `outside:${packet.destination}`,
        seenSource: packet.source,
        decidedBy: { kind: 'missing', part: 'outside' },
        why: `it leaves by ${segment.device} as ${packet.source}; whether answers to that address find the way back is not known`,
      };
    }
    const answer = answerTo(packet, 'reply', packet.destination);
    this.walk.turnAround();
    const seenSource = packet.source;
    const lost = this.judgeAnswer(
      origin,
      asked,
      this.walk.sendFromOutside(segment, answer),
      'reply',
    );
    if (lost !== undefined) return lost;
    return {
      verdict: 'arrives',
      target: `outside:${packet.destination}`,
      seenSource,
      decidedBy: outcome.by,
      why: `it leaves by ${segment.device} as ${seenSource}; who listens at ${packet.destination} cannot be read`,
    };
  }
}

interface Asked {
  readonly source: string;
  readonly destination: string;
}

function answerTo(packet: Packet, kind: 'reply' | 'reset' | 'error', source: string): Packet {
  return {
    family: packet.family,
    proto: kind === 'error' ? 'icmp' : packet.proto,
    source,
    destination: packet.source,
    sourcePort: packet.destinationPort,
    destinationPort: packet.sourcePort,
    kind,
    ...(kind === 'error' ? { about: packet.proto } : {}),
    mark: 0,
  };
}

function failed(
  verdict: Verdict,
  { by, why }: { readonly by: Decision; readonly why: string },
): Attempt {
  return { verdict, target: null, seenSource: null, decidedBy: by, why };
}

/** How the client's kernel reports an error (icmp(7), ip(7)): a closed port is "connection refused". */
function verdictOfError(sends: RejectKind, proto: Packet['proto']): Verdict {
  if (proto === 'icmp') return 'unreachable';
  return sends === 'tcp-reset' || sends === 'port' ? 'refused' : 'unreachable';
}

function targetOf(
  namespace: Namespace,
  socket: Extract<Socket, { kind: 'open' }> | undefined,
): string {
  const container = socket?.container;
  if (container !== undefined) return container.name.value;
  return namespace.kind === 'host' ? 'host' : namespace.label;
}

function listenerDecision(
  namespace: Namespace,
  {
    listener,
  }: {
    readonly listener: { readonly proto: string; readonly address: string; readonly port: number };
  },
): Decision {
  return {
    kind: 'listener',
    namespace: namespace.id,
    listener: `${listener.proto} ${listener.address}:${listener.port}`,
  };
}
