import type { PortRange, SetField, SetValue } from '../model/rules';
import { isObject, listOf, member, numberOf, textOf } from './nftJson';

/** A right-hand side as values: one, several, a prefix, a range; `undefined` when it is something else. */
export function readValues(right: unknown): readonly SetValue[] | undefined {
  const set = member(right, 'set');
  if (set === undefined) {
    const value = readValue(right);
    return value === undefined ? undefined : [value];
  }
  const values = listOf(set).map(readValue);
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

export function readValue(item: unknown): SetValue | undefined {
  if (typeof item === 'number') return { kind: 'one', value: String(item) };
  if (typeof item === 'string') return readWord(item);
  const element = member(item, 'elem');
  if (element !== undefined) return readValue(member(element, 'val'));
  const prefix = member(item, 'prefix');
  if (prefix !== undefined) {
    const address = textOf(member(prefix, 'addr'));
    const length = numberOf(member(prefix, 'len'));
    if (address === undefined || length === undefined) return undefined;
    return { kind: 'prefix', cidr: `${address}/${length}` };
  }
  const [first, last] = listOf(member(item, 'range')).map(scalar);
  return first === undefined || last === undefined ? undefined : { kind: 'range', first, last };
}

function readWord(word: string): SetValue | undefined {
  if (word.startsWith('@')) return undefined;
  if (word === '*') return { kind: 'any' };
  // Only interface names end so; a star in a name is written with a backslash.
  return word.endsWith('*') && !word.endsWith('\\*')
    ? { kind: 'beginning', text: word.slice(0, -1) }
    : { kind: 'one', value: word };
}

/** The key of a set's element: one value, or several joined. */
export function readKey(item: unknown): readonly SetValue[] | undefined {
  const bare = member(member(item, 'elem'), 'val') ?? item;
  const parts = member(bare, 'concat');
  const values = (parts === undefined ? [bare] : listOf(parts)).map(readValue);
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

export function readPorts(right: unknown): readonly PortRange[] | undefined {
  // As nearly every rule has it.
  if (typeof right === 'number') return [{ first: right, last: right }];
  const ranges = (readValues(right) ?? [undefined]).map((value): PortRange | undefined => {
    if (value?.kind === 'one' && /^\d+$/.test(value.value)) {
      return { first: Number(value.value), last: Number(value.value) };
    }
    if (value?.kind === 'range') return { first: Number(value.first), last: Number(value.last) };
    return undefined;
  });
  const known = ranges.filter((range) => range !== undefined);
  return known.length === ranges.length ? known : undefined;
}

/** Words of a right-hand side that lists names: `established`, `["established","related"]`, a set. */
export function readNames(right: unknown): readonly string[] | undefined {
  const set = member(right, 'set');
  const items = listOf(set ?? right).map(scalar);
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length && !known.some((item) => item.startsWith('@'))
    ? known
    : undefined;
}

function scalar(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : textOf(value);
}

const metaFields: Readonly<Record<string, SetField>> = {
  iif: 'inInterface',
  iifname: 'inInterface',
  oif: 'outInterface',
  oifname: 'outInterface',
  l4proto: 'protocol',
  mark: 'mark',
};

/** What a left-hand side looks at, as fields of a set's key. */
export function readFields(left: unknown): readonly SetField[] {
  const parts = member(left, 'concat');
  return parts === undefined ? [readField(left)] : listOf(parts).map(readField);
}

function readField(left: unknown): SetField {
  const meta = textOf(member(member(left, 'meta'), 'key'));
  if (meta !== undefined) return metaFields[meta] ?? 'unknown';
  const tracked = textOf(member(member(left, 'ct'), 'key'));
  if (tracked === 'state') return 'connectionState';
  if (tracked === 'mark') return 'connectionMark';
  const payload = member(left, 'payload');
  if (!isObject(payload)) return 'unknown';
  switch (textOf(payload['field'])) {
    case 'saddr':
      return isInternet(payload['protocol']) ? 'source' : 'unknown';
    case 'daddr':
      return isInternet(payload['protocol']) ? 'destination' : 'unknown';
    case 'sport':
      return 'sourcePort';
    case 'dport':
      return 'destinationPort';
    case 'protocol':
    case 'nexthdr':
      return 'protocol';
    default:
      return 'unknown';
  }
}

function isInternet(protocol: unknown): boolean {
  return protocol === 'ip' || protocol === 'ip6';
}
