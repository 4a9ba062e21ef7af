import { isKnown, predicted, type Knowable, type Provenance } from '../../model/provenance';
import type { CardLine } from '../card';
import { displayText } from '../displayText';

/** A line for a fact: its value in words, or why it is not known and what would settle it. */
export function factLine<T>(
  name: string,
  fact: Knowable<T>,
  words: (value: T) => string,
  mono = false,
): CardLine {
  const label = displayText(name);
  const look = mono ? { mono } : {};
  if (isKnown(fact)) {
    return { label, value: displayText(words(fact.value)), source: fact.source, ...look };
  }
  return {
    label,
    value: displayText(fact.unknown),
    source: { kind: 'unknown', reason: `settled by ${fact.settledBy}` },
  };
}

/** A line for text, in the editor's font where it is an address, an id or a device. */
export function textLine(label: string, fact: Knowable<string>, mono = false): CardLine {
  return factLine(label, fact, (value) => (value === '' ? 'none' : value), mono);
}

export function listLine(label: string, fact: Knowable<readonly string[]>, mono = false): CardLine {
  return factLine(
    label,
    fact,
    (values) => (values.length === 0 ? 'none' : values.join(', ')),
    mono,
  );
}

/** A line that follows from others by a rule. */
export function ruleLine(label: string, value: string, rule: string): CardLine {
  return factLine(label, predicted(value, rule), (text) => text);
}

export function sourcedLine(label: string, value: string, source: Provenance): CardLine {
  return factLine(label, { value, source }, (text) => text);
}

/** `1 container`, `2 containers`. */
export function counted(count: number | bigint, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${Number(count) === 1 ? one : many}`;
}
