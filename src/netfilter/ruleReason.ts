import type { RuleMatch } from '../model/ruleMatch';
import type { RuleAction } from '../model/rules';

/** Why a rule may not decide: the first of its parts that is not understood. */
export function reasonOf(
  matches: readonly RuleMatch[],
  actions: readonly RuleAction[],
): string | undefined {
  for (const match of matches) if (match.kind === 'unknown') return match.reason;
  for (const action of actions) if (action.kind === 'unknown') return action.reason;
  return undefined;
}
