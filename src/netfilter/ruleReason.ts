import type { RuleMatch } from '../model/ruleMatch';
import type { RuleAction } from '../model/rules';

/** Why a rule may not decide: the first of its parts that is not understood. */
export function reasonOf(
  matches: readonly RuleMatch[],
  actions: readonly RuleAction[],
): string | undefined {
  for (const part of [...matches, ...actions]) {
    if (part.kind === 'unknown') return part.reason;
  }
  return undefined;
}
