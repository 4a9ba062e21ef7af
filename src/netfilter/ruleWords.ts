import type { PortRange } from '../model/rules';
import { quoteWord } from './iptablesTokens';

/** The words of one rule and how far they were read. */
export class RuleWords {
  at = 0;

  constructor(private readonly words: readonly string[]) {}

  /** A word was asked for that is not there: an option lacks its value. */
  get ranOut(): boolean {
    return this.at > this.words.length;
  }

  peek(ahead = 0): string | undefined {
    return this.words[this.at + ahead];
  }

  /** The next word; empty at the end, which no option takes for a value of its own. */
  next(): string {
    const word = this.words[this.at] ?? '';
    this.at += 1;
    return word;
  }

  skip(count: number): void {
    this.at += count;
  }

  /** What was read from a place on, with a blank before each word. */
  textFrom(start: number): string {
    return this.words
      .slice(start, this.at)
      .map((word) => ` ${quoteWord(word)}`)
      .join('');
  }
}

export function list(written: string): readonly string[] {
  return written.split(',').filter((one) => one !== '');
}

/** `80` or `8000:8010`; iptables separates ranges with `:` in matches and `-` in targets. */
export function portRange(written: string, separator: ':' | '-'): PortRange | undefined {
  const [first = '', last = first, ...more] = written.split(separator);
  if (more.length > 0 || !/^\d{1,5}$/.test(first) || !/^\d{1,5}$/.test(last)) return undefined;
  return { first: Number(first), last: Number(last) };
}

/** `0x1`, `0x1/0xff`: value and mask, all ones without one. */
export function numberPair(
  written: string,
): { readonly value: number; readonly mask: number } | undefined {
  const match = /^(0x[0-9a-f]+|\d+)(?:\/(0x[0-9a-f]+|\d+))?$/i.exec(written);
  if (match === null) return undefined;
  return { value: Number(match[1]), mask: match[2] === undefined ? 0xffffffff : Number(match[2]) };
}

/** `a-b`, or one value as both ends. */
export function range(written: string): { readonly first: string; readonly last: string } {
  const [first = '', last = first] = written.split('-');
  return { first, last };
}
