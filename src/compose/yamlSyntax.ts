import type { SourceText } from './sourceText';

interface SyntaxError {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/**
 * docker compose's words for a YAML syntax error (libyaml's, as go-yaml prints them). The two parsers
 * do not always see the error at the same place; the line is the one go-yaml would name where the rule
 * is known.
 */
export function syntaxMessage(error: SyntaxError, source: SourceText): string {
  const { line } = source.position(error.pos[0]);
  const words = wording(error);
  // go-yaml counts from 0 for the parser's errors and from 1 for the scanner's, and hides line 0.
  const shown = words.scanner ? line : line - 1;
  return shown > 0 ? `yaml: line ${shown}: ${words.text}` : `yaml: ${words.text}`;
}

function wording(error: SyntaxError): { readonly text: string; readonly scanner: boolean } {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { text: 'found character that cannot start any token', scanner: true };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return { text: 'mapping values are not allowed in this context', scanner: true };
    case 'MULTILINE_IMPLICIT_KEY':
      return { text: "could not find expected ':'", scanner: true };
    case 'MISSING_CHAR':
      return /quote/.test(error.message)
        ? { text: 'found unexpected end of stream', scanner: true }
        : { text: 'did not find expected key', scanner: false };
    case 'BAD_INDENT':
    case 'UNEXPECTED_TOKEN':
    default:
      return { text: 'did not find expected key', scanner: false };
  }
}
