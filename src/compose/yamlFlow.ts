import { isCollection, isSeq, visit } from 'yaml';
import type { Document } from 'yaml';
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

/**
 * A question mark inside a plain scalar of a flow collection ends it for go-yaml, and nothing may follow
 * there; YAML 1.2 allows it.
 */
export function questionMarkErrors(document: Document.Parsed): readonly YamlError[] {
  const found: YamlError[] = [];
  visit(document, {
    Scalar: (_key, node, path) => {
      if (node.type !== 'PLAIN' || typeof node.value !== 'string') return;
      const at = node.value.indexOf('?');
      const within = path.findLast((one) => isCollection(one) && one.flow === true);
      // At the start it says that a key follows.
      if (at < 1 || !isCollection(within)) return;
      const [start] = node.range ?? [0];
      const [open] = within.range ?? [0];
      found.push({
        code: 'QUESTION_MARK_IN_FLOW',
        message: isSeq(within) ? ']' : '}',
        pos: [start + at, start + at + 1],
        context: open,
      });
    },
  });
  return found;
}
