import type { ComposeProblem } from '../../model/composeProject';
import { noRefs, type Finding } from './finding';

export type ComposeFindingCode = 'compose-refused' | 'compose-warning' | 'up-refused';

/** What is wrong in compose files, in docker compose's own words where it has some. */
export function composeFindings(
  problems: readonly ComposeProblem[],
): readonly Finding<ComposeFindingCode>[] {
  return problems.map(({ severity, message, at }) => ({
    code: severity === 'error' ? 'compose-refused' : 'compose-warning',
    severity,
    sentence: message,
    nextStep:
      severity === 'error'
        ? 'docker compose refuses the project until this is put right.'
        : 'docker compose goes on, and says the same.',
    refs: noRefs,
    at,
  }));
}

/** What the engine would refuse of a project that docker compose accepts. */
export function upFindings(
  problems: readonly ComposeProblem[],
): readonly Finding<ComposeFindingCode>[] {
  return problems.map(({ severity, message, at }) => ({
    code: 'up-refused',
    severity,
    sentence: `${message}.`,
    nextStep: 'Change it before docker compose up, or never start both.',
    refs: noRefs,
    at,
  }));
}
