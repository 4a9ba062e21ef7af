import type { PortMatch, RuleMatch } from '../model/ruleMatch';
import type { TableFamily } from '../model/rules';
import { isObject, listOf, member, numberOf, textOf } from './nftJson';
import { expressionText, statementText } from './nftText';
import { readFields, readNames, readPorts, readValues } from './nftValues';
import { protocolName } from './ruleOperands';

/**
 * One `match` of `nft -j` as conditions that must all hold (nft(8), EXPRESSIONS). In tables that see
 * several families, an address test holds for packets of its own family only; the JSON does not say so.
 */
export function readNftMatch(statement: unknown, family: TableFamily): readonly RuleMatch[] {
  const match = member(statement, 'match');
  const left = member(match, 'left');
  const right = member(match, 'right');
  const op = textOf(member(match, 'op')) ?? '==';
  const negated = op === '!=';
  if (op !== '==' && op !== '!=' && op !== 'in') return [unknownMatch(statement)];
  const read =
    readNamedSet(left, right, negated) ??
    readMasked(left, right, negated) ??
    readMeta(left, right, negated) ??
    readTracked(left, right, negated) ??
    readFib(left, right, negated) ??
    readPayload(left, right, negated, op);
  if (read === undefined) return [unknownMatch(statement)];
  const implied = impliedFamily(left, family);
  return implied === undefined
    ? [read]
    : [{ kind: 'family', negated: false, family: implied }, read];
}

export function unknownMatch(statement: unknown): RuleMatch {
  const text = statementText(statement);
  return {
    kind: 'unknown',
    text,
    reason: `the condition ${text} is not understood`,
    json: statement,
  };
}

/** Base chains of `ip` and `ip6` tables see one family anyway. */
function impliedFamily(left: unknown, family: TableFamily): 4 | 6 | undefined {
  if (family === 'ip' || family === 'ip6') return undefined;
  const parts = member(left, 'concat') === undefined ? [left] : listOf(member(left, 'concat'));
  for (const part of parts) {
    const protocol = textOf(member(member(part, 'payload'), 'protocol'));
    if (protocol === 'ip' || protocol === 'icmp') return 4;
    if (protocol === 'ip6' || protocol === 'icmpv6') return 6;
  }
  return undefined;
}

function readNamedSet(left: unknown, right: unknown, negated: boolean): RuleMatch | undefined {
  if (typeof right !== 'string' || !right.startsWith('@')) return undefined;
  return { kind: 'set', negated, name: right.slice(1), fields: readFields(left) };
}

/** `meta mark & 0xff == 1`, `tcp flags & (syn | ack) == syn`. */
function readMasked(left: unknown, right: unknown, negated: boolean): RuleMatch | undefined {
  const masked = member(left, '&');
  if (masked === undefined) return undefined;
  const [operand, mask, ...more] = listOf(masked);
  if (operand === undefined || more.length > 0) return undefined;
  const kind = markKind(operand);
  if (kind !== undefined) {
    const bits = numberOf(mask);
    const value = numberOf(right);
    return bits === undefined || value === undefined
      ? undefined
      : { kind, negated, value, mask: bits };
  }
  if (expressionText(operand) !== 'tcp flags') return undefined;
  const names = flagNames(mask);
  const set = right === 0 ? [] : flagNames(right);
  return names === undefined || set === undefined
    ? undefined
    : { kind: 'tcpFlags', negated, mask: names, set };
}

function markKind(left: unknown): 'mark' | 'connectionMark' | undefined {
  if (textOf(member(member(left, 'meta'), 'key')) === 'mark') return 'mark';
  if (textOf(member(member(left, 'ct'), 'key')) === 'mark') return 'connectionMark';
  return undefined;
}

/** `["syn","ack"]`, `{"|": ["syn","ack"]}` or one word. */
function flagNames(value: unknown): readonly string[] | undefined {
  const inner = member(value, '|');
  const items = inner === undefined ? listOf(value) : listOf(inner);
  const names = items.flatMap((item): readonly string[] => {
    if (isObject(item)) return flagNames(item) ?? [''];
    return [textOf(item) ?? ''];
  });
  return names.includes('') ? undefined : names.map((name) => name.toUpperCase());
}

function readMeta(left: unknown, right: unknown, negated: boolean): RuleMatch | undefined {
  const key = textOf(member(member(left, 'meta'), 'key'));
  switch (key) {
    case 'iif':
    case 'iifname':
    case 'oif':
    case 'oifname': {
      const names = readValues(right);
      const kind = key.startsWith('i') ? 'inInterface' : 'outInterface';
      return names === undefined ? undefined : { kind, negated, names };
    }
    case 'l4proto':
      return readProtocols(right, negated);
    case 'nfproto': {
      const family = right === 'ipv4' ? 4 : right === 'ipv6' ? 6 : undefined;
      return family === undefined ? undefined : { kind: 'family', negated, family };
    }
    case 'mark': {
      const value = numberOf(right);
      return value === undefined ? undefined : { kind: 'mark', negated, value, mask: 0xffffffff };
    }
    default:
      return undefined;
  }
}

function readProtocols(right: unknown, negated: boolean): RuleMatch | undefined {
  const names = readNames(right);
  return names === undefined
    ? undefined
    : { kind: 'protocol', negated, protocols: names.map(protocolName) };
}

function readTracked(left: unknown, right: unknown, negated: boolean): RuleMatch | undefined {
  const ct = member(left, 'ct');
  const key = textOf(member(ct, 'key'));
  if (key === undefined) return undefined;
  const tuple = member(ct, 'dir') === 'reply' ? ('reply' as const) : ('original' as const);
  switch (key) {
    case 'state': {
      const states = upperNames(right);
      return states === undefined ? undefined : { kind: 'connectionState', negated, states };
    }
    case 'status': {
      const statuses = upperNames(right);
      return statuses === undefined ? undefined : { kind: 'connectionStatus', negated, statuses };
    }
    case 'direction':
      return right === 'original' || right === 'reply'
        ? { kind: 'connectionDirection', negated, direction: right }
        : undefined;
    case 'mark': {
      const value = numberOf(right);
      return value === undefined
        ? undefined
        : { kind: 'connectionMark', negated, value, mask: 0xffffffff };
    }
    case 'protocol': {
      const names = readNames(right)?.map(protocolName);
      return names === undefined
        ? undefined
        : { kind: 'connectionProtocol', negated, protocols: names };
    }
    case 'proto-src':
    case 'proto-dst': {
      const ports = readPorts(right);
      const side = key === 'proto-src' ? 'source' : 'destination';
      return ports === undefined
        ? undefined
        : { kind: 'connectionPort', negated, tuple, side, ports };
    }
    default: {
      const side = key.endsWith('saddr')
        ? 'source'
        : key.endsWith('daddr')
          ? 'destination'
          : undefined;
      const addresses = readValues(right);
      return side === undefined || addresses === undefined
        ? undefined
        : { kind: 'connectionAddress', negated, tuple, side, addresses };
    }
  }
}

function upperNames(right: unknown): readonly string[] | undefined {
  return readNames(right)?.map((name) => name.toUpperCase());
}

/** `fib daddr . iif type local`. */
function readFib(left: unknown, right: unknown, negated: boolean): RuleMatch | undefined {
  const fib = member(left, 'fib');
  if (fib === undefined || member(fib, 'result') !== 'type') return undefined;
  const flags = listOf(member(fib, 'flags'));
  const side = flags.includes('daddr')
    ? 'destination'
    : flags.includes('saddr')
      ? 'source'
      : undefined;
  const types = upperNames(right);
  const known = flags.every((flag) => ['saddr', 'daddr', 'iif', 'oif'].includes(String(flag)));
  if (side === undefined || types === undefined || !known) return undefined;
  const of = flags.includes('iif')
    ? 'inInterface'
    : flags.includes('oif')
      ? 'outInterface'
      : undefined;
  return { kind: 'addressType', side, negated, types, ...(of === undefined ? {} : { of }) };
}

const portProtocols = ['tcp', 'udp', 'sctp', 'dccp', 'udplite', 'th'] as const;

function readPayload(
  left: unknown,
  right: unknown,
  negated: boolean,
  op: string,
): RuleMatch | undefined {
  const payload = member(left, 'payload');
  const protocol = textOf(member(payload, 'protocol')) ?? '';
  const field = textOf(member(payload, 'field'));
  if ((protocol === 'ip' || protocol === 'ip6') && (field === 'saddr' || field === 'daddr')) {
    const addresses = readValues(right);
    const kind = field === 'saddr' ? 'source' : 'destination';
    return addresses === undefined ? undefined : { kind, negated, addresses };
  }
  if (field === 'protocol' || field === 'nexthdr') return readProtocols(right, negated);
  if (field === 'sport' || field === 'dport') {
    const ports = readPorts(right);
    const known = portProtocols.find(
      (one): one is PortMatch['protocol'] & typeof one => one === protocol,
    );
    const kind = field === 'sport' ? 'sourcePort' : 'destinationPort';
    return ports === undefined || known === undefined
      ? undefined
      : { kind, negated, protocol: known, ports };
  }
  if (protocol === 'tcp' && field === 'flags') {
    const [flag, ...more] = flagNames(right) ?? [];
    // Several flags without a mask mean any of them, which iptables cannot say.
    return flag === undefined || more.length > 0 || op === '=='
      ? undefined
      : { kind: 'tcpFlags', negated, mask: [flag], set: [flag] };
  }
  if ((protocol === 'icmp' || protocol === 'icmpv6') && field === 'type') {
    return readIcmp(protocol === 'icmp' ? 4 : 6, right, negated);
  }
  return undefined;
}

const icmpTypes: Readonly<Record<4 | 6, Readonly<Record<string, number>>>> = {
  4: {
    'echo-reply': 0,
    'destination-unreachable': 3,
    'source-quench': 4,
    redirect: 5,
    'echo-request': 8,
    'router-advertisement': 9,
    'router-solicitation': 10,
    'time-exceeded': 11,
    'parameter-problem': 12,
    'timestamp-request': 13,
    'timestamp-reply': 14,
  },
  6: {
    'destination-unreachable': 1,
    'packet-too-big': 2,
    'time-exceeded': 3,
    'parameter-problem': 4,
    'echo-request': 128,
    'echo-reply': 129,
    'mld-listener-query': 130,
    'mld-listener-report': 131,
    'mld-listener-done': 132,
    'nd-router-solicit': 133,
    'nd-router-advert': 134,
    'nd-neighbor-solicit': 135,
    'nd-neighbor-advert': 136,
    'nd-redirect': 137,
    'mld2-listener-report': 143,
  },
};

function readIcmp(family: 4 | 6, right: unknown, negated: boolean): RuleMatch | undefined {
  const types = (readNames(right) ?? ['']).map((name) =>
    /^\d+$/.test(name) ? Number(name) : icmpTypes[family][name],
  );
  const known = types.filter((type) => type !== undefined);
  return known.length === types.length
    ? { kind: 'icmpType', negated, family, types: known.map((type) => ({ type })) }
    : undefined;
}
