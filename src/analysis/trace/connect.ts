import type { Container } from '../../model/container';
import type { HookChains, Packet } from '../../netfilter/evaluatePacket';
import { failed, type Attempt, type Origin } from './attempt';
import type { Decision } from './decision';
import { routesBack } from './neighbours';
import type { Outcome } from './outcome';
import { socketFor, type Socket } from './sockets';
import { Walk } from './walk';
import { answerTo, WayBack, type Asked } from './wayBack';
import { shownSource, sourceSeen, targetOf, unreadTarget, whose } from './whoAnswers';
import type { Namespace, World } from './world';

/** The client's ephemeral port; any other would do. */
const clientPort = 49152;

/**
 * One connection from end to end: the first packet, what it meets, and the answer's way back.
 * docker-proxy's second connection is an attempt of its own.
 */
export class Connector {
  readonly walk: Walk;
  private readonly wayBack: WayBack;

  constructor(
    private readonly world: World,
    chainsOf: (namespace: Namespace) => HookChains,
  ) {
    this.walk = new Walk(world, chainsOf);
    this.wayBack = new WayBack(this.walk, world.topology.engine.version.value);
  }

  attempt(
    origin: Origin,
    destination: string,
    family: 4 | 6,
    proto: Packet['proto'],
    port: number,
  ): Attempt {
    const outcome = this.send(origin, {
      family,
      proto,
      source: origin.kind === 'outside' ? origin.address : '',
      destination,
      sourcePort: proto === 'icmp' ? 1 : clientPort,
      destinationPort: proto === 'icmp' ? 1 : port,
      kind: 'request',
      mark: 0,
    });
    const asked: Asked = {
      origin,
      source: origin.kind === 'outside' ? origin.address : this.walk.chosenSource,
      destination,
      port,
    };
    switch (outcome.kind) {
      case 'local':
        return this.arrived(asked, outcome);
      case 'outside':
        return this.leftForOutside(asked, outcome);
      case 'dropped':
        return failed('dropped', outcome);
      case 'sender-error':
        return failed('unreachable', outcome);
      case 'unknown':
        return failed('unknown', outcome);
      case 'error':
        return this.wayBack.error(asked, outcome);
    }
  }

  private send(origin: Origin, packet: Packet): Outcome {
    return origin.kind === 'outside'
      ? this.walk.sendFromOutside(origin.segment, packet)
      : this.walk.send(origin.namespace, packet);
  }

  /**
   * A TCP connection that opens is of no use when rules for established ones stop what is sent then, one way
   * or the other. `undefined` when that passes too.
   */
  private stalled(asked: Asked, first: Packet): Attempt | undefined {
    if (first.proto !== 'tcp') return undefined;
    const { origin, source, destination, port } = asked;
    return this.walk.quietly(() => {
      this.walk.startForth();
      const outcome = this.send(origin, {
        family: first.family,
        proto: 'tcp',
        source,
        destination,
        sourcePort: clientPort,
        destinationPort: port,
        kind: 'data',
        mark: 0,
      });
      switch (outcome.kind) {
        case 'local':
          return this.wayBack.answer(asked, outcome.namespace, outcome.packet, 'data');
        case 'outside':
          return undefined;
        case 'unknown':
          return failed('unknown', outcome);
        case 'error':
          return this.wayBack.error(asked, laterError(outcome));
        case 'dropped':
        case 'sender-error':
          return failed('dropped', { by: outcome.by, why: later(outcome.why) });
      }
    });
  }

  private arrived(asked: Asked, outcome: Extract<Outcome, { kind: 'local' }>): Attempt {
    const { namespace, packet } = outcome;
    if (packet.proto === 'icmp') return this.echoed(asked, outcome);
    const socket = socketFor(this.world, namespace, packet);
    switch (socket.kind) {
      case 'closed':
        return this.closed(asked, outcome);
      case 'unknown': {
        const back = this.wayBack.answer(asked, namespace, packet, 'reply');
        if (back !== undefined) return back;
        // A paused program keeps silent over UDP, and whether one has the port was not read.
        const silent = packet.proto === 'udp' && namespace.containers.some(isPaused);
        const unread = `who listens there was not read${silent ? '; reading its sockets would settle it' : ''}`;
        return {
          verdict: silent ? 'unknown' : 'arrives',
          target: unreadTarget(namespace),
          seenSource: sourceSeen(packet.source),
          decidedBy: outcome.by,
          why: `it gets to ${whose(namespace)}${silent ? ', which is paused' : ''}; ${unread}`,
        };
      }
      case 'open':
        return this.answered(asked, outcome, socket);
      case 'held': {
        const back = this.wayBack.answer(asked, namespace, packet, 'reply');
        if (back !== undefined) return back;
        return {
          verdict: packet.proto === 'udp' ? 'dropped' : 'accepted-by-proxy',
          target: 'host',
          seenSource: sourceSeen(packet.source),
          decidedBy: listenerDecision(namespace, socket),
          why: `${socket.listener.program ?? 'the engine'} keeps port ${packet.destinationPort} of the host and passes nothing on`,
        };
      }
      case 'proxy':
        return this.proxied(asked, outcome, socket);
    }
  }

  private echoed(
    asked: Asked,
    { namespace, packet, by }: Extract<Outcome, { kind: 'local' }>,
  ): Attempt {
    const back = this.wayBack.answer(asked, namespace, packet, 'reply');
    if (back !== undefined) return back;
    return {
      verdict: 'delivered',
      target: targetOf(namespace, undefined),
      seenSource: sourceSeen(packet.source),
      decidedBy: by,
      why: `${namespace.label} has ${packet.destination} and answers`,
    };
  }

  private answered(
    asked: Asked,
    { namespace, packet }: Extract<Outcome, { kind: 'local' }>,
    socket: Extract<Socket, { kind: 'open' }>,
  ): Attempt {
    const seenSource = sourceSeen(packet.source);
    const port = packet.destinationPort;
    const who = socket.container?.name.value ?? namespace.label;
    const decidedBy = listenerDecision(namespace, socket);
    const paused = socket.container !== undefined && isPaused(socket.container);
    const lost =
      this.wayBack.answer(asked, namespace, packet, 'reply') ?? this.stalled(asked, packet);
    if (lost !== undefined) return lost;
    if (paused && packet.proto !== 'tcp') {
      const why = `${who} is paused and does not answer`;
      return { verdict: 'dropped', target: null, seenSource: null, decidedBy, why };
    }
    return {
      verdict: paused ? 'accepted-by-proxy' : 'delivered',
      target: targetOf(namespace, socket.container),
      seenSource,
      decidedBy,
      why: paused
        ? `the kernel takes the connection for ${who}, which is paused and does not answer`
        : `${who} listens on ${packet.proto} port ${port}`,
    };
  }

  private closed(
    asked: Asked,
    { namespace, packet }: Extract<Outcome, { kind: 'local' }>,
  ): Attempt {
    const port = packet.destinationPort;
    const decidedBy: Decision = {
      kind: 'listener',
      namespace: namespace.id,
      listener: `none on ${packet.proto} ${packet.destination}:${port}`,
    };
    const back = this.wayBack.answer(
      asked,
      namespace,
      packet,
      packet.proto === 'tcp' ? 'reset' : 'error',
    );
    if (back !== undefined) return back;
    return {
      verdict: 'refused',
      target: targetOf(namespace, undefined),
      seenSource: sourceSeen(packet.source),
      decidedBy,
      why: `it gets to ${namespace.label}, where nobody listens on ${packet.proto} port ${port}`,
    };
  }

  /** docker-proxy took it: first the answer must get back, then its own connection decides. */
  private proxied(
    asked: Asked,
    { namespace, packet }: Extract<Outcome, { kind: 'local' }>,
    socket: Extract<Socket, { kind: 'proxy' }>,
  ): Attempt {
    const { process } = socket;
    const proxy = `docker-proxy ${process.hostAddress}:${process.hostPort} → ${process.containerAddress}:${process.containerPort}`;
    const decidedBy: Decision = { kind: 'proxy', proxy };
    const lost = this.wayBack.proxyAnswer(asked, namespace, packet) ?? this.stalled(asked, packet);
    if (lost !== undefined) return lost;
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

  private leftForOutside(asked: Asked, outcome: Extract<Outcome, { kind: 'outside' }>): Attempt {
    const { packet, segment } = outcome;
    if (!routesBack(this.world, segment, packet.source)) {
      return {
        verdict: 'unknown',
        target: `outside:${packet.destination}`,
        seenSource: sourceSeen(packet.source),
        decidedBy: { kind: 'missing', part: 'outside' },
        why: `it leaves by ${segment.device} as ${shownSource(packet.source)}; whether answers to that address find the way back is not known`,
      };
    }
    const answer = answerTo(packet, 'reply', packet.destination);
    this.walk.turnAround();
    const seenSource = sourceSeen(packet.source);
    const lost =
      this.wayBack.judge(asked, this.walk.sendFromOutside(segment, answer), 'reply') ??
      this.stalled(asked, packet);
    if (lost !== undefined) return lost;
    return {
      verdict: 'arrives',
      target: `outside:${packet.destination}`,
      seenSource,
      decidedBy: outcome.by,
      why: `it leaves by ${segment.device} as ${shownSource(packet.source)}; who listens at ${packet.destination} cannot be read`,
    };
  }
}

function later(why: string): string {
  return `the connection opens, but then ${why}`;
}

function laterError(outcome: Extract<Outcome, { kind: 'error' }>): typeof outcome {
  return { ...outcome, why: later(outcome.why) };
}

function isPaused({ state }: Container): boolean {
  return state.value === 'paused';
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
