import { contains } from '../../model/address';
import type { Packet } from '../../netfilter/evaluatePacket';
import type { Hop } from './hop';
import type { HookPlace } from './hooks';
import { seesBridgedFrames } from './kernelSettings';
import { isOurs, mayBeHosts, ownerOnBridge } from './neighbours';
import {
  dropped,
  noNeighbour,
  notKnown,
  setting,
  unclearHostAddress,
  type Outcome,
} from './outcome';
import type { Reliance } from './reliance';
import type { RouteChoice } from './walk';
import type {
  BridgeSegment,
  Namespace,
  NetInterface,
  OutsideSegment,
  OverlaySegment,
  Plug,
  World,
} from './world';

/** What the wires need of the walk that uses them. */
export interface WalkSteps {
  readonly world: World;
  readonly reliance: Reliance;
  readonly receive: (plug: Plug, packet: Packet) => Outcome;
  /** Past the PREROUTING hook. */
  readonly routeArrived: (plug: Plug, packet: Packet) => Outcome;
  readonly filter: (packet: Packet, place: HookPlace) => Outcome | undefined;
  readonly route: (
    namespace: Namespace,
    packet: Packet,
    inInterface: NetInterface | undefined,
  ) => RouteChoice;
  readonly sendFromOutside: (segment: OutsideSegment, packet: Packet) => Outcome;
  readonly forget: (packet: Packet, namespace: Namespace) => void;
  readonly hop: (
    step: Hop['step'],
    namespace: Namespace,
    interfaces: readonly string[],
    text: string,
  ) => void;
}

/** Takes packets over wires: bridges, macvlan children, NICs and overlay networks. */
export class Wires {
  constructor(private readonly walk: WalkSteps) {}

  transmit(
    from: Plug,
    packet: Packet,
    nextHop: string,
    inInterface: NetInterface | undefined,
  ): Outcome {
    const { namespace, networkInterface } = from;
    const { wire } = networkInterface;
    if (wire.kind !== 'loopback') this.walk.forget(packet, namespace);
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
        return this.walk.receive(from, packet);
      case 'unknown':
        return notKnown(`the wire of ${networkInterface.name}`, `${wire.why} (${namespace.label})`);
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
    if (owner === undefined) {
      return segment.strangers > 0
        ? notKnown(
            'sandboxes',
            `nobody known on ${segment.device} has the address ${nextHop}, but network namespaces that were not read are plugged in there; reading them would settle it`,
          )
        : noNeighbour(nextHop, segment.device, inInterface);
    }
    const { host } = this.walk.world;
    this.walk.hop(
      'bridge',
      host,
      [segment.device],
      `${segment.network?.name.value ?? segment.device} takes it from ${from.namespace.label} to ${owner.namespace.label}`,
    );
    if (from.namespace === host && from.networkInterface === segment.bridge.networkInterface) {
      return this.walk.receive(owner, packet);
    }
    this.walk.reliance.onBridgedFrames();
    if (!seesBridgedFrames(host, packet.family)) return this.walk.receive(owner, packet);
    return this.throughBridgeHooks(from, segment, owner, packet);
  }

  /**
   * br_netfilter: frames on a bridge pass the host's hooks with the bridge as interface. A destination
   * rewritten to somebody on the same bridge keeps the frame bridged, and then the port it came in by
   * takes it back only in hairpin mode, before FORWARD is asked (Linux: br_nf_pre_routing_finish, br_forward).
   */
  private throughBridgeHooks(
    from: Plug,
    segment: BridgeSegment,
    owner: Plug,
    packet: Packet,
  ): Outcome {
    const { host } = this.walk.world;
    const bridge = segment.bridge.networkInterface;
    const physicalIn = portName(from);
    const before = packet.destination;
    const stop = this.walk.filter(packet, {
      namespace: host,
      hook: 'prerouting',
      inInterface: bridge,
      physicalIn,
    });
    if (stop !== undefined) return stop;
    let target = owner;
    if (packet.destination !== before) {
      const answer = this.walk.route(host, packet, bridge);
      if ('kind' in answer) {
        return answer.kind === 'no-route' ? answer.outcome('router') : answer;
      }
      const stays = answer.route.type === 'unicast' && answer.route.device === segment.device;
      const found = stays
        ? ownerOnBridge(segment, segment.bridge, packet.destination)
        : segment.bridge;
      if (found === undefined) return noNeighbour(packet.destination, segment.device, bridge);
      target = found;
    }
    if (target === segment.bridge) return this.walk.routeArrived(segment.bridge, packet);
    const { wire } = from.networkInterface;
    if (samePlug(target, from) && wire.kind === 'bridge-port' && !wire.hairpin) {
      return dropped(
        setting(host, `hairpin mode of the port of ${from.namespace.label} is off`),
        `the frame would have to leave ${segment.device} by the port it came in, which is not in hairpin mode`,
      );
    }
    const physicalOut = portName(target);
    for (const hook of ['forward', 'postrouting'] as const) {
      const stopped = this.walk.filter(packet, {
        namespace: host,
        hook,
        inInterface: hook === 'forward' ? bridge : undefined,
        outInterface: bridge,
        physicalIn,
        physicalOut,
      });
      if (stopped !== undefined) return stopped;
    }
    this.walk.forget(packet, host);
    return this.walk.receive(target, packet);
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
      return this.walk.receive(sibling, packet);
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
    this.walk.hop(
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
    const { topology } = this.walk.world;
    const { destination } = packet;
    if (topology.outside?.addresses.includes(destination) === true) return undefined;
    if (topology.outside?.routes.some((route) => contains(route, destination)) === true) {
      return this.walk.sendFromOutside(segment, packet);
    }
    if (mayBeHosts(this.walk.world, destination)) return unclearHostAddress(destination);
    if (!isOurs(this.walk.world, destination)) return undefined;
    return notKnown(
      'outside',
      `${destination} is an address of this machine, but the packet leaves by ${segment.device}; whether routers there send it back is not known; host access would show on which network it lies`,
    );
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
    if (member !== undefined) return this.walk.receive(member, packet);
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
}

/** Name of the bridge's port; empty when it was not read. */
function portName({ networkInterface }: Plug): string {
  const { wire } = networkInterface;
  return wire.kind === 'bridge-port' ? wire.port : '';
}

function samePlug(a: Plug, b: Plug): boolean {
  return a.networkInterface === b.networkInterface;
}
