import type { Container } from '../../model/container';
import type { Listener, ProxyProcess, RoutingRule } from '../../model/kernel';
import type { AddressFamily, Network } from '../../model/network';
import type { Topology } from '../../model/topology';
import type { Possibility } from './possibility';
import type { RoutingTables } from './routingTables';

/**
 * The machine a packet walks through: namespaces, their interfaces and the wires between them, from
 * what was read or, where nothing was, from what the engine does by rule.
 */
export interface World {
  readonly topology: Topology;
  readonly host: Namespace;
  /** Sandboxes by id, the host's own namespace under `host`. */
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly proxies: readonly ProxyProcess[];
  /** Ports that the engine keeps bound without a proxy, where listeners were not read. */
  readonly heldPorts: readonly Listener[];
  /** What is supposed of whatever was not read. */
  readonly possibility: Possibility;
}

export interface Namespace {
  /** The sandbox's id, or `host`. */
  readonly id: string;
  readonly kind: 'host' | 'sandbox';
  /** For sentences: `web`, or `the host`. */
  readonly label: string;
  readonly containers: readonly Container[];
  readonly interfaces: readonly NetInterface[];
  readonly routing: RoutingTables;
  readonly routingRules: readonly RoutingRule[];
  /** `undefined`: who listens was not readable. */
  readonly listeners: readonly Listener[] | undefined;
  readonly sysctl: ReadonlyMap<string, string>;
  /** Why its default route is not known, where it is not. */
  readonly unclearDefault?: string;
  /** Whether interfaces and routes were read, not predicted. */
  readonly observed: boolean;
}

export interface NetInterface {
  readonly name: string;
  readonly index: number;
  readonly loopback: boolean;
  readonly up: boolean;
  readonly addresses: readonly InterfaceAddress[];
  /** What it is plugged into; set once, when the world is wired. */
  wire: Wire;
}

export interface InterfaceAddress {
  readonly family: AddressFamily;
  readonly address: string;
  readonly prefixLength: number;
  /** `global`, `link`, `host`. */
  readonly scope: string;
}

/** One interface of one namespace. */
export interface Plug {
  readonly namespace: Namespace;
  readonly networkInterface: NetInterface;
}

export type Wire =
  | { readonly kind: 'loopback' }
  /** The far end is a port of a bridge on the host. */
  | {
      readonly kind: 'bridge-port';
      readonly segment: BridgeSegment;
      readonly hairpin: boolean;
      /** Name of the port on the host; empty when not read. */ readonly port: string;
    }
  /** The bridge device itself. */
  | { readonly kind: 'bridge'; readonly segment: BridgeSegment }
  | { readonly kind: 'macvlan'; readonly segment: OutsideSegment; readonly mode: string }
  | { readonly kind: 'nic'; readonly segment: OutsideSegment }
  | { readonly kind: 'overlay'; readonly segment: OverlaySegment }
  | { readonly kind: 'unknown'; readonly why: string };

/** A bridge on the host and what is plugged into it. */
export interface BridgeSegment {
  readonly device: string;
  readonly network: Network | undefined;
  /** The bridge device on the host. */
  readonly bridge: Plug;
  readonly ports: Plug[];
  /** Ports on the host that lead to namespaces nobody read; set once, when the world is wired. */
  strangers: number;
}

/** A NIC of the host, the children that macvlan or ipvlan hung on it, and the world beyond. */
export interface OutsideSegment {
  readonly device: string;
  readonly nic: Plug;
  readonly children: Plug[];
}

/** The endpoints of an overlay network on this node. */
export interface OverlaySegment {
  readonly network: Network;
  readonly members: Plug[];
}
