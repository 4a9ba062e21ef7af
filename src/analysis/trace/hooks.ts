import type {
  BaseChain,
  ChainVerdict,
  Hook,
  HookChains,
  HookContext,
  Packet,
  RejectKind,
  Rewrite,
  RuleRef,
} from '../../netfilter/evaluatePacket';
import type { Connection, Conntrack, Tracked } from './conntrack';
import type { Decision } from './decision';
import { addressOn } from './sourceAddress';
import type { Namespace, NetInterface } from './world';

/** Priority of connection tracking among the chains of a hook (netfilter: NF_IP_PRI_CONNTRACK). */
const conntrackPriority = -200;

export interface HookPlace {
  readonly namespace: Namespace;
  readonly hook: Hook;
  readonly inInterface?: NetInterface | undefined;
  readonly outInterface?: NetInterface | undefined;
  readonly physicalIn?: string | undefined;
  readonly physicalOut?: string | undefined;
  /** Next hop on the way out; decides which address MASQUERADE takes. */
  readonly nextHop?: string | undefined;
}

export type HookResult =
  | { readonly kind: 'go' }
  | { readonly kind: 'drop'; readonly by: Decision; readonly rule?: RuleRef }
  | { readonly kind: 'reject'; readonly by: RuleRef; readonly sends: RejectKind }
  | { readonly kind: 'unknown'; readonly by: RuleRef; readonly reason: string };

/** What a walk wants to know of hooks: rules that decided something, translations. */
export interface HookWatcher {
  readonly accepted: (place: HookPlace, by: RuleRef) => void;
  /** No rule of a base chain decided. */
  readonly passed: (place: HookPlace) => void;
  readonly rewritten: (place: HookPlace, by: RuleRef, before: string, after: string) => void;
}

/**
 * Takes packets through the hooks of namespaces: the base chains by priority, connection tracking at its
 * place, address translation once per connection and kind, and its undoing for what comes back
 * (Linux: nf_hook_slow, nf_conntrack_in, nf_nat_inet_fn, nf_nat_packet).
 */
export class Hooks {
  private readonly tracked = new Map<Packet, Map<string, Tracked>>();

  constructor(
    private readonly chainsOf: (namespace: Namespace) => HookChains,
    private readonly conntrack: Conntrack,
    private readonly watcher: HookWatcher,
  ) {}

  pass(packet: Packet, place: HookPlace): HookResult {
    const natPriority = rewritesDestination(place.hook) ? -100 : 100;
    let tracked = false;
    let translated = place.hook === 'forward';
    for (const chain of this.chainsOf(place.namespace).chains(packet.family, place.hook)) {
      const priority = chain.type === 'nat' ? natPriority : chain.priority;
      if (!tracked && priority > conntrackPriority) {
        this.track(packet, place);
        tracked = true;
      }
      if (!translated && priority > natPriority) {
        this.translate(packet, place);
        translated = true;
      }
      const stop = this.passChain(packet, place, chain);
      if (stop !== undefined) return stop;
    }
    if (!tracked) this.track(packet, place);
    if (!translated) this.translate(packet, place);
    return { kind: 'go' };
  }

  private passChain(packet: Packet, place: HookPlace, chain: BaseChain): HookResult | undefined {
    const tracked = this.trackedIn(packet, place.namespace);
    if (chain.type === 'nat' && !this.mayTranslate(tracked, place.hook)) return undefined;
    const context = this.contextOf(packet, place, tracked);
    const verdict = chain.evaluate(packet, context);
    if (tracked?.connection !== undefined) tracked.connection.mark = context.connectionMark;
    return this.follow(packet, place, tracked, verdict);
  }

  private follow(
    packet: Packet,
    place: HookPlace,
    tracked: Tracked | undefined,
    verdict: ChainVerdict,
  ): HookResult | undefined {
    switch (verdict.kind) {
      case 'accept':
        if (verdict.by !== undefined && 'rule' in verdict.by) {
          this.watcher.accepted(place, verdict.by);
        } else {
          this.watcher.passed(place);
        }
        return undefined;
      case 'untracked':
        // What came around by loopback is tracked already, and stays so (Linux: xt_ct_target).
        if (tracked !== undefined) return undefined;
        this.remember(packet, place.namespace, {
          connection: undefined,
          direction: 'original',
          state: 'UNTRACKED',
        });
        return undefined;
      case 'drop':
        return { kind: 'drop', by: verdict.by };
      case 'reject':
        return { kind: 'reject', by: verdict.by, sends: verdict.sends };
      case 'unknown':
        return { kind: 'unknown', by: verdict.by, reason: verdict.reason };
      case 'rewrite':
        if (tracked?.connection !== undefined) {
          this.decide(packet, place, tracked.connection, verdict.rewrite, verdict.by);
        }
        return undefined;
    }
  }

  private track(packet: Packet, place: HookPlace): void {
    if (place.hook !== 'prerouting' && place.hook !== 'output') return;
    // A packet that came around by loopback keeps its connection, and one that is not tracked stays so.
    if (this.trackedIn(packet, place.namespace) !== undefined) return;
    this.remember(packet, place.namespace, this.conntrack.track(place.namespace.id, packet));
  }

  private remember(packet: Packet, namespace: Namespace, tracked: Tracked): void {
    const byNamespace = this.tracked.get(packet) ?? new Map<string, Tracked>();
    this.tracked.set(packet, byNamespace);
    byNamespace.set(namespace.id, tracked);
  }

  /** A packet that leaves a namespace by a wire is looked up anew when it comes back (Linux: skb_scrub_packet). */
  forget(packet: Packet, namespace: Namespace): void {
    this.tracked.get(packet)?.delete(namespace.id);
  }

  private trackedIn(packet: Packet, namespace: Namespace): Tracked | undefined {
    return this.tracked.get(packet)?.get(namespace.id);
  }

  private mayTranslate(tracked: Tracked | undefined, hook: Hook): boolean {
    const connection = tracked?.connection;
    if (connection === undefined || tracked?.state !== 'NEW') return false;
    return rewritesDestination(hook) ? !connection.destinationDecided : !connection.sourceDecided;
  }

  private contextOf(packet: Packet, place: HookPlace, tracked: Tracked | undefined): HookContext {
    const connection = tracked?.connection;
    const { hook, inInterface, outInterface, physicalIn, physicalOut, namespace } = place;
    return {
      hook,
      ...(inInterface === undefined ? {} : { inInterface: inInterface.name }),
      ...(outInterface === undefined ? {} : { outInterface: outInterface.name }),
      ...(physicalIn === undefined ? {} : { physicalIn }),
      ...(physicalOut === undefined ? {} : { physicalOut }),
      state: tracked?.state ?? 'UNTRACKED',
      direction: tracked?.direction ?? 'original',
      destinationRewritten:
        connection !== undefined &&
        (connection.reply.source !== connection.original.destination ||
          connection.reply.sourcePort !== connection.original.destinationPort),
      sourceRewritten:
        connection !== undefined && connection.reply.destination !== connection.original.source,
      connectionMark: connection?.mark ?? 0,
      ...(connection === undefined
        ? {}
        : { connection: { original: connection.original, reply: connection.reply } }),
      addressType: (address, onInterface) => {
        if (onInterface !== undefined) {
          const own = namespace.interfaces.some(
            ({ name, addresses }) =>
              name === onInterface && addresses.some((one) => one.address === address),
          );
          return own ? 'LOCAL' : 'UNICAST';
        }
        const answer = namespace.routing.lookUp({ family: packet.family, destination: address });
        if (answer.kind !== 'route') return 'UNREACHABLE';
        switch (answer.route.type) {
          case 'local':
            return 'LOCAL';
          case 'broadcast':
            return 'BROADCAST';
          case 'multicast':
            return 'MULTICAST';
          case 'anycast':
            return 'ANYCAST';
          case 'blackhole':
            return 'BLACKHOLE';
          case 'prohibit':
            return 'PROHIBIT';
          case 'unreachable':
            return 'UNREACHABLE';
          case 'unicast':
          case 'throw':
            return 'UNICAST';
        }
      },
    };
  }

  /** Writes the translation a rule asks for into the connection; `translate` applies it. */
  private decide(
    packet: Packet,
    place: HookPlace,
    connection: Connection,
    rewrite: Rewrite,
    by: RuleRef,
  ): void {
    const before = `${packet.source} → ${packet.destination}`;
    if (rewrite.to === 'destination' || rewrite.to === 'redirect') {
      const address =
        rewrite.to === 'destination' ? rewrite.address : redirectAddress(packet, place);
      connection.reply = {
        ...connection.reply,
        source: address ?? connection.reply.source,
        sourcePort: rewrite.port ?? connection.reply.sourcePort,
      };
      connection.destinationDecided = true;
    } else {
      const address = rewrite.to === 'source' ? rewrite.address : masqueradeAddress(packet, place);
      connection.reply = {
        ...connection.reply,
        destination: address ?? connection.reply.destination,
        destinationPort: rewrite.port ?? connection.reply.destinationPort,
      };
      connection.sourceDecided = true;
    }
    const { reply } = connection;
    this.watcher.rewritten(place, by, before, `${reply.destination} → ${reply.source}`);
  }

  /** Rewrites the packet as its connection says, for the kind this hook stands for. */
  private translate(packet: Packet, place: HookPlace): void {
    const tracked = this.trackedIn(packet, place.namespace);
    const connection = tracked?.connection;
    if (connection === undefined) return;
    const other = tracked?.direction === 'original' ? connection.reply : connection.original;
    if (rewritesDestination(place.hook)) {
      connection.destinationDecided = true;
      packet.destination = other.source;
      packet.destinationPort = other.sourcePort;
    } else {
      connection.sourceDecided = true;
      packet.source = other.destination;
      packet.sourcePort = other.destinationPort;
    }
  }
}

function rewritesDestination(hook: Hook): boolean {
  return hook === 'prerouting' || hook === 'output';
}

function redirectAddress(packet: Packet, place: HookPlace): string | undefined {
  if (place.hook === 'output') return packet.family === 4 ? '127.0.0.1' : '::1';
  return place.inInterface?.addresses.find(
    ({ family, scope }) => family === packet.family && scope !== 'link',
  )?.address;
}

function masqueradeAddress(packet: Packet, place: HookPlace): string | undefined {
  const device = place.outInterface;
  if (device === undefined) return undefined;
  return addressOn(
    place.namespace,
    device,
    packet.family,
    place.nextHop ?? packet.destination,
    packet.destination,
  );
}
