import type { ConnectionMatch, RuleMatch } from '../model/ruleMatch';
import type { NamedSet, PortRange, SetValue } from '../model/rules';
import { holdsAddress } from './evaluateAddress';
import type { ConnectionTuple, HookContext, Packet } from './evaluatePacket';
import { hasPorts, inSet, ipsetFields, nameFits, protocolFits, type Ternary } from './evaluateSet';

/** The sets a rule can name. */
export type SetLookup = (name: string) => NamedSet | undefined;

/**
 * Whether a condition holds for a packet (iptables-extensions(8), nft(8)); `undefined` when it is not
 * understood or rests on something that was not read. Rates (`limit`) hold: a single packet does not
 * pass them.
 */
export function matches(
  match: RuleMatch,
  packet: Packet,
  context: HookContext,
  sets: SetLookup,
): Ternary {
  if (match.kind === 'unknown') return undefined;
  const holds = plainly(match, packet, context, sets);
  return holds === undefined ? undefined : holds !== match.negated;
}

function plainly(
  match: Exclude<RuleMatch, { kind: 'unknown' }>,
  packet: Packet,
  context: HookContext,
  sets: SetLookup,
): Ternary {
  switch (match.kind) {
    case 'source':
      return anyOf(match.addresses, (one) => holdsAddress(one, packet.source));
    case 'destination':
      return anyOf(match.addresses, (one) => holdsAddress(one, packet.destination));
    case 'inInterface':
      return anyOf(match.names, (one) => nameFits(one, context.inInterface ?? ''));
    case 'outInterface':
      return anyOf(match.names, (one) => nameFits(one, context.outInterface ?? ''));
    case 'physicalIn':
      return physical(match.names, context.physicalIn);
    case 'physicalOut':
      return physical(match.names, context.physicalOut);
    case 'protocol':
      return match.protocols.some((one) => protocolFits(one, packet));
    case 'sourcePort':
    case 'destinationPort':
    case 'anyPort':
      return ports(match, packet);
    case 'icmpType':
      return icmp(match, packet);
    case 'tcpFlags': {
      if (packet.proto !== 'tcp') return false;
      const flags = tcpFlags(packet);
      return match.mask.every((flag) => match.set.includes(flag) === flags.includes(flag));
    }
    case 'addressType': {
      const address = match.side === 'source' ? packet.source : packet.destination;
      const device =
        match.of === 'inInterface'
          ? context.inInterface
          : match.of === 'outInterface'
            ? context.outInterface
            : undefined;
      return match.types.includes(context.addressType(address, device));
    }
    case 'set': {
      const set = sets(match.name);
      if (set === undefined) return undefined;
      const fields = match.fields ?? ipsetFields(set.type, match.directions ?? []);
      return inSet(set, fields, packet, context);
    }
    case 'mark':
      return (packet.mark & match.mask) >>> 0 === match.value >>> 0;
    case 'limit':
      return !match.negated;
    case 'family':
      return match.family === packet.family;
    case 'connectionMark':
      return (context.connectionMark & match.mask) >>> 0 === match.value >>> 0;
    case 'connectionState':
    case 'connectionStatus':
    case 'connectionDirection':
    case 'connectionAddress':
    case 'connectionPort':
    case 'connectionProtocol':
      return connection(match, packet, context);
  }
}

function connection(match: ConnectionMatch, packet: Packet, context: HookContext): Ternary {
  switch (match.kind) {
    case 'connectionState':
      return match.states.some((state) => state === context.state || status(state, context));
    case 'connectionStatus':
      return anyOf(match.statuses, (one) => status(one, context));
    case 'connectionDirection':
      return match.direction === context.direction;
    case 'connectionAddress': {
      const tuple = context.connection?.[match.tuple];
      if (tuple === undefined) return false;
      const address = match.side === 'source' ? tuple.source : tuple.destination;
      return anyOf(match.addresses, (one) => holdsAddress(one, address));
    }
    case 'connectionPort': {
      const tuple: ConnectionTuple | undefined = context.connection?.[match.tuple];
      if (tuple === undefined) return false;
      return inRanges(
        match.ports,
        match.side === 'source' ? tuple.sourcePort : tuple.destinationPort,
      );
    }
    case 'connectionProtocol':
      return match.protocols.some((one) => protocolFits(one, packet));
  }
}

function status(name: string, context: HookContext): Ternary {
  switch (name) {
    case 'DNAT':
      return context.destinationRewritten;
    case 'SNAT':
      return context.sourceRewritten;
    case 'CONFIRMED':
    case 'SEEN_REPLY':
      return context.state === 'ESTABLISHED' || context.state === 'RELATED';
    case 'EXPECTED':
      return false;
    case 'ASSURED':
      return undefined;
    default:
      return false;
  }
}

/** `undefined` counts only when nothing else decides. */
function anyOf<T>(values: readonly T[], holds: (value: T) => Ternary): Ternary {
  let unclear = false;
  for (const value of values) {
    const result = holds(value);
    if (result === true) return true;
    if (result === undefined) unclear = true;
  }
  return unclear ? undefined : false;
}

/** Only frames on a bridge have ports; a port whose name was not read is empty. */
function physical(names: readonly SetValue[], port: string | undefined): Ternary {
  if (port === '') return undefined;
  return port === undefined ? false : anyOf(names, (one) => nameFits(one, port));
}

function ports(
  match: Extract<RuleMatch, { kind: 'sourcePort' | 'destinationPort' | 'anyPort' }>,
  packet: Packet,
): boolean {
  if (!hasPorts(packet)) return false;
  const anyProtocol = match.protocol === 'th' || match.protocol === 'multiport';
  if (!anyProtocol && match.protocol !== packet.proto) return false;
  switch (match.kind) {
    case 'sourcePort':
      return inRanges(match.ports, packet.sourcePort);
    case 'destinationPort':
      return inRanges(match.ports, packet.destinationPort);
    case 'anyPort':
      return (
        inRanges(match.ports, packet.sourcePort) || inRanges(match.ports, packet.destinationPort)
      );
  }
}

function inRanges(ranges: readonly PortRange[], port: number): boolean {
  return ranges.some(({ first, last }) => port >= first && port <= last);
}

function icmp(match: Extract<RuleMatch, { kind: 'icmpType' }>, packet: Packet): boolean {
  if (packet.proto !== 'icmp' || match.family !== packet.family) return false;
  const { type, code } = icmpTypeOf(packet);
  return match.types.some(
    (one) =>
      (one.type === undefined || one.type === type) &&
      (one.code === undefined || one.code === code),
  );
}

/** RFC 792 and RFC 4443: echo, its reply, destination unreachable. */
function icmpTypeOf(packet: Packet): { readonly type: number; readonly code: number } {
  const four = packet.family === 4;
  switch (packet.kind) {
    case 'request':
    case 'data':
      return { type: four ? 8 : 128, code: 0 };
    case 'reply':
      return { type: four ? 0 : 129, code: 0 };
    case 'reset':
    case 'error':
      return { type: four ? 3 : 1, code: packet.icmpCode ?? (four ? 3 : 4) };
  }
}

function tcpFlags(packet: Packet): readonly string[] {
  switch (packet.kind) {
    case 'request':
      return ['SYN'];
    case 'reply':
      return ['SYN', 'ACK'];
    case 'data':
      return ['PSH', 'ACK'];
    case 'reset':
      return ['RST', 'ACK'];
    case 'error':
      return [];
  }
}
