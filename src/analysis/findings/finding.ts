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
}
