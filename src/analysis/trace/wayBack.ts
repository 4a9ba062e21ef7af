import type { Packet, RejectKind } from '../../netfilter/evaluatePacket';
import { atLeast } from '../../topology/engineGeneration';
import { failed, type Attempt, type Origin } from './attempt';
import type { Decision } from './decision';
import type { Outcome } from './outcome';
import type { Verdict } from './traceAnswer';
import type { Walk } from './walk';
import type { Namespace } from './world';

/** What goes back. */
type AnswerKind = Exclude<Packet['kind'], 'request'>;

/** What the client sent, before anything rewrote it: its answer has to look like it. */
export interface Asked {
  readonly origin: Origin;
  readonly source: string;
  readonly destination: string;
  readonly port: number;
}

/** Walks answers and errors back to the client, with the rules that hold for them. */
export class WayBack {
  constructor(
    private readonly walk: Walk,
    private readonly engineVersion: string,
  ) {}

  /**
   * Before 28 docker-proxy answers UDP from the address its route home has, not from the one it was asked
   * at; a client that asked at another address does not take the answer (moby: cmd/docker-proxy,
   * UDPProxy; 28.0 keeps the address with IP_PKTINFO).
   */
  proxyAnswer(asked: Asked, namespace: Namespace, packet: Packet): Attempt | undefined {
    const version = this.engineVersion;
    if (packet.proto !== 'udp' || atLeast(version, 28)) {
      return this.answer(asked, namespace, packet, 'reply');
    }
    return this.answer(asked, namespace, packet, 'reply', '');
  }

  /** `undefined` when the answer gets back to the client and looks like one. */
  answer(
    asked: Asked,
    namespace: Namespace,
    packet: Packet,
    kind: AnswerKind,
    source = packet.destination,
  ): Attempt | undefined {
    const answer = answerTo(packet, kind, source);
    this.walk.turnAround();
    return this.judge(asked, this.walk.send(namespace, answer), kind);
  }

  judge(asked: Asked, outcome: Outcome, kind: AnswerKind): Attempt | undefined {
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
        if (asked.origin.kind === 'namespace') {
          return lost(outcome.by, `it leaves by ${outcome.segment.device}`);
        }
        break;
      case 'local':
        if (asked.origin.kind !== 'namespace' || outcome.namespace !== asked.origin.namespace) {
          return lost(outcome.by, `it goes to ${outcome.namespace.label}`);
        }
    }
    const { packet } = outcome;
    const looksRight = packet.destination === asked.source && packet.source === asked.destination;
    if (looksRight || (kind === 'error' && packet.destination === asked.source)) return undefined;
    return lost(outcome.by, `it comes from ${packet.source}, while ${asked.destination} was asked`);
  }

  /** A rule or a router sends an error; the client sees it only when it gets back. */
  error(asked: Asked, outcome: Extract<Outcome, { kind: 'error' }>): Attempt {
    const { packet, namespace, sends } = outcome;
    const reset = sends === 'tcp-reset';
    const answer = answerTo(packet, reset ? 'reset' : 'error', reset ? packet.destination : '');
    this.walk.turnAround();
    const lost = this.judge(asked, this.walk.send(namespace, answer), reset ? 'reset' : 'error');
    if (lost?.verdict === 'unknown') return lost;
    // Without TCP a program hears of what its own kernel rejects when it sends (Linux: ip_send_skb).
    const told = asked.origin.kind === 'namespace' && asked.origin.namespace === namespace;
    if (lost !== undefined && told && outcome.inInterface === undefined && packet.proto !== 'tcp') {
      return failed('unreachable', outcome);
    }
    if (lost !== undefined) return { ...lost, decidedBy: outcome.by, why: outcome.why };
    return failed(verdictOfError(sends, packet.proto), outcome);
  }
}

/** The packet that answers another one; an empty source is chosen by the routes. */
export function answerTo(packet: Packet, kind: AnswerKind, source: string): Packet {
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

/** How the client's kernel reports an error (icmp(7), ip(7)): a closed port is "connection refused". */
function verdictOfError(sends: RejectKind, proto: Packet['proto']): Verdict {
  if (proto === 'icmp') return 'unreachable';
  return sends === 'tcp-reset' || sends === 'port' ? 'refused' : 'unreachable';
}
