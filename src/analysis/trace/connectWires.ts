import { bridgeDeviceOf } from '../../model/bridgeDevice';
import type { KernelInterface } from '../../model/kernel';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { unreadNic } from './predictedHost';
import type { PredictedPlug } from './predictedSandbox';
import type {
  BridgeSegment,
  Namespace,
  NetInterface,
  OutsideSegment,
  OverlaySegment,
  Plug,
} from './world';

export interface SandboxPlugs {
  readonly namespace: Namespace;
  /** Its endpoints, to find the network of an interface by address or MAC. */
  readonly plugs: readonly PredictedPlug[];
}

/**
 * Plugs every interface into what it is connected to. Observed veths are matched by interface index
 * on both sides (ip-link(8): `link_index` is the peer's index in the peer's namespace); what was not
 * read, and overlay endpoints, whose far end is in a namespace of its own, by the endpoint's network.
 * @param hairpin whether ports that were not read are in hairpin mode
 */
export function connectWires(
  topology: Topology,
  host: Namespace,
  sandboxes: readonly SandboxPlugs[],
  hairpin: boolean,
): void {
  const wiring = new Wiring(topology, host, hairpin);
  for (const { namespace, plugs } of sandboxes) {
    const facts = topology.kernel?.sandboxes.get(namespace.id)?.interfaces;
    for (const networkInterface of namespace.interfaces) {
      if (networkInterface.loopback) continue;
      const observed = namespace.observed
        ? facts?.find((one) => one.index === networkInterface.index)
        : undefined;
      wiring.plug({ namespace, networkInterface }, observed, networkOf(networkInterface, plugs));
    }
  }
  wiring.countStrangers();
}

function networkOf(
  networkInterface: NetInterface,
  plugs: readonly PredictedPlug[],
): Network | undefined {
  const addresses = new Set(networkInterface.addresses.map(({ address }) => address));
  return plugs.find(({ endpoint }) =>
    [endpoint.ipv4, endpoint.ipv6].some((one) => isKnown(one) && addresses.has(one.value.address)),
  )?.network;
}

class Wiring {
  private readonly hostLinks: readonly KernelInterface[];
  private readonly bridges = new Map<string, BridgeSegment>();
  private readonly nics = new Map<string, OutsideSegment>();
  private readonly overlays = new Map<string, OverlaySegment>();

  constructor(
    topology: Topology,
    private readonly host: Namespace,
    private readonly hairpin: boolean,
  ) {
    this.hostLinks = host.observed ? (topology.kernel?.host?.interfaces ?? []) : [];
    const networks = new Map(topology.networks.map((one) => [bridgeDeviceOf(one), one]));
    for (const networkInterface of host.interfaces) {
      if (networkInterface.loopback) continue;
      const { name } = networkInterface;
      const link = this.hostLinks.find((one) => one.name === name);
      const plug = { namespace: host, networkInterface };
      if (link?.kind === 'bridge' || (link === undefined && networks.has(name))) {
        const segment = {
          device: name,
          network: networks.get(name),
          bridge: plug,
          ports: [],
          strangers: 0,
        };
        this.bridges.set(name, segment);
        networkInterface.wire = { kind: 'bridge', segment };
      } else if (link?.master === undefined && (link !== undefined || name === unreadNic)) {
        const segment = { device: name, nic: plug, children: [] };
        this.nics.set(name, segment);
        networkInterface.wire = { kind: 'nic', segment };
      }
    }
  }

  plug(plug: Plug, link: KernelInterface | undefined, network: Network | undefined): void {
    const { networkInterface } = plug;
    if (link?.kind === 'macvlan' || link?.kind === 'ipvlan') {
      const parent = this.hostLinks.find((one) => one.index === link.linkIndex)?.name;
      this.plugChild(plug, parent ?? parentOf(network), link.mode ?? 'bridge');
      return;
    }
    if (link?.kind === 'veth' && this.plugObservedVeth(plug, link)) return;
    switch (network?.kind) {
      case 'bridge':
        this.plugPort(plug, bridgeDeviceOf(network));
        return;
      case 'macvlan':
      case 'ipvlan':
        this.plugChild(plug, parentOf(network), network.options.value['macvlan_mode'] ?? 'bridge');
        return;
      case 'overlay': {
        const segment = this.overlays.get(network.id) ?? { network, members: [] };
        this.overlays.set(network.id, segment);
        segment.members.push(plug);
        networkInterface.wire = { kind: 'overlay', segment };
        return;
      }
      case 'host':
      case 'none':
      case 'other':
      case undefined:
        this.plugGateway(plug);
    }
  }

  /** Bridge ports that were read on the host, without what is at their other end. */
  countStrangers(): void {
    for (const segment of this.bridges.values()) {
      const ports = this.portsOf(segment.device).length;
      segment.strangers = Math.max(0, ports - segment.ports.length);
    }
  }

  private portsOf(device: string): readonly KernelInterface[] {
    return this.hostLinks.filter(({ master }) => master === device);
  }

  /** A port that was not told apart is set as the others of its bridge are, else as the engine does it. */
  private hairpinOn(device: string | undefined): boolean {
    const read = this.portsOf(device ?? '').flatMap(({ hairpin }) => hairpin ?? []);
    return read.length > 0 ? read.includes(true) : this.hairpin;
  }

  private plugObservedVeth(plug: Plug, link: KernelInterface): boolean {
    const peer = this.hostLinks.find(
      (one) => one.index === link.linkIndex && one.linkIndex === link.index,
    );
    if (peer?.master === undefined) return false;
    return this.plugPort(plug, peer.master, peer);
  }

  /** An interface of no listed endpoint: docker_gwbridge, found by its subnet. */
  private plugGateway(plug: Plug): void {
    const segment = [...this.bridges.values()].find(({ bridge }) =>
      bridge.networkInterface.addresses.some(({ address }) =>
        plug.namespace.routing.routes.some(
          (route) => route.gateway === address && route.device === plug.networkInterface.name,
        ),
      ),
    );
    if (segment !== undefined) this.plugPort(plug, segment.device);
  }

  private plugPort(plug: Plug, device: string | undefined, port?: KernelInterface): boolean {
    const segment = device === undefined ? undefined : this.bridges.get(device);
    if (segment === undefined) return false;
    segment.ports.push(plug);
    plug.networkInterface.wire = {
      kind: 'bridge-port',
      segment,
      // Without the userland proxy the engine sets hairpin mode (moby: bridge driver, setHairpinMode).
      hairpin: port?.hairpin ?? this.hairpinOn(device),
      port: port?.name ?? '',
    };
    return true;
  }

  private plugChild(plug: Plug, parent: string | undefined, mode: string): void {
    const segment = parent === undefined ? undefined : this.parentSegment(parent);
    if (segment === undefined) return;
    segment.children.push(plug);
    plug.networkInterface.wire = { kind: 'macvlan', segment, mode };
  }

  /** A host that was not read has one stand-in for all its NICs; children keep their own segments. */
  private parentSegment(parent: string): OutsideSegment | undefined {
    const known = this.nics.get(parent);
    if (known !== undefined) return known;
    const nic = this.nics.get(unreadNic)?.nic;
    if (nic === undefined || this.host.observed) return undefined;
    const segment: OutsideSegment = { device: parent, nic, children: [] };
    this.nics.set(parent, segment);
    return segment;
  }
}

function parentOf(network: Network | undefined): string | undefined {
  return network !== undefined && isKnown(network.parentDevice)
    ? network.parentDevice.value
    : undefined;
}
