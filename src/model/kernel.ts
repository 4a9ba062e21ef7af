import type { ContainerId, Protocol } from './container';
import type { AddressFamily } from './network';
import type { RuleSet } from './rules';
import type { SandboxId } from './sandbox';

/** What the kernel told of the network namespaces, as read. Absent parts were not readable. */
export interface KernelFacts {
  readonly host?: NamespaceFacts;
  /** By sandbox; a sandbox that was not read is missing. */
  readonly sandboxes: ReadonlyMap<SandboxId, NamespaceFacts>;
  /** The files programs resolve names with, by container. */
  readonly files: ReadonlyMap<ContainerId, ResolverFiles>;
  /** The host's own resolver configuration. */
  readonly hostResolvConf?: ResolvConf;
  /** docker-proxy processes by their command lines; absent when these were not read. */
  readonly proxies?: readonly ProxyProcess[];
}

/** One network namespace. */
export interface NamespaceFacts {
  /** Absent when `ip addr` could not be read. */
  readonly interfaces?: readonly KernelInterface[];
  /** Absent when `ip route` could not be read. */
  readonly routes?: readonly KernelRoute[];
  readonly rules: readonly RoutingRule[];
  /** Absent when sockets could not be read. */
  readonly listeners?: readonly Listener[];
  /** By name with dots, e.g. `net.ipv4.ip_forward`. */
  readonly sysctl: ReadonlyMap<string, string>;
  /** The namespace's own packet filter; absent when it could not be read. */
  readonly packetFilter?: RuleSet;
}

export interface KernelInterface {
  readonly name: string;
  readonly index: number;
  /** `veth`, `bridge`, `macvlan`, `ipvlan`, … ; `loopback`; empty for a NIC. */
  readonly kind: string;
  readonly up: boolean;
  readonly mac?: string;
  /** Index of the other end (veth) or of the parent (macvlan, vlan), in that one's namespace. */
  readonly linkIndex?: number;
  /** Id that this namespace has for the one `linkIndex` counts in; absent when it is this one. */
  readonly linkNamespace?: number;
  /** In bytes. */
  readonly mtu?: number;
  /** RFC 2863 state as `ip` writes it: `UP`, `DOWN`, `UNKNOWN`, `LOWERLAYERDOWN`, … */
  readonly operState?: string;
  /** Bridge: whether the spanning tree protocol runs. */
  readonly stp?: boolean;
  /** Name of the bridge it is a port of. */
  readonly master?: string;
  /** Port of a bridge: frames may leave by the port they came in (`bridge -d link`). */
  readonly hairpin?: boolean;
  /** macvlan: `bridge`, `private`, `vepa`, `passthru`. */
  readonly mode?: string;
  readonly addresses: readonly KernelAddress[];
}

export interface KernelAddress {
  readonly family: AddressFamily;
  readonly address: string;
  readonly prefixLength: number;
  readonly scope: string;
}

export type RouteType =
  | 'unicast'
  | 'local'
  | 'broadcast'
  | 'multicast'
  | 'anycast'
  | 'blackhole'
  | 'unreachable'
  | 'prohibit'
  | 'throw';

export interface KernelRoute {
  readonly family: AddressFamily;
  readonly type: RouteType;
  /** `main`, `local`, `default` or a number. */
  readonly table: string;
  /** CIDR; `0.0.0.0/0` or `::/0` for the default route. */
  readonly destination: string;
  readonly gateway?: string;
  readonly device?: string;
  readonly preferredSource?: string;
  readonly metric: number;
  readonly scope?: string;
}

/** A policy routing rule (`ip rule`). */
export interface RoutingRule {
  readonly family: AddressFamily;
  readonly priority: number;
  /** CIDR; absent for `all`. */
  readonly from?: string;
  readonly to?: string;
  readonly table: string;
  readonly inInterface?: string;
  readonly outInterface?: string;
  readonly mark?: number;
  readonly mask?: number;
  /** A condition or an action that is not modelled; the rule as text. */
  readonly notUnderstood?: string;
}

export interface Listener {
  readonly proto: Protocol;
  /** `*` for a socket of both families, else `0.0.0.0`, `::` or one address. */
  readonly address: string;
  readonly port: number;
  /** The engine's own program that listens, e.g. `docker-proxy`; others are not named. */
  readonly program?: string;
  readonly pid?: number;
  readonly inode?: number;
}

export interface ProxyProcess {
  readonly proto: Protocol;
  readonly hostAddress: string;
  readonly hostPort: number;
  readonly containerAddress: string;
  readonly containerPort: number;
}

export interface ResolverFiles {
  readonly hosts?: readonly HostsEntry[];
  readonly resolvConf?: ResolvConf;
}

/** A line of /etc/hosts. */
export interface HostsEntry {
  readonly address: string;
  readonly names: readonly string[];
}

export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  /** From `options ndots:N`; absent when not set. */
  readonly ndots?: number;
  /**
   * Upstream servers of the embedded resolver, from the engine's comment `ExtServers` (26 and later).
   * `host`: asked from the host's namespace, else from the container's.
   */
  readonly upstreams?: readonly { readonly address: string; readonly from: 'host' | 'container' }[];
}

/** What is known of the world beyond the NICs. */
export interface OutsideFacts {
  readonly addresses: readonly string[];
  /** Subnets that outside hosts route to the engine's host; CIDR. */
  readonly routes: readonly string[];
}
