import type { Container } from './container';
import type { Endpoint } from './endpoint';
import type { Engine } from './engine';
import type { Bridge, Host, VethPair } from './host';
import type { KernelFacts, OutsideFacts } from './kernel';
import type { Network } from './network';
import type { PublishedPort } from './publishedPort';
import type { Sandbox } from './sandbox';

/** What a topology was made from. */
export type TopologyOrigin =
  | { readonly kind: 'engine'; readonly label: string }
  | { readonly kind: 'snapshot'; readonly label: string }
  | { readonly kind: 'compose'; readonly project: string; readonly files: readonly string[] };

/** A part that could not be read. */
export interface MissingPart {
  readonly part: string;
  readonly reason: string;
  /** Host access where nothing is said. */
  readonly settledBy?: string;
  /** Whose it is, where it is about one container alone: its card tells it. */
  readonly containerId?: string;
}

/**
 * The container network model of one engine or one planned project. Immutable; every list is sorted
 * by key, so that two readings can be compared and pictures do not change by chance.
 */
export interface Topology {
  readonly origin: TopologyOrigin;
  readonly engine: Engine;
  readonly host: Host;
  readonly networks: readonly Network[];
  readonly containers: readonly Container[];
  readonly endpoints: readonly Endpoint[];
  readonly sandboxes: readonly Sandbox[];
  readonly bridges: readonly Bridge[];
  readonly vethPairs: readonly VethPair[];
  readonly publishedPorts: readonly PublishedPort[];
  readonly missing: readonly MissingPart[];
  /** What the kernel told of the namespaces; absent without host access and for planned topologies. */
  readonly kernel?: KernelFacts;
  /** What is known of the world beyond the NICs. */
  readonly outside?: OutsideFacts;
}
