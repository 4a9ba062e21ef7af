import type { NatTarget, RuleAction, SetEntry } from '../model/rules';
import { isObject, listOf, member, numberOf, onlyEntry, onlyKey, textOf } from './nftJson';
import { statementText } from './nftText';
import { readFields, readKey, readPorts, readValue } from './nftValues';

const allOnes = 0xffffffff;

/** Statements that change nothing a verdict rests on (nft(8), STATEMENTS). */
const harmless = new Set([
  'add',
  'ct helper',
  'ct timeout',
  'ct expectation',
  'flow',
  'meter',
  'secmark',
  'set',
  'update',
]);

/** One of each for all rules. */
const plain = {
  accept: { kind: 'accept' },
  drop: { kind: 'drop' },
  return: { kind: 'return' },
  continue: { kind: 'continue' },
  notrack: { kind: 'notrack' },
} as const satisfies Readonly<Record<string, RuleAction>>;

/** One statement that is neither a condition nor a counter. */
export function readNftAction(statement: unknown): RuleAction {
  const kind = onlyKey(statement) ?? '';
  const value = member(statement, kind);
  switch (kind) {
    case 'accept':
    case 'drop':
    case 'return':
    case 'continue':
    case 'notrack':
      return plain[kind];
    case 'jump':
    case 'goto': {
      const chain = textOf(member(value, 'target'));
      return chain === undefined ? unknownAction(statement) : { kind, chain };
    }
    case 'reject':
      return { kind: 'reject', with: rejectName(value) };
    case 'dnat':
    case 'snat': {
      const target = readNatTarget(value);
      return target === undefined ? unknownAction(statement) : { kind, ...target };
    }
    case 'masquerade':
    case 'redirect': {
      const target = readNatTarget(value);
      if (target === undefined || target.addresses !== undefined) return unknownAction(statement);
      const { family: _family, addresses: _addresses, ...rest } = target;
      return { kind, ...rest };
    }
    case 'mangle':
      return readMangle(value) ?? unknownAction(statement);
    case 'log':
      return { kind: 'log', text: statementText(statement) };
    case 'vmap':
      return readVerdictMap(value) ?? unknownAction(statement);
    default:
      return harmless.has(kind)
        ? { kind: 'harmless', text: statementText(statement) }
        : unknownAction(statement);
  }
}

function unknownAction(statement: unknown): RuleAction {
  const text = statementText(statement);
  return {
    kind: 'unknown',
    text,
    reason: `the statement ${text} is not understood`,
    json: statement,
  };
}

/** In iptables' words: `icmp-port-unreachable`, `icmp6-…`, `icmpx-…`, `tcp-reset`. */
function rejectName(value: unknown): string {
  const type = textOf(member(value, 'type')) ?? 'icmpx';
  if (type === 'tcp reset') return 'tcp-reset';
  const reason = textOf(member(value, 'expr')) ?? 'port-unreachable';
  return `${type === 'icmpv6' ? 'icmp6' : type}-${reason}`;
}

function readNatTarget(value: unknown): NatTarget | undefined {
  if (value === null || value === undefined) return {};
  const address = member(value, 'addr');
  const port = member(value, 'port');
  const host = address === undefined ? undefined : readValue(address);
  const [ports, ...more] = port === undefined ? [] : (readPorts(port) ?? []);
  if (address !== undefined && host?.kind !== 'one' && host?.kind !== 'range') return undefined;
  if ((port !== undefined && ports === undefined) || more.length > 0) return undefined;
  const flags = listOf(member(value, 'flags')).filter((flag) => typeof flag === 'string');
  const family = member(value, 'family');
  return {
    ...(family === 'ip' ? { family: 4 } : family === 'ip6' ? { family: 6 } : {}),
    ...(host?.kind === 'one' ? { addresses: { first: host.value, last: host.value } } : {}),
    ...(host?.kind === 'range' ? { addresses: { first: host.first, last: host.last } } : {}),
    ...(ports === undefined ? {} : { ports }),
    ...(flags.length === 0 ? {} : { flags }),
  };
}

/** `meta mark set …`, `ct mark set …`; other fields decide nothing here. */
function readMangle(value: unknown): RuleAction | undefined {
  const key = member(value, 'key');
  const packet = textOf(member(member(key, 'meta'), 'key')) === 'mark';
  const connection = textOf(member(member(key, 'ct'), 'key')) === 'mark';
  if (!packet && !connection) {
    const field = textOf(member(member(key, 'payload'), 'field'));
    // Rewriting addresses or ports by hand would change where the packet goes.
    return field === undefined || !/addr|port/.test(field)
      ? { kind: 'harmless', text: statementText({ mangle: value }) }
      : undefined;
  }
  const to = member(value, 'value');
  if (packet && textOf(member(member(to, 'ct'), 'key')) === 'mark') {
    return { kind: 'restoreMark', mask: allOnes };
  }
  if (connection && textOf(member(member(to, 'meta'), 'key')) === 'mark') {
    return { kind: 'saveMark', mask: allOnes };
  }
  const change = readMarkChange(to, packet ? 'meta' : 'ct');
  return change === undefined ? undefined : { kind: packet ? 'mark' : 'connectionMark', ...change };
}

/** A number, or the mark itself combined with one. */
function readMarkChange(
  to: unknown,
  own: 'meta' | 'ct',
): { readonly value: number; readonly mask: number } | undefined {
  const plain = numberOf(to);
  if (plain !== undefined) return { value: plain, mask: allOnes };
  const [operator = '', operands] = onlyEntry(to) ?? [];
  const [left, right] = listOf(operands);
  const bits = numberOf(right);
  if (bits === undefined) return undefined;
  if (textOf(member(member(left, own), 'key')) === 'mark') {
    if (operator === '|') return { value: bits, mask: bits };
    if (operator === '&') return { value: 0, mask: ~bits >>> 0 };
    return operator === '^' ? { value: bits, mask: 0 } : undefined;
  }
  const inner = operator === '|' ? readMarkChange(left, own) : undefined;
  return inner?.value === 0 ? { value: bits, mask: (inner.mask | bits) >>> 0 } : undefined;
}

function readVerdictMap(value: unknown): RuleAction | undefined {
  const fields = readFields(member(value, 'key'));
  const data = member(value, 'data');
  if (typeof data === 'string' && data.startsWith('@')) {
    return { kind: 'verdictMap', fields, map: data.slice(1) };
  }
  const entries = readPairs(member(data, 'set'));
  return entries === undefined ? undefined : { kind: 'verdictMap', fields, entries };
}

/** `[[key, verdict or value], …]`; `undefined` when a key or value has another form. */
export function readPairs(elements: unknown): readonly SetEntry[] | undefined {
  const entries: SetEntry[] = [];
  for (const element of listOf(elements)) {
    if (!Array.isArray(element)) return undefined;
    const [written, to] = element as readonly unknown[];
    const key = readKey(written);
    if (key === undefined) return undefined;
    if (isObject(to) && isVerdict(to)) {
      entries.push({ key, verdict: readNftAction(to) });
    } else {
      const value = readKey(to);
      if (value === undefined) return undefined;
      entries.push({ key, value });
    }
  }
  return entries;
}

function isVerdict(value: Readonly<Record<string, unknown>>): boolean {
  return ['accept', 'drop', 'return', 'continue', 'jump', 'goto', 'queue'].some(
    (verdict) => verdict in value,
  );
}
