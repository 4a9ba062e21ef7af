import type { ComposeProblem, Placed } from '../model/composeProject';

/**
 * A warning about a value, at its place: it ends past the text as it is usually written, and the editor ends it with
 * the line.
 */
export function warningAt({ value, at }: Placed<string>, message: string): ComposeProblem {
  const { line, column } = at;
  return { severity: 'warning', message, at, end: { line, column: column + value.length } };
}
