import type { Topology } from '../../model/topology';
import type { Tracer } from '../trace/tracer';
import { findingSeverities, type Finding } from './finding';
import { ruleFindings } from './ruleFindings';
import { situationFindings } from './situationFindings';

/** Everything a user should know of a topology, the worst first. @param tracer of the same topology */
export function findingsOf(topology: Topology, tracer: Tracer): readonly Finding[] {
  return inOrder([...ruleFindings(topology), ...situationFindings(topology, tracer)]);
}

/** The worst first; what is equally bad stays as it was. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) => findingSeverities.indexOf(a.severity) - findingSeverities.indexOf(b.severity),
  );
}
