import { missing } from './interpolate';
import { substitute, type Lookup } from './substitute';

export type EnvFileResult =
  | { readonly ok: true; readonly unset: readonly string[] }
  /** docker compose's words, with `line N:` where it says so; `line` is 1-based. */
  | { readonly ok: false; readonly message: string; readonly line: number };

/**
 * Parses an env file and adds its variables to `into`. Values see the variables above them, but what
 * `lookup` knows wins (compose-go, dotenv: ParseWithLookup).
 */
export function parseEnvFile(
  content: string,
  into: Map<string, string>,
  lookup: Lookup,
): EnvFileResult {
  return new EnvParser(content.replace(/^\uFEFF/, ''), into, lookup).run();
}

const blank = /[\t\v\f\r \u0085\u00a0]/;

class EnvError extends Error {}

class EnvParser {
  private at = 0;
  private readonly unset: string[] = [];

  constructor(
    private readonly text: string,
    private readonly into: Map<string, string>,
    private readonly lookup: Lookup,
  ) {}

  run(): EnvFileResult {
    try {
      for (;;) {
        this.skipToStatement();
        if (this.at >= this.text.length) return { ok: true, unset: this.unset };
        this.statement();
      }
    } catch (error) {
      if (!(error instanceof EnvError)) throw error;
      return { ok: false, message: error.message, line: this.line() };
    }
  }

  private line(): number {
    let line = 1;
    for (let at = this.text.indexOf('\n'); at >= 0 && at < this.at; line++) {
      at = this.text.indexOf('\n', at + 1);
    }
    return line;
  }

  private skipToStatement(): void {
    for (;;) {
      while (this.at < this.text.length && /\s|\u0085/.test(this.text[this.at] ?? '')) this.at++;
      if (this.text[this.at] !== '#') return;
      const end = this.text.indexOf('\n', this.at);
      this.at = end < 0 ? this.text.length : end;
    }
  }

  private statement(): void {
    const exported = /export[\t\n\f\r ]+/y;
    exported.lastIndex = this.at;
    const prefix = exported.exec(this.text);
    if (prefix !== null) this.at += prefix[0].length;
    const start = this.at;
    let index = start;
    for (; index < this.text.length; index++) {
      const character = this.text[index] ?? '';
      if (character === '=' || character === ':' || character === '\n') break;
      if (blank.test(character) || /[_.\-[\]\p{L}\p{N}]/u.test(this.codePoint(index))) continue;
      if (/[\udc00-\udfff]/.test(character)) continue;
      const rest = this.text.slice(start).split('\n')[0] ?? '';
      throw new EnvError(
        `line ${this.line()}: unexpected character ${JSON.stringify(this.codePoint(index))} in variable name ${JSON.stringify(rest)}`,
      );
    }
    if (index >= this.text.length) {
      // A last line without `=` and without a line break counts as nothing.
      this.at = this.text.length;
      if (start >= this.text.length) throw new EnvError('zero length string');
      return;
    }
    const inherited = this.text[index] === '\n';
    const key = this.text.slice(start, index).trimEnd();
    if (key.includes(' ')) throw new EnvError(`line ${this.line()}: key cannot contain a space`);
    this.at = index + 1;
    if (inherited) {
      const value = this.lookup(key);
      if (value !== undefined) this.into.set(key, value);
      return;
    }
    while (blank.test(this.text[this.at] ?? '')) this.at++;
    this.into.set(key, this.value());
  }

  private codePoint(index: number): string {
    return String.fromCodePoint(this.text.codePointAt(index) ?? 0);
  }

  private value(): string {
    const quote = this.text[this.at];
    if (quote === '"' || quote === "'") return this.quoted(quote);
    const end = this.text.indexOf('\n', this.at);
    const line = this.text.slice(this.at, end < 0 ? this.text.length : end);
    const comment = line.indexOf(' #');
    const value = this.expand((comment < 0 ? line : line.slice(0, comment)).trimEnd());
    this.at = end < 0 ? this.text.length : end + 1;
    return value;
  }

  private quoted(quote: string): string {
    let value = '';
    for (let index = this.at + 1; index < this.text.length; index++) {
      const character = this.text[index] ?? '';
      if (character === quote) {
        this.at = index + 1;
        return quote === '"' ? this.expand(unescape(value)) : value;
      }
      const next = this.text[index + 1];
      if (character === '\\' && next !== undefined) {
        // Only the escaped quote loses its backslash here.
        value += next === quote ? next : `\\${next}`;
        index++;
      } else value += character;
    }
    const rest = this.text.slice(this.at).split('\n')[0] ?? '';
    const line = this.line() + (this.text.slice(this.at).split('\n').length - 1);
    throw new EnvError(`line ${line}: unterminated quoted value ${rest}`);
  }

  private expand(value: string): string {
    const result = substitute(value, (name) => this.lookup(name) ?? this.into.get(name));
    if (result.ok) {
      this.unset.push(...result.unset);
      return result.value;
    }
    throw new EnvError(
      result.kind === 'invalid'
        ? `Invalid template: ${JSON.stringify(result.piece)}`
        : missing(result.name, result.reason),
    );
  }
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  // Two dollars, so that the expansion that follows leaves one.
  $: '$$',
};

function unescape(value: string): string {
  return value.replace(/\\([abcfnrtv$"\\]|0\d{0,3})/g, (whole, code: string) => {
    const simple = escapes[code];
    if (simple !== undefined) return simple;
    return /^0[0-3]?[0-7]{2}$/.test(code) && code.length === 4
      ? String.fromCharCode(parseInt(code, 8))
      : whole;
  });
}
