import type { YamlError } from './yamlSyntax';

/** Stands in for a colon that go-yaml takes as text; no YAML text may hold it. */
const textColon = '\uFDD0';

/**
 * In `{front:, back:}` and `[fe80::]` go-yaml reads the colon as part of the name: it ends a plain scalar only
 * before white space (go-yaml v3, scannerc.go yaml_parser_scan_plain_scalar), where YAML 1.2 ends it before
 * brackets and commas too. Hides such colons from the parser without moving anything.
 */
export function hideTextColons(text: string): string {
  return text.replace(/(?<=[^\s"'[\]{},]):(?=[,[\]{}])/g, textColon);
}

/** The colons again, in what became a scalar. */
export function showTextColons(value: string): string {
  return value.replaceAll(textColon, ':');
}

/** A collection in brackets. */
export interface FlowCollection {
  readonly start: number;
  readonly closer: ']' | '}';
}

/**
 * A question mark inside a plain scalar of a flow collection ends it for go-yaml, and nothing may follow
 * there; YAML 1.2 allows it.
 * @param start where the scalar begins
 */
export function questionMarkError(
  scalar: string,
  start: number,
  within: FlowCollection,
): YamlError | undefined {
  const at = start + scalar.indexOf('?');
  // At the start it says that a key follows.
  if (at <= start) return undefined;
  const { closer: message, start: context } = within;
  return { code: 'QUESTION_MARK_IN_FLOW', message, pos: [at, at + 1], context };
}
