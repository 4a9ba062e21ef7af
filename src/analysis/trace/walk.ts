import type { KernelRoute } from '../../model/kernel';
import type { HookChains, Packet } from '../../netfilter/evaluatePacket';
import { Conntrack } from './conntrack';
import type { Decision } from './decision';
import type { Hop } from './hop';
import { Hooks, type HookPlace } from './hooks';
import { forwards, martian, notForwarding, reversePath } from './kernelSettings';
import { mayBeHosts, outsideTarget } from './neighbours';
import {
  dropped,
  noNeighbour,
  notKnown,
  setting,
  stoppedBy,
  unclearHostAddress,
  type Outcome,
} from './outcome';
import { withoutStandIns, unreadNic } from './predictedHost';
import { Reliance } from './reliance';
import { routeDecision, routeSentence } from './routeText';
import { sourceFor } from './sourceAddress';
import { unreadRules } from './unreadRules';
import { Wires, type WalkSteps } from './wires';
import type { Namespace, NetInterface, OutsideSegment, Plug, World } from './world';

/** A route to take, or what the lack of one means to a sender and to a router. */
export type RouteChoice =
  | { readonly route: KernelRoute }
  | { readonly kind: 'no-route'; readonly outcome: (at: 'sender' | 'router') => Outcome }
  | Extract<Outcome, { kind: 'unknown' }>;

/** Packets that go round in circles stop here, as their TTL would stop them. */
const maxHops = 32;

/**
 * Walks packets through the namespaces of a world, one call per packet; connections are remembered
 * from call to call, so the way back is walked with the same rules as the way there.
 */
export class Walk implements WalkSteps {
  readonly hops: Hop[] = [];
  /** The source of the last packet a namespace sent, before anything rewrote it. */
  chosenSource = '';
  /** Rules that accepted or rewrote something on the way, in order. */
  readonly rules: Decision[] = [];
  readonly reliance = new Reliance();
  private readonly hooks: Hooks;
  private readonly wires = new Wires(this);
  private returning = false;
  private steps = 0;

  constructor(
    readonly world: World,
    chainsOf: (namespace: Namespace) => HookChains,
  ) {
    this.hooks = new Hooks(chainsOf, new Conntrack(), {
      passed: (place) => this.reliance.onPolicy(place),
      accepted: (place, rule) => {
        this.rules.push(rule);
        this.hop(
          'rule',
          place.namespace,
          names(place),
          `accepted by ${rule.chain} rule ${rule.index}`,
          rule,
        );
      },
      rewritten: (place, rule, before, after) => {
        this.rules.push(rule);
        this.hop('nat', place.namespace, names(place), `${before} becomes ${after}`, rule);
      },
    });
  }

  /** Marks what follows as the way back. */
  turnAround(): void {
    this.returning = true;
    this.steps = 0;
  }

  /** Begins again with the connections it knows, for another connection of the same question. */
  startForth(): void {
    this.returning = false;
    this.steps = 0;
  }

  /** Walks further packets without telling their way, which the first ones went before. */
  quietly<Result>(walk: () => Result): Result {
    const [hops, rules] = [this.hops.length, this.rules.length];
    const result = walk();
    this.hops.length = hops;
    this.rules.length = rules;
    return result;
  }

  /** A packet of a namespace's own; an empty source is chosen by its routes. */
  send(namespace: Namespace, packet: Packet): Outcome {
    const answer = this.route(namespace, packet, undefined);
    if ('kind' in answer) return answer.kind === 'no-route' ? answer.outcome('sender') : answer;
    let { route } = answer;
    const device = namespace.interfaces.find(({ name }) => name === route.device);
    if (packet.source === '') {
      const source =
        device === undefined ? undefined : sourceFor(namespace, route, device, packet.destination);
      if (source === undefined) {
        return {
          kind: 'sender-error',
          by: routeDecision(namespace, route),
          why: `${namespace.label} has no IPv${packet.family} address to send from`,
        };
      }
      packet.source = source;
    }
    this.chosenSource = packet.source;
    this.hop('route', namespace, [route.device ?? ''], routeSentence(packet.destination, route));
    const before = `${packet.destination} ${packet.mark}`;
    const stop = this.filter(packet, {
      namespace,
      hook: 'output',
      outInterface: this.outDevice(namespace, route),
    });
    if (stop !== undefined) return this.ownPacketStopped(stop, packet);
    if (before !== `${packet.destination} ${packet.mark}`) {
      const again = this.route(namespace, packet, undefined);
      if ('kind' in again) return again.kind === 'no-route' ? again.outcome('sender') : again;
      route = again.route;
    }
    return this.leave(namespace, packet, route, undefined, true);
  }

  /** A packet of the world beyond the NICs, arriving with the given source. */
  sendFromOutside(segment: OutsideSegment, packet: Packet): Outcome {
    const target = outsideTarget(this.world, segment, packet.destination);
    switch (target.kind) {
      case 'plug':
        this.hop(
          'outside',
          target.plug.namespace,
          [target.plug.networkInterface.name],
          `${packet.source} sends to ${packet.destination} past ${segment.device}`,
        );
        return this.receive(target.plug, packet);
      case 'nobody':
        return noNeighbour(packet.destination, `the network past ${segment.device}`, undefined);
      case 'unknown':
        return notKnown('outside', target.why);
    }
  }

  /** A packet that arrives at an interface. */
  receive(plug: Plug, packet: Packet): Outcome {
    const { namespace, networkInterface } = plug;
    if (!networkInterface.up) {
      return dropped(
        setting(namespace, `${networkInterface.name} is down`),
        `${networkInterface.name} of ${namespace.label} is down`,
      );
    }
    this.steps += 1;
    if (this.steps > maxHops) {
      return dropped(
        { kind: 'route', namespace: namespace.id, route: `to ${packet.destination}` },
        'the routes lead round in circles',
      );
    }
    const strange = martian(plug, packet);
    if (strange !== undefined) return strange;
    const stop = this.filter(packet, {
      namespace,
      hook: 'prerouting',
      inInterface: networkInterface,
    });
    if (stop !== undefined) return stop;
    return this.routeArrived(plug, packet);
  }

  routeArrived(plug: Plug, packet: Packet): Outcome {
    const { namespace, networkInterface } = plug;
    const strange = martian(plug, packet) ?? reversePath(plug, packet);
    if (strange !== undefined) return strange;
    const answer = this.route(namespace, packet, networkInterface);
    if ('kind' in answer) {
      if (answer.kind !== 'no-route') return answer;
      return forwards(namespace, networkInterface, packet.family)
        ? answer.outcome('router')
        : notForwarding(namespace, networkInterface, packet.family);
    }
    const { route } = answer;
    if (route.type === 'local') {
      const stop = this.filter(packet, { namespace, hook: 'input', inInterface: networkInterface });
      if (stop !== undefined) return stop;
      return { kind: 'local', namespace, packet, by: routeDecision(namespace, route) };
    }
    if (route.type !== 'unicast') {
      return dropped(
        routeDecision(namespace, route),
        `${namespace.label} has a ${route.type} route for ${packet.destination}`,
      );
    }
    if (!forwards(namespace, networkInterface, packet.family)) {
      return notForwarding(namespace, networkInterface, packet.family);
    }
    this.hop(
      'route',
      namespace,
      [networkInterface.name, route.device ?? ''],
      routeSentence(packet.destination, route),
    );
    const stop = this.filter(packet, {
      namespace,
      hook: 'forward',
      inInterface: networkInterface,
      outInterface: this.outDevice(namespace, route),
    });
    if (stop !== undefined) return stop;
    return this.leave(namespace, packet, route, networkInterface, false);
  }

  /** POSTROUTING and the wire. */
  private leave(
    namespace: Namespace,
    packet: Packet,
    route: KernelRoute,
    inInterface: NetInterface | undefined,
    own: boolean,
  ): Outcome {
    const device = this.outDevice(namespace, route);
    if (device === undefined) {
      return {
        kind: 'unknown',
        by: routeDecision(namespace, route),
        why: `the route of ${namespace.label} names ${route.device ?? 'no interface'}, which was not read`,
      };
    }
    const nextHop = route.gateway ?? packet.destination;
    const stop = this.filter(packet, {
      namespace,
      hook: 'postrouting',
      outInterface: device,
      nextHop,
    });
    if (stop !== undefined) return own ? this.ownPacketStopped(stop, packet) : stop;
    if (device.loopback) return this.receive({ namespace, networkInterface: device }, packet);
    return this.wires.transmit(
      { namespace, networkInterface: device },
      packet,
      nextHop,
      inInterface,
    );
  }

  route(namespace: Namespace, packet: Packet, inInterface: NetInterface | undefined): RouteChoice {
    const { family, destination, source, mark } = packet;
    const answer = namespace.routing.lookUp({
      family,
      destination,
      source: source === '' ? undefined : source,
      inInterface: inInterface?.name,
      mark,
    });
    if (answer.kind === 'unknown') {
      return {
        kind: 'unknown',
        by: { kind: 'route', namespace: namespace.id, route: answer.rule },
        why: `a routing rule of ${namespace.label} is not understood: ${answer.rule}`,
      };
    }
    const route = answer.kind === 'route' ? answer.route : undefined;
    if (route?.device === unreadNic && mayBeHosts(this.world, destination)) {
      return unclearHostAddress(destination);
    }
    const refuses =
      route === undefined || ['unreachable', 'prohibit', 'blackhole'].includes(route.type);
    if (!refuses) return { route };
    if (route === undefined && namespace.unclearDefault !== undefined) {
      return notKnown('routes', `${namespace.label}: ${namespace.unclearDefault}`);
    }
    const by: Decision =
      route === undefined
        ? { kind: 'route', namespace: namespace.id, route: `none to ${destination}` }
        : routeDecision(namespace, route);
    const why = `${namespace.label} has no route to ${destination}`;
    return {
      kind: 'no-route',
      outcome: (at) =>
        at === 'sender'
          ? { kind: 'sender-error', by, why }
          : route?.type === 'blackhole'
            ? dropped(by, why)
            : { kind: 'error', sends: 'net', namespace, inInterface, packet, by, why },
    };
  }

  filter(packet: Packet, place: HookPlace): Outcome | undefined {
    const unread = unreadRules(this.world, packet, place);
    if (unread !== undefined) return unread;
    this.reliance.onRules(packet, place);
    const result = this.hooks.pass(packet, place);
    this.reliance.onResult(result, place);
    return result.kind === 'go' ? undefined : stoppedBy(result, packet, place);
  }

  /** A packet dropped in its sender's own hooks is an error there; TCP keeps trying (Linux: ip_local_out). */
  private ownPacketStopped(outcome: Outcome, packet: Packet): Outcome {
    return outcome.kind === 'dropped' && packet.proto !== 'tcp'
      ? { kind: 'sender-error', by: outcome.by, why: outcome.why }
      : outcome;
  }

  /** The packet leaves the namespace, so connection tracking lets go of it. */
  forget(packet: Packet, namespace: Namespace): void {
    this.hooks.forget(packet, namespace);
  }

  private outDevice(namespace: Namespace, route: KernelRoute): NetInterface | undefined {
    if (route.type === 'local') return namespace.interfaces.find(({ loopback }) => loopback);
    return namespace.interfaces.find(({ name }) => name === route.device);
  }

  hop(
    step: Hop['step'],
    namespace: Namespace,
    interfaces: readonly string[],
    text: string,
    rule?: Hop['rule'],
  ): void {
    this.hops.push({
      step,
      namespace: namespace.id,
      interfaces: interfaces.filter((name) => name !== ''),
      text: withoutStandIns(text),
      ...(rule === undefined ? {} : { rule }),
      returning: this.returning,
    });
  }
}

function names({ inInterface, outInterface }: HookPlace): readonly string[] {
  return [inInterface?.name ?? '', outInterface?.name ?? ''];
}
