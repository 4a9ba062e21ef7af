import type { Span } from './sourceText';

/** What a compose file may grow to; beyond it reading would take too long or too much memory. */
export const maxCharacters = 1_000_000;
export const maxNodes = 200_000;
export const maxDepth = 200;

/** Flow brackets and block indicators that open more levels than any real file has. */
export function isTooNested(text: string): boolean {
  let open = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '[' || character === '{') {
      if (++open > maxDepth * 4) return true;
    } else if (character === ']' || character === '}' || character === '\n')
      open = Math.max(0, character === '\n' ? open : open - 1);
  }
  return /(?:[-?:] ){200}/.test(text);
}

/** The document is too large once its aliases are followed. */
export class TooMuch extends Error {
  constructor(
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}
