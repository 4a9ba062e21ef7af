import type { Fact, Knowable } from './provenance';

/** The engine's 64-hex id (36-letter in swarm), or `planned:<project>/<network>` in a planned topology. */
export type NetworkId = string;

export type AddressFamily = 4 | 6;

/** What the topology and the picture tell apart; the driver's own name stays in `Network.driver`. */
export type NetworkKind = 'bridge' | 'host' | 'none' | 'macvlan' | 'ipvlan' | 'overlay' | 'other';

/** One IPAM configuration of a network: a subnet and what is reserved in it. */
export interface IpamPool {
  readonly family: AddressFamily;
  /** CIDR, e.g. `172.18.0.0/16`. */
  readonly subnet: Knowable<string>;
  /** Address without prefix. Absent where the network has none (internal on some engines, isolated). */
  readonly gateway?: Knowable<string>;
  /** CIDR from which addresses are handed out, when narrower than the subnet. */
  readonly range?: Fact<string>;
  /** Reserved addresses by name (`--aux-address`), sorted by name. */
  readonly aux: Fact<readonly { readonly name: string; readonly address: string }[]>;
}

export interface ComposeNetworkRef {
  readonly project: string;
  /** The key under `networks:`, not the engine's name. */
  readonly network: string;
}

/** A swarm service as one network sees it. */
export interface NetworkService {
  readonly name: string;
  /** Absent with `endpoint_mode: dnsrr`. */
  readonly virtualAddress?: string;
  readonly tasks: readonly { readonly name: string; readonly address: string }[];
  /** Ports published in the swarm's routing mesh, on the ingress network only. */
  readonly ports?: readonly { readonly target: number; readonly published: number }[];
}

export interface Network {
  readonly id: NetworkId;
  /** Stable over re-creates: view state and scene ids use it. `<project>/<network>` for compose, else the name; unique. */
  readonly key: string;
  readonly name: Fact<string>;
  readonly kind: NetworkKind;
  readonly driver: Fact<string>;
  readonly scope: Fact<string>;
  /** The engine's own `bridge` (docker0; `podman` in Podman): no DNS names there. */
  readonly isDefaultBridge: boolean;
  readonly internal: Fact<boolean>;
  readonly attachable: Fact<boolean>;
  readonly ingress: Fact<boolean>;
  readonly ipv4: Fact<boolean>;
  readonly ipv6: Fact<boolean>;
  readonly ipam: readonly IpamPool[];
  /** Driver options, sorted by key. */
  readonly options: Fact<Readonly<Record<string, string>>>;
  /** Device name of the bridge, for kind `bridge`. */
  readonly bridgeDevice?: Knowable<string>;
  /** Parent NIC, for macvlan and ipvlan. */
  readonly parentDevice?: Knowable<string>;
  readonly compose?: ComposeNetworkRef;
  /** When the engine made it (RFC 3339); its default bridge is made anew at each start. */
  readonly created?: Fact<string>;
  /** Swarm services on it, as the engine lists them for overlay networks; sorted by name. */
  readonly services?: readonly NetworkService[];
  /** Compose: declared `external: true`, so it must exist before `up`. */
  readonly external: boolean;
  /** Compose: no active service uses it, so `up` would not make it. */
  readonly unused?: boolean;
}
