import type { SourceText } from './sourceText';

/** As the yaml library tells it. */
export interface YamlError {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
  /** Where the collection begins that the words are about. */
  readonly context?: number;
}

interface Wording {
  readonly text: string;
  /** 0-based line go-yaml names. */
  readonly line: number;
  /** go-yaml counts from 1 for its scanner's errors and from 0 for its parser's. */
  readonly scanner: boolean;
}

/** What no YAML text may contain; go-yaml refuses it before anything else. */
export function hasControlCharacters(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) return true;
    if (code === 127) return true;
  }
  return false;
}

/**
 * docker compose's words for the first syntax error of a document (libyaml's, as go-yaml prints them).
 * The two parsers see the same error at different places: the line named is go-yaml's.
 */
export function syntaxMessage(errors: readonly YamlError[], source: SourceText): string {
  const [first] = errors;
  if (first === undefined) return 'yaml: unknown problem parsing YAML content';
  const { text, line, scanner } = new Translator(errors, first, source).wording();
  // Line 0 is not named at all.
  return line === 0 ? `yaml: ${text}` : `yaml: line ${scanner ? line + 1 : line}: ${text}`;
}

const noKey = 'did not find expected key';
const noDash = "did not find expected '-' indicator";
const noColon = "could not find expected ':'";
const noValues = 'mapping values are not allowed in this context';
const noToken = 'found character that cannot start any token';

class Translator {
  private readonly lines: readonly string[];

  constructor(
    private readonly errors: readonly YamlError[],
    private readonly error: YamlError,
    private readonly source: SourceText,
  ) {
    this.lines = source.text.split('\n');
  }

  wording(): Wording {
    const { code, message, pos } = this.error;
    const line = this.lineOf(pos[0]);
    switch (code) {
      case 'TAB_AS_INDENT':
        return this.tab(line);
      case 'BAD_SCALAR_START':
        return /flow indicator/.test(message)
          ? { text: 'did not find expected node content', line, scanner: false }
          : { text: noToken, line, scanner: true };
      case 'BAD_ALIAS':
        return {
          text: 'did not find expected alphabetic or numeric character',
          line,
          scanner: true,
        };
      case 'BAD_DQ_ESCAPE':
        return { text: 'found unknown escape character', line, scanner: true };
      case 'BAD_DIRECTIVE':
        return { text: 'found unknown directive name', line, scanner: true };
      case 'BAD_INDENT':
        if (/^Flow/.test(message)) return this.unclosedFlow();
        return this.isAmongItems(line)
          ? this.inContext(noDash, this.ownMap(line))
          : this.noKeyAt(this.parentMap(line), line);
      case 'BLOCK_AS_IMPLICIT_KEY':
        return /sequence/.test(message)
          ? this.noKeyAt(this.isItem(line) ? this.parentMap(line) : this.ownMap(line), line)
          : { text: noValues, line: this.colonLine(), scanner: true };
      case 'MULTILINE_IMPLICIT_KEY':
        return this.missingColon(line);
      case 'MISSING_CHAR':
        return this.missingCharacter(line);
      case 'UNEXPECTED_TOKEN':
        return this.unexpected(line);
      case 'QUESTION_MARK_IN_FLOW':
        return this.noCommaIn(message === ']' ? ']' : '}', this.error.context);
      default:
        return { text: noKey, line, scanner: false };
    }
  }

  private lineOf(offset: number): number {
    return this.source.position(offset).line - 1;
  }

  private indent(line: number): number {
    return /^ */.exec(this.lines[line] ?? '')?.[0].length ?? 0;
  }

  private isBlank(line: number): boolean {
    return /^\s*(#|$)/.test(this.lines[line] ?? '');
  }

  private isItem(line: number): boolean {
    return /^ *-(\s|$)/.test(this.lines[line] ?? '');
  }

  /** Whether the line stands where the list above it would go on. */
  private isAmongItems(line: number): boolean {
    const column = this.indent(line);
    for (let current = this.above(line); current !== undefined; current = this.above(current)) {
      if (this.indent(current) <= column) {
        return this.indent(current) === column && this.isItem(current);
      }
    }
    return false;
  }

  /** The line above that is not empty. */
  private above(line: number): number | undefined {
    for (let current = line - 1; current >= 0; current--)
      if (!this.isBlank(current)) return current;
    return undefined;
  }

  /** A tab that continues a plain scalar breaks its indentation; elsewhere it starts no token. */
  private tab(line: number): Wording {
    const previous = this.above(line);
    const continued =
      previous !== undefined &&
      /(?:: |- )[^\s"'[{&*!|>#].*[^\s:]\s*$/.test(this.lines[previous] ?? '');
    return continued
      ? { text: 'found a tab character that violates indentation', line: previous, scanner: true }
      : { text: noToken, line, scanner: true };
  }

  private unclosedFlow(): Wording {
    const closer = /sequence/.test(this.error.message) ? ']' : '}';
    const index = this.openerOf(closer);
    if (index !== undefined && /(?:^|,)\s*$/.test(this.source.text.slice(index + 1))) {
      return this.endInFlow();
    }
    return this.noCommaIn(closer, index);
  }

  /** The bracket that is still open before the error. */
  private openerOf(closer: ']' | '}'): number | undefined {
    const opener = closer === ']' ? '[' : '{';
    let open = 0;
    for (let index = this.error.pos[0] - 1; index >= 0; index--) {
      const character = this.source.text[index];
      if (character === closer) open++;
      else if (character === opener && open-- === 0) return index;
    }
    return undefined;
  }

  /** Two items with nothing between them, as `${NAME}` in a list without quotes is read. */
  private noCommaIn(closer: ']' | '}', opener = this.openerOf(closer)): Wording {
    const start = opener === undefined ? 0 : this.lineOf(opener);
    return this.inContext(`did not find expected ',' or '${closer}'`, start);
  }

  /** The file ends where an item is expected. */
  private endInFlow(): Wording {
    const line = this.lineOf(this.source.text.length);
    return { text: 'did not find expected node content', line, scanner: false };
  }

  /** An error inside a collection: go-yaml names where the collection starts, or itself when that is line 0. */
  private inContext(text: string, start: number, line = this.lineOf(this.error.pos[0])): Wording {
    return { text, line: start === 0 ? line : start, scanner: false };
  }

  private noKeyAt(start: number, line: number): Wording {
    return this.inContext(noKey, start, line);
  }

  /** Where the block with this line's indentation begins. */
  private ownMap(line: number): number {
    return this.startOfBlock(line, this.indent(line));
  }

  /** Where the nearest block with less indentation than this line begins. */
  private parentMap(line: number): number {
    const column = this.indent(line);
    for (let current = this.above(line); current !== undefined; current = this.above(current)) {
      if (this.indent(current) < column) return this.startOfBlock(current, this.indent(current));
    }
    return 0;
  }

  private startOfBlock(line: number, column: number): number {
    let start = line;
    for (let current = this.above(line); current !== undefined; current = this.above(current)) {
      if (this.indent(current) < column) break;
      if (this.indent(current) === column) start = current;
    }
    return start;
  }

  /** The line of the colon that comes too late. */
  private colonLine(): number {
    const { pos } = this.error;
    const key = this.errors.find(
      (other) => other.code === 'MULTILINE_IMPLICIT_KEY' && other.pos[0] === pos[0],
    );
    return this.lineOf(key?.pos[1] ?? pos[0]);
  }

  /** Where a key must stand its colon is missed; elsewhere the text goes on, and the next colon is too much. */
  private missingColon(line: number): Wording {
    const previous = this.above(line);
    const { column } = this.source.position(this.error.pos[0]);
    const required = previous !== undefined && this.hasSibling(line, column - 1);
    return required
      ? { text: noColon, line, scanner: true }
      : { text: noValues, line: this.lineOf(this.error.pos[1]), scanner: true };
  }

  private hasSibling(line: number, column: number): boolean {
    for (let current = this.above(line); current !== undefined; current = this.above(current)) {
      if (this.indent(current) <= column) return this.indent(current) === column;
    }
    return false;
  }

  private missingCharacter(line: number): Wording {
    if (/quote/.test(this.error.message)) {
      return { text: 'found unexpected end of stream', line: this.openQuote(), scanner: true };
    }
    const items = /^Missing , .*between flow (sequence|map) items/.exec(this.error.message);
    if (items !== null) return this.noCommaIn(items[1] === 'map' ? '}' : ']');
    if (/^Implicit map keys/.test(this.error.message))
      return { text: noColon, line, scanner: true };
    return { text: noKey, line, scanner: false };
  }

  /** The quote that swallows the rest of the file: the first that none of its kind follows in its line. */
  private openQuote(): number {
    const quote = /"/.test(this.error.message) ? '"' : "'";
    const opening = new RegExp(`(?:^|[\\s:,[{-])${quote}(?!.*${quote})`);
    const line = this.lines.findIndex((text) => opening.test(text));
    return Math.max(line, 0);
  }

  private unexpected(line: number): Wording {
    const { message } = this.error;
    if (/^Block scalar header/.test(message)) {
      return { text: 'did not find expected comment or line break', line, scanner: true };
    }
    if (/flow-(?:seq|map)-end/.test(message)) {
      return { text: 'did not find expected node content', line, scanner: false };
    }
    if (/at node end$/.test(message)) {
      const closer = this.openOnTheLine();
      if (closer !== undefined) return this.noCommaIn(closer);
    }
    return this.noKeyAt(this.ownMap(line), line);
  }

  /** What would close the collection that the error's line has opened before it. */
  private openOnTheLine(): ']' | '}' | undefined {
    const { text } = this.source;
    const [at] = this.error.pos;
    const open: (']' | '}')[] = [];
    for (let index = text.lastIndexOf('\n', at - 1) + 1; index < at; index++) {
      const character = text[index];
      if (character === '[') open.push(']');
      else if (character === '{') open.push('}');
      else if (character === ']' || character === '}') open.pop();
    }
    return open.at(-1);
  }
}
