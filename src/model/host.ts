import type { EndpointId } from './endpoint';
import type { AddressFamily, NetworkId } from './network';
import type { Fact, Knowable } from './provenance';

/** What the kernel tells of a device in the host's namespace. */
export interface HostDevice {
  readonly name: string;
  readonly index: number;
  /** RFC 2863 state in lower case: `up`, `down`, `unknown`, `lowerlayerdown`, … */
  readonly state: string;
  /** In bytes. */
  readonly mtu?: number;
  readonly mac?: string;
  /** CIDR strings, link-local ones last. */
  readonly addresses: readonly string[];
}

/** An interface by which the host itself is on a network: no bridge of containers, no wire to one. */
export interface HostInterface extends HostDevice {
  /** `vlan`, `bond`, `wireguard`, `veth`, … ; empty for a NIC. */
  readonly kind: string;
  /** The bond or bridge it is a port of. */
  readonly master?: string;
  /** The device it stands on (VLAN, macvlan). */
  readonly parent?: string;
  /** Families whose traffic to the rest of the world leaves by it. */
  readonly gatewayFor: Knowable<readonly AddressFamily[]>;
  /** Next hops of its default routes. */
  readonly gateways: readonly string[];
  /** Networks (macvlan, ipvlan) whose containers' interfaces were seen to stand on it. */
  readonly parentOf?: readonly NetworkId[];
}

/** A bridge as the kernel has it. */
export interface BridgeDevice extends HostDevice {
  /** Whether the spanning tree protocol runs. */
  readonly stp?: boolean;
  /** Names of the devices on it, in the kernel's order. */
  readonly ports: readonly string[];
}

/** A bridge device on the host. */
export interface Bridge {
  readonly device: Knowable<string>;
  /** Absent for bridges that belong to no network of the engine: left-overs, and those of other programs. */
  readonly networkId?: NetworkId;
  /** Absent when the host was not read; unknown when it was and has no such bridge. */
  readonly kernel?: Knowable<BridgeDevice>;
}

/** The two ends of the wire between a bridge and a sandbox. */
export interface VethPair {
  readonly endpointId: EndpointId;
  readonly hostEnd: Knowable<string>;
  readonly containerEnd: Knowable<string>;
  /** The end on the host; absent while `hostEnd` is not known. */
  readonly device?: HostDevice;
}

/** A veth on the host that is paired with no endpoint. */
export interface LooseVeth extends HostDevice {
  /** The bridge it is a port of. */
  readonly master?: string;
  /**
   * `left-over`: its other end belongs to no endpoint that the engine knows. `undecided`: it may be
   * the wire of an endpoint whose pair could not be told.
   */
  readonly kind: 'left-over' | 'undecided';
  /** What is known of its other end, in words. */
  readonly otherEnd: string;
}

/** The machine the engine runs on. */
export interface Host {
  readonly name: Knowable<string>;
  readonly operatingSystem: Knowable<string>;
  readonly kernel: Knowable<string>;
  /** By index, as the kernel lists them. */
  readonly interfaces: Knowable<readonly HostInterface[]>;
  /** Addresses known without host access (from published ports, gateways, swarm); sorted. */
  readonly addresses: Fact<readonly string[]>;
  /** Whether bridged frames pass iptables and ip6tables, as `GET /info` tells. */
  readonly bridgeNetfilter?: Fact<{ readonly iptables: boolean; readonly ip6tables: boolean }>;
  /** Whether the host forwards IPv4, as `GET /info` tells. */
  readonly ipv4Forwarding?: Fact<boolean>;
  /** By index; absent when the host's interfaces were not read. */
  readonly looseVeths?: readonly LooseVeth[];
}
