import type { ContainerId } from './container';
import type { AddressFamily, NetworkId } from './network';
import type { Fact, Knowable } from './provenance';

/** The engine's endpoint id; `<container id>@<network id>` while there is none (stopped, planned). */
export type EndpointId = string;

export interface InterfaceAddress {
  readonly address: string;
  readonly prefixLength: number;
}

/** A container's place on a network. */
export interface Endpoint {
  readonly id: EndpointId;
  /** `<container key>@<network key>`; stable over re-creates. */
  readonly key: string;
  readonly networkId: NetworkId;
  /** Absent for orphans: endpoints whose container the engine does not list (left-overs, other nodes, load balancers). */
  readonly containerId?: ContainerId;
  /** The endpoint's own name as the engine gives it: the container's, or e.g. `gateway_ingress-sbox`. */
  readonly name: string;
  /** False while the container does not run: the attachment is only configured. */
  readonly active: boolean;
  /** Id of a network that is gone: a stopped container still names it, though one of the same name is there. */
  readonly staleNetworkId?: Fact<string>;
  readonly ipv4?: Knowable<InterfaceAddress>;
  readonly ipv6?: Knowable<InterfaceAddress>;
  /** Addresses asked for by the user, so kept over restarts. */
  readonly staticIpv4?: Fact<string>;
  readonly staticIpv6?: Fact<string>;
  readonly mac?: Knowable<string>;
  readonly gateway4?: Knowable<string>;
  readonly gateway6?: Knowable<string>;
  readonly aliases: Fact<readonly string[]>;
  /** Names this endpoint answers to on its network; empty on the default bridge, host and none. */
  readonly dnsNames: Knowable<readonly string[]>;
  /** `container:alias` pairs as the engine keeps them. */
  readonly links: Fact<readonly string[]>;
  readonly driverOptions: Fact<Readonly<Record<string, string>>>;
  readonly gatewayPriority: Fact<number>;
  /** Families whose default route leaves by this endpoint (moby: Sandbox.getGatewayEndpoint). */
  readonly gatewayFor: Knowable<readonly AddressFamily[]>;
  /** `eth0`; unknown without host access: the order of ethN is not told by the API. */
  readonly interfaceName: Knowable<string>;
}
