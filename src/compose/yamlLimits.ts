import type { Span } from './sourceText';

/** What a compose file may grow to; beyond it reading would take too long or too much memory. */
const maxCharacters = 1_000_000;
export const maxNodes = 200_000;
export const maxDepth = 200;

/** Line breaks, brackets, quotes and commas: what the time of parsing grows with. */
const maxMarks = 80_000;
const maxOpen = 800;
const maxDocuments = 200;

/**
 * Why a text is not parsed at all: parsing it would take seconds. Looks at characters only, so brackets
 * in quotes count too; no real file comes near the limits.
 */
export function refusalOf(text: string): string | undefined {
  if (text.length >= maxCharacters) return 'the file is larger than 1 MB and was not read';
  let open = 0;
  let marks = 0;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 0x5b:
      case 0x7b:
        marks++;
        open++;
        if (open > maxOpen) return tooDeep;
        break;
      case 0x5d:
      case 0x7d:
        marks++;
        open = Math.max(0, open - 1);
        break;
      case 0x0a:
      case 0x22:
      case 0x27:
      case 0x2c:
        marks++;
    }
  }
  if ((text.match(/^---/gm)?.length ?? 0) > maxDocuments) {
    return 'the file has too many documents and was not read';
  }
  if (/(?:[-?:&*] ?\w*[ \t]+){200}/.test(text)) return tooDeep;
  return marks > maxMarks ? 'the file has too many entries and was not read' : undefined;
}

export const tooDeep = 'the file is nested too deeply and was not read';

/** The document is too large once its aliases are followed. */
export class TooMuch extends Error {
  constructor(
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}
