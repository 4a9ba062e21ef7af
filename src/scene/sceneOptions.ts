import type { Drift } from '../topology/compareTopologies';

/** What the user can choose about the picture. */
export interface SceneOptions {
  /** Wished width by height of the lanes together; kept as far as the widest lane allows. */
  readonly aspect: number;
  /** Where a running project differs from its files; what is marked gets a flag and says so. */
  readonly drift?: Drift;
}

export const defaultSceneOptions: SceneOptions = { aspect: 1.6 };
