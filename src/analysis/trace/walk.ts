import { addressFamily, contains } from '../../model/address';
import type { KernelRoute } from '../../model/kernel';
import type { HookChains, Packet } from '../../netfilter/evaluatePacket';
import { Conntrack } from './conntrack';
import type { Decision } from './decision';
import type { Hop } from './hop';
import { Hooks, type HookPlace, type HookResult } from './hooks';
import { isOurs, ownerOnBridge, outsideTarget } from './neighbours';
import type { Outcome } from './outcome';
import { sourceFor } from './sourceAddress';
import type {
  BridgeSegment,
  Namespace,
  NetInterface,
  OutsideSegment,
  OverlaySegment,
  Plug,
  World,
} from './world';

/** Packets that go round in circles stop here, as their TTL would stop them. */
const maxHops = 32;

/**
 * Walks packets through the namespaces of a world, one call per packet; connections are remembered
 * from call to call, so the way back is walked with the same rules as the way there.
 */
export class Walk {
  readonly hops: Hop[] = [];
  /** The source of the last packet a namespace sent, before anything rewrote it. */
  chosenSource = '';
  /** Rules that accepted or rewrote something on the way, in order. */
  readonly rules: Decision[] = [];
  private readonly hooks: Hooks;
  private returning = false;
  private steps = 0;

  constructor(
    private readonly world: World,
    chainsOf: (namespace: Namespace) => HookChains,
  ) {
    this.hooks = new Hooks(chainsOf, new Conntrack(), {
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
    this.hop('route', namespace, [route.device ?? ''], routeSentence(namespace, packet, route));
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
        return this.receive(target.plug, packet, false);
      case 'nobody':
        return noNeighbour(packet.destination, `the network past ${segment.device}`, undefined);
      case 'unknown':
        return { kind: 'unknown', by: { kind: 'missing', part: 'outside' }, why: target.why };
    }
  }

  /** A packet that arrives at an interface. */
  private receive(plug: Plug, packet: Packet, hooked: boolean, physicalIn?: string): Outcome {
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
    const martian = this.martian(plug, packet);
    if (martian !== undefined) return martian;
    if (!hooked) {
      const stop = this.filter(packet, {
        namespace,
        hook: 'prerouting',
        inInterface: networkInterface,
        physicalIn,
      });
      if (stop !== undefined) return stop;
    }
    return this.routeArrived(plug, packet);
  }

  private routeArrived(plug: Plug, packet: Packet): Outcome {
    const { namespace, networkInterface } = plug;
    const martian = this.martian(plug, packet) ?? this.reversePath(plug, packet);
    if (martian !== undefined) return martian;
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
      routeSentence(namespace, packet, route),
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
    if (device.loopback)
      return this.receive({ namespace, networkInterface: device }, packet, false);
    return this.transmit({ namespace, networkInterface: device }, packet, nextHop, inInterface);
  }

  private transmit(
    from: Plug,
    packet: Packet,
    nextHop: string,
    inInterface: NetInterface | undefined,
  ): Outcome {
    const { namespace, networkInterface } = from;
    const { wire } = networkInterface;
    if (wire.kind !== 'loopback') this.hooks.forget(packet, namespace);
    switch (wire.kind) {
      case 'bridge':
      case 'bridge-port':
        return this.overBridge(from, wire.segment, packet, nextHop, inInterface);
      case 'macvlan':
        return this.pastParent(from, wire.segment, wire.mode, packet, nextHop);
      case 'nic': {
        const child = wire.segment.children.some(({ networkInterface: one }) =>
          one.addresses.some(({ address }) => address === nextHop),
        );
        if (child) {
          // A parent and its children do not hear each other (Linux: macvlan_start_xmit).
          return noNeighbour(nextHop, `the network past ${wire.segment.device}`, inInterface);
        }
        return this.beyond(from, wire.segment, packet);
      }
      case 'overlay':
        return this.overOverlay(wire.segment, packet, nextHop, inInterface);
      case 'loopback':
        return this.receive(from, packet, false);
      case 'unknown':
        return {
          kind: 'unknown',
          by: { kind: 'missing', part: `the wire of ${networkInterface.name}` },
          why: `${wire.why} (${namespace.label})`,
        };
    }
  }

  private overBridge(
    from: Plug,
    segment: BridgeSegment,
    packet: Packet,
    nextHop: string,
    inInterface: NetInterface | undefined,
  ): Outcome {
    const owner = ownerOnBridge(segment, from, nextHop);
    if (owner === undefined) return noNeighbour(nextHop, segment.device, inInterface);
    const { host } = this.world;
    this.hop(
      'bridge',
      host,
      [segment.device],
      `${from.namespace.label} to ${owner.namespace.label}`,
    );
    if (from.namespace === host && from.networkInterface === segment.bridge.networkInterface) {
      return this.receive(owner, packet, false);
    }
    const physicalIn = portName(from);
    if (!seesBridgedFrames(host, packet.family)) {
      return this.receive(owner, packet, false, owner === segment.bridge ? physicalIn : undefined);
    }
    return this.throughBridgeHooks(from, segment, owner, packet);
  }

  /**
   * br_netfilter: frames on a bridge pass the host's hooks with the bridge as interface. A destination
   * rewritten to somebody on the same bridge keeps the frame bridged, and then the port it came in by
   * takes it back only in hairpin mode (Linux: br_nf_pre_routing_finish, should_deliver).
   */
  private throughBridgeHooks(
    from: Plug,
    segment: BridgeSegment,
    owner: Plug,
    packet: Packet,
  ): Outcome {
    const { host } = this.world;
    const bridge = segment.bridge.networkInterface;
    const physicalIn = portName(from);
    const before = packet.destination;
    const stop = this.filter(packet, {
      namespace: host,
      hook: 'prerouting',
      inInterface: bridge,
      physicalIn,
    });
    if (stop !== undefined) return stop;
    let target = owner;
    if (packet.destination !== before) {
      const answer = this.route(host, packet, bridge);
      if ('kind' in answer) {
        return answer.kind === 'no-route' ? answer.outcome('router') : answer;
      }
      const stays = answer.route.type === 'unicast' && answer.route.device === segment.device;
      const found = stays ? portOwner(segment, packet.destination) : segment.bridge;
      if (found === undefined) return noNeighbour(packet.destination, segment.device, bridge);
      target = found;
    }
    if (target === segment.bridge) return this.routeArrivedAtBridge(segment, packet);
    const physicalOut = portName(target);
    for (const hook of ['forward', 'postrouting'] as const) {
      const stopped = this.filter(packet, {
        namespace: host,
        hook,
        inInterface: hook === 'forward' ? bridge : undefined,
        outInterface: bridge,
        physicalIn,
        physicalOut,
      });
      if (stopped !== undefined) return stopped;
    }
    const { wire } = from.networkInterface;
    if (samePlug(target, from) && wire.kind === 'bridge-port' && !wire.hairpin) {
      return dropped(
        setting(host, `hairpin mode of the port of ${from.namespace.label} is off`),
        `the frame would have to leave ${segment.device} by the port it came in, which is not in hairpin mode`,
      );
    }
    this.hooks.forget(packet, host);
    return this.receive(target, packet, false);
  }

  private routeArrivedAtBridge(segment: BridgeSegment, packet: Packet): Outcome {
    this.steps += 1;
    return this.routeArrived(segment.bridge, packet);
  }

  private pastParent(
    from: Plug,
    segment: OutsideSegment,
    mode: string,
    packet: Packet,
    nextHop: string,
  ): Outcome {
    const sibling = segment.children.find(
      (child) =>
        child !== from &&
        child.networkInterface.addresses.some(({ address }) => address === nextHop),
    );
    if (sibling !== undefined) {
      if (mode === 'vepa') {
        return {
          kind: 'unknown',
          by: setting(from.namespace, 'macvlan mode vepa'),
          why: `in vepa mode the switch past ${segment.device} decides whether siblings meet`,
        };
      }
      if (mode === 'private') return noNeighbour(nextHop, segment.device, undefined);
      return this.receive(sibling, packet, false);
    }
    const parent = segment.nic.namespace.interfaces.some(({ addresses }) =>
      addresses.some(({ address }) => address === nextHop),
    );
    // The parent's own stack does not hear its macvlan children (Linux: macvlan_start_xmit).
    if (parent) return noNeighbour(nextHop, `the network past ${segment.device}`, undefined);
    return this.beyond(from, segment, packet);
  }

  private beyond(from: Plug, segment: OutsideSegment, packet: Packet): Outcome {
    const { namespace, networkInterface } = from;
    const homeward = this.homeward(segment, packet);
    if (homeward !== undefined) return homeward;
    this.hop(
      'outside',
      namespace,
      [networkInterface.name],
      `leaves by ${segment.device} as ${packet.source} → ${packet.destination}`,
    );
    return {
      kind: 'outside',
      segment,
      packet,
      by: {
        kind: 'route',
        namespace: namespace.id,
        route: `to ${packet.destination} dev ${networkInterface.name}`,
      },
    };
  }

  /** An address of this machine's own that left all the same: routers beyond may send it back. */
  private homeward(segment: OutsideSegment, packet: Packet): Outcome | undefined {
    const { topology } = this.world;
    const { destination } = packet;
    if (topology.outside?.addresses.includes(destination) === true) return undefined;
    if (topology.outside?.routes.some((route) => contains(route, destination)) === true) {
      this.steps += 1;
      return this.sendFromOutside(segment, packet);
    }
    if (!isOurs(this.world, destination)) return undefined;
    return {
      kind: 'unknown',
      by: { kind: 'missing', part: 'outside' },
      why: `${destination} is an address of this machine, but the packet leaves by ${segment.device}; whether routers there send it back is not known`,
    };
  }

  private overOverlay(
    segment: OverlaySegment,
    packet: Packet,
    nextHop: string,
    inInterface: NetInterface | undefined,
  ): Outcome {
    const member = segment.members.find(({ networkInterface }) =>
      networkInterface.addresses.some(({ address }) => address === nextHop),
    );
    if (member !== undefined) return this.receive(member, packet, false);
    const { name, services = [] } = segment.network;
    const service = services.find(({ virtualAddress }) => virtualAddress === nextHop);
    const elsewhere = services.some(({ tasks }) =>
      tasks.some(({ address }) => address === nextHop),
    );
    if (service !== undefined || elsewhere) {
      return {
        kind: 'unknown',
        by: { kind: 'missing', part: service === undefined ? 'other nodes' : 'load balancer' },
        why:
          service === undefined
            ? `${nextHop} on ${name.value} is on another node, which was not read`
            : `${nextHop} is the virtual address of service ${service.name}; its load balancer was not read`,
      };
    }
    return noNeighbour(nextHop, name.value, inInterface);
  }

  private route(
    namespace: Namespace,
    packet: Packet,
    inInterface: NetInterface | undefined,
  ):
    | { readonly route: KernelRoute }
    | { readonly kind: 'no-route'; readonly outcome: (at: 'sender' | 'router') => Outcome }
    | Extract<Outcome, { kind: 'unknown' }> {
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
    const refuses =
      route === undefined || ['unreachable', 'prohibit', 'blackhole'].includes(route.type);
    if (!refuses) return { route };
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

  /** Loopback addresses do not come in from a wire (Linux: ip_route_input_slow, ipv6_rcv). */
  private martian(plug: Plug, packet: Packet): Outcome | undefined {
    const { namespace, networkInterface } = plug;
    if (networkInterface.loopback) return undefined;
    const strange = [packet.source, packet.destination].find(isLoopback);
    if (strange === undefined) return undefined;
    if (packet.family === 4 && routesLocalnet(namespace, networkInterface)) return undefined;
    return dropped(
      setting(namespace, `net.ipv4.conf.${networkInterface.name}.route_localnet = 0`),
      `${namespace.label} takes no packet with ${strange} from ${networkInterface.name}`,
    );
  }

  /** Reverse path filtering, where the settings were read (RFC 3704; Linux: fib_validate_source). */
  private reversePath(plug: Plug, packet: Packet): Outcome | undefined {
    const { namespace, networkInterface } = plug;
    if (packet.family === 6 || networkInterface.loopback) return undefined;
    const of = (name: string) =>
      Number(namespace.sysctl.get(`net.ipv4.conf.${name}.rp_filter`) ?? 0);
    const mode = Math.max(of('all'), of(networkInterface.name));
    if (mode === 0) return undefined;
    const answer = namespace.routing.lookUp({ family: 4, destination: packet.source });
    const found = answer.kind === 'route' && answer.route.type === 'unicast';
    if (found && (mode === 2 || answer.route.device === networkInterface.name)) return undefined;
    return dropped(
      setting(namespace, `net.ipv4.conf.${networkInterface.name}.rp_filter = ${mode}`),
      `${namespace.label} would not answer ${packet.source} by ${networkInterface.name}, so it drops it`,
    );
  }

  private filter(packet: Packet, place: HookPlace): Outcome | undefined {
    const result = this.hooks.pass(packet, place);
    return result.kind === 'go' ? undefined : stopped(result, packet, place);
  }

  /** A rule that stops a packet in its sender's own hooks is an error there; TCP keeps trying (Linux: ip_local_out). */
  private ownPacketStopped(outcome: Outcome, packet: Packet): Outcome {
    const silent = packet.proto === 'tcp' && outcome.kind === 'dropped';
    const failed = outcome.kind === 'dropped' || outcome.kind === 'error';
    if (!failed || silent || packet.proto === 'tcp') return outcome;
    return { kind: 'sender-error', by: outcome.by, why: outcome.why };
  }

  private outDevice(namespace: Namespace, route: KernelRoute): NetInterface | undefined {
    if (route.type === 'local') return namespace.interfaces.find(({ loopback }) => loopback);
    return namespace.interfaces.find(({ name }) => name === route.device);
  }

  private hop(
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
      text,
      ...(rule === undefined ? {} : { rule }),
      returning: this.returning,
    });
  }
}

function names({ inInterface, outInterface }: HookPlace): readonly string[] {
  return [inInterface?.name ?? '', outInterface?.name ?? ''];
}

function stopped(
  result: Exclude<HookResult, { kind: 'go' }>,
  packet: Packet,
  place: HookPlace,
): Outcome {
  const { namespace, inInterface } = place;
  switch (result.kind) {
    case 'drop':
      return dropped(result.by, `${ruleName(result.by)} drops it on ${namespace.label}`);
    case 'reject': {
      const why = `${ruleName(result.by)} rejects it on ${namespace.label}`;
      return {
        kind: 'error',
        sends: result.sends,
        namespace,
        inInterface,
        packet,
        by: result.by,
        why,
      };
    }
    case 'unknown':
      return {
        kind: 'unknown',
        by: result.by,
        why: `${result.reason}: ${result.by.rule}`,
      };
  }
}

function ruleName(by: Decision): string {
  if ('rule' in by) return `rule ${by.index} of ${by.table} ${by.chain}`;
  return by.kind === 'policy' ? `the policy of ${by.table} ${by.chain}` : by.kind;
}

function dropped(by: Decision, why: string): Outcome {
  return { kind: 'dropped', by, why };
}

/** Nobody answers for the address: the sender's kernel gives up with "host unreachable". */
function noNeighbour(
  address: string,
  segment: string,
  inInterface: NetInterface | undefined,
): Outcome {
  const why = `nobody on ${segment} has the address ${address}`;
  const by: Decision = { kind: 'arp', address, segment };
  return inInterface === undefined
    ? { kind: 'sender-error', by, why }
    : { kind: 'dropped', by, why };
}

function notForwarding(namespace: Namespace, device: NetInterface, family: 4 | 6): Outcome {
  const name =
    family === 4 ? `net.ipv4.conf.${device.name}.forwarding` : 'net.ipv6.conf.all.forwarding';
  return dropped(
    setting(namespace, `${name} = 0`),
    `${namespace.label} does not forward packets from ${device.name}`,
  );
}

function setting(namespace: Namespace, text: string): Decision {
  return { kind: 'setting', namespace: namespace.id, setting: text };
}

function routeDecision(namespace: Namespace, route: KernelRoute): Decision {
  return { kind: 'route', namespace: namespace.id, route: routeText(route) };
}

function routeText(route: KernelRoute): string {
  const type = route.type === 'unicast' ? '' : `${route.type} `;
  const via = route.gateway === undefined ? '' : ` via ${route.gateway}`;
  return `${type}${route.destination}${via} dev ${route.device ?? '?'}`;
}

function routeSentence(namespace: Namespace, packet: Packet, route: KernelRoute): string {
  return `${namespace.label} sends ${packet.destination} by ${routeText(route)}`;
}

/** Whether packets from an interface are forwarded (ip-sysctl: `forwarding` of the incoming interface, `all` for IPv6). */
function forwards(namespace: Namespace, device: NetInterface, family: 4 | 6): boolean {
  if (family === 6) return namespace.sysctl.get('net.ipv6.conf.all.forwarding') === '1';
  const own = namespace.sysctl.get(`net.ipv4.conf.${device.name}.forwarding`);
  return (own ?? namespace.sysctl.get('net.ipv4.ip_forward')) === '1';
}

function routesLocalnet(namespace: Namespace, device: NetInterface): boolean {
  return ['all', device.name].some(
    (name) => namespace.sysctl.get(`net.ipv4.conf.${name}.route_localnet`) === '1',
  );
}

function seesBridgedFrames(host: Namespace, family: 4 | 6): boolean {
  const name = family === 4 ? 'bridge-nf-call-iptables' : 'bridge-nf-call-ip6tables';
  return host.sysctl.get(`net.bridge.${name}`) === '1';
}

function isLoopback(address: string): boolean {
  return addressFamily(address) === 4 ? address.startsWith('127.') : address === '::1';
}

function portOwner(segment: BridgeSegment, address: string): Plug | undefined {
  return ownerOnBridge(segment, segment.bridge, address);
}

function portName(plug: Plug): string {
  return `port of ${plug.namespace.label}`;
}

function samePlug(a: Plug, b: Plug): boolean {
  return a.networkInterface === b.networkInterface;
}
