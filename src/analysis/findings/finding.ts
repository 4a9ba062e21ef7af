import type { Declared } from '../../model/provenance';
import type { ContainerId } from '../../model/container';
import type { RuleRefs } from '../rules/ruleRefs';

export type FindingSeverity = 'error' | 'warning' | 'information';

/** Something a user should know of: what is so, how bad it is, and what to do. */
export interface Finding<Code extends string = string> {
  readonly code: Code;
  readonly severity: FindingSeverity;
  /** One sentence. */
  readonly sentence: string;
  readonly nextStep: string;
  readonly refs: RuleRefs;
  /** What it is about in few words, to name many of one kind: `web → db`. */
  readonly subject?: string;
  /** Containers it is about, who has the trouble first; absent where it is about none in particular. */
  readonly containers?: readonly ContainerId[];
  /** Where it stands in a file. */
  readonly at?: Declared;
}

export const findingSeverities: readonly FindingSeverity[] = ['error', 'warning', 'information'];

export const noRefs: RuleRefs = { networks: [], endpoints: [], ports: [], devices: [] };
