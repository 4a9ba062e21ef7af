import type { ComposeProblem } from '../../model/composeProject';
import { noRefs, type Finding } from './finding';

export type ComposeFindingCode =
  'compose-refused' | 'compose-warning' | 'up-refused' | 'port-not-bound';

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
  const nextStep =
    'Change it before docker compose up; of two that want the same, one can be left stopped.';
  return ownFindings(problems, 'up-refused', nextStep);
}

/** Published ports that have no effect. */
export function unboundFindings(
  problems: readonly ComposeProblem[],
): readonly Finding<ComposeFindingCode>[] {
  const nextStep =
    'Put the service on a bridge network that is not internal, or take the port away.';
  return ownFindings(problems, 'port-not-bound', nextStep);
}

/** Of what docker compose says nothing about: our own words, which end without a stop. */
function ownFindings(
  problems: readonly ComposeProblem[],
  code: ComposeFindingCode,
  nextStep: string,
): readonly Finding<ComposeFindingCode>[] {
  return problems.map(({ severity, message, at }) => ({
    code,
    severity,
    sentence: `${message}.`,
    nextStep,
    refs: noRefs,
    at,
  }));
}
