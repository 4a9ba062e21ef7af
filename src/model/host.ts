import type { EndpointId } from './endpoint';
import type { NetworkId } from './network';
import type { Fact, Knowable } from './provenance';

/** A network interface of the host that is neither a bridge of Docker's nor a veth. */
export interface HostInterface {
  readonly name: string;
  readonly index: number;
  /** CIDR strings. */
  readonly addresses: readonly string[];
}

/** A bridge device on the host. */
export interface Bridge {
  readonly device: Knowable<string>;
  /** Absent for left-over bridges that belong to no network. */
  readonly networkId?: NetworkId;
}

/** The two ends of the wire between a bridge and a sandbox. */
export interface VethPair {
  readonly endpointId: EndpointId;
  readonly hostEnd: Knowable<string>;
  readonly containerEnd: Knowable<string>;
}

/** The machine the engine runs on. */
export interface Host {
  readonly name: Knowable<string>;
  readonly operatingSystem: Knowable<string>;
  readonly kernel: Knowable<string>;
  readonly interfaces: Knowable<readonly HostInterface[]>;
  /** Addresses known without host access (from published ports, gateways, swarm); sorted. */
  readonly addresses: Fact<readonly string[]>;
  /** Whether bridged frames pass iptables and ip6tables, as `GET /info` tells. */
  readonly bridgeNetfilter?: Fact<{ readonly iptables: boolean; readonly ip6tables: boolean }>;
  /** Whether the host forwards IPv4, as `GET /info` tells. */
  readonly ipv4Forwarding?: Fact<boolean>;
}
