import type { Fact, Knowable } from './provenance';

export type EngineProduct = 'docker' | 'podman';

/** The container engine a topology was read from, or the one a prediction assumes. */
export interface Engine {
  /** For view state: the same engine has the same key over restarts. */
  readonly key: string;
  readonly product: EngineProduct;
  readonly version: Fact<string>;
  readonly apiVersion: Knowable<string>;
  readonly rootless: Knowable<boolean>;
  /** Docker Desktop and the like: the engine's host is a virtual machine, not this machine. */
  readonly virtualMachine: Knowable<boolean>;
  /** Pools networks without a subnet are cut from. */
  readonly addressPools: Knowable<readonly { readonly base: string; readonly size: number }[]>;
}
