import type { Declared } from '../model/provenance';

/** A file's text and its path as it was opened. */
export class SourceText {
  private lineStarts: readonly number[] | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
  ) {}

  /** 1-based line and column of an offset, in UTF-16 code units. */
  position(offset: number): { readonly line: number; readonly column: number } {
    this.lineStarts ??= startsOfLines(this.text);
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A piece of a file: offsets, end exclusive. Lines and columns are worked out when they are asked for. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

export function declaredAt(span: Span): Declared {
  return { kind: 'declared', file: span.source.path, ...span.source.position(span.start) };
}

/** The whole first line of a file, for what is wrong with the file itself. */
export function startOf(source: SourceText): Span {
  return { source, start: 0, end: 0 };
}
