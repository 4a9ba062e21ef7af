import type { NamedSet, SetEntry, SetField, SetValue } from '../model/rules';
import { cachedSubnet, holdsAddress } from './evaluateAddress';
import type { HookContext, Packet } from './evaluatePacket';

/** True, false, or `undefined` where the packet or the set does not tell. */
export type Ternary = boolean | undefined;

/** The entry of a set or map that a packet falls into: the one with the longest prefix. */
export function findEntry(
  entries: readonly SetEntry[],
  fields: readonly SetField[],
  packet: Packet,
  context: HookContext,
): SetEntry | 'none' | 'unknown' {
  let best: SetEntry | undefined;
  let unclear = false;
  for (const entry of entries) {
    const fits = entryFits(entry, fields, packet, context);
    if (fits === undefined) unclear = true;
    if (fits !== true) continue;
    if (best === undefined || specificity(entry) > specificity(best)) best = entry;
  }
  if (best !== undefined) return best;
  return unclear ? 'unknown' : 'none';
}

/** Membership; an ipset entry with `nomatch` takes out what lies in it (ipset(8)). */
export function inSet(
  set: NamedSet,
  fields: readonly SetField[],
  packet: Packet,
  context: HookContext,
): Ternary {
  const found = findEntry(set.entries, fields, packet, context);
  if (found === 'unknown') return undefined;
  return found !== 'none' && found.exception !== true;
}

/**
 * What the parts of an ipset's key are, from its type and the match's directions: `hash:ip,port` with
 * `src,dst` is the source address and the destination port (ipset(8)).
 */
export function ipsetFields(
  type: string,
  directions: readonly ('source' | 'destination')[],
): readonly SetField[] {
  const parts = type.slice(type.indexOf(':') + 1).split(',');
  return parts.map((part, index): SetField => {
    const source = (directions[index] ?? directions[0]) === 'source';
    switch (part) {
      case 'ip':
      case 'net':
        return source ? 'source' : 'destination';
      case 'port':
        return source ? 'sourcePort' : 'destinationPort';
      case 'iface':
        return source ? 'inInterface' : 'outInterface';
      case 'mark':
        return 'mark';
      default:
        return 'unknown';
    }
  });
}

function entryFits(
  entry: SetEntry,
  fields: readonly SetField[],
  packet: Packet,
  context: HookContext,
): Ternary {
  let unclear = false;
  for (const [index, field] of fields.entries()) {
    const value = entry.key[index];
    if (value === undefined) continue;
    const fits = fieldFits(field, value, packet, context);
    if (fits === false) return false;
    if (fits === undefined) unclear = true;
  }
  return unclear ? undefined : true;
}

function fieldFits(
  field: SetField,
  value: SetValue,
  packet: Packet,
  context: HookContext,
): Ternary {
  if (value.kind === 'any') return true;
  switch (field) {
    case 'source':
      return holdsAddress(value, packet.source);
    case 'destination':
      return holdsAddress(value, packet.destination);
    case 'sourcePort':
      return hasPorts(packet) && portFits(value, packet.sourcePort, packet);
    case 'destinationPort':
      return hasPorts(packet) && portFits(value, packet.destinationPort, packet);
    case 'protocol':
      return value.kind === 'one' ? protocolFits(value.value, packet) : undefined;
    case 'inInterface':
      return nameFits(value, context.inInterface ?? '');
    case 'outInterface':
      return nameFits(value, context.outInterface ?? '');
    case 'mark':
      return value.kind === 'one' ? Number(value.value) === packet.mark : undefined;
    case 'connectionMark':
      return value.kind === 'one' ? Number(value.value) === context.connectionMark : undefined;
    case 'connectionState':
      return value.kind === 'one' ? value.value.toUpperCase() === context.state : undefined;
    case 'unknown':
      return undefined;
  }
}

/** ICMP errors carry ports of the connection they are about, but have none themselves. */
export function hasPorts(packet: Packet): boolean {
  return packet.proto !== 'icmp';
}

/** ipset writes ports as `tcp:80`. */
function portFits(value: SetValue, port: number, packet: Packet): Ternary {
  if (value.kind === 'one') {
    const colon = value.value.indexOf(':');
    if (colon > 0 && value.value.slice(0, colon) !== packet.proto) return false;
    return Number(value.value.slice(colon + 1)) === port;
  }
  if (value.kind !== 'range') return undefined;
  const colon = value.first.indexOf(':');
  if (colon > 0 && value.first.slice(0, colon) !== packet.proto) return false;
  return port >= Number(value.first.slice(colon + 1)) && port <= Number(value.last);
}

const protocolNumbers: Readonly<Record<string, readonly string[]>> = {
  tcp: ['6'],
  udp: ['17'],
  sctp: ['132'],
};

/** Whether a protocol by name or number is the packet's. */
export function protocolFits(name: string, packet: Packet): boolean {
  if (name === 'all' || name === '0') return true;
  if (packet.proto === 'icmp') {
    return packet.family === 4
      ? name === 'icmp' || name === '1'
      : ['icmpv6', 'ipv6-icmp', '58'].includes(name);
  }
  return name === packet.proto || (protocolNumbers[packet.proto] ?? []).includes(name);
}

/** Interface names: exact, or by their beginning. */
export function nameFits(value: SetValue, name: string): Ternary {
  switch (value.kind) {
    case 'any':
      return true;
    case 'one':
      return value.value === name;
    case 'beginning':
      return name.startsWith(value.text);
    case 'prefix':
    case 'range':
      return undefined;
  }
}

function specificity(entry: SetEntry): number {
  return entry.key.reduce((sum, value) => {
    if (value.kind === 'one') return sum + 129;
    if (value.kind === 'prefix') return sum + (cachedSubnet(value.cidr)?.prefixLength ?? 0);
    return value.kind === 'any' ? sum : sum + 1;
  }, 0);
}
