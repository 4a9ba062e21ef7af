import type { Drift } from '../topology/compareTopologies';

/**
 * What is drawn of the wiring: who is on which network; interfaces, plugs, ports and tags too; and how many
 * firewall rules act where.
 */
export type SceneDepth = 'networks' | 'wiring' | 'rules';

/** What the user can choose about the picture. */
export interface SceneOptions {
  /** Wished width by height of the lanes together; kept as far as the widest lane allows. */
  readonly aspect: number;
  /** Where a running project differs from its files; what is marked gets a flag and says so. */
  readonly drift?: Drift;
  /** Wiring where nothing is said. */
  readonly depth?: SceneDepth;
  /** Whether large pictures leave out what cannot be read at a glance anyway; nothing is left out otherwise. */
  readonly shedsDetail?: boolean;
  /** Scene ids of networks that are drawn in full for all that: those the user looks at from near. */
  readonly unfolded?: readonly string[];
}

export const defaultSceneOptions: SceneOptions = { aspect: 1.6 };
