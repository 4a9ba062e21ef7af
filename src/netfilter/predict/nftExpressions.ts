import type { NftObject } from '../nftJson';

/** Statements in the form of `nft -j` (libnftables-json(5)), so that predicted and observed rules are read alike. */
export type NftStatement = NftObject | null;

/** Statements and the comment at their end. */
export interface NftRule {
  readonly expr: readonly NftStatement[];
  readonly comment?: string;
}

type Operator = '==' | '!=';

export function device(side: 'iifname' | 'oifname', name: string, op: Operator = '=='): NftObject {
  return match({ meta: { key: side } }, name, op);
}

/** An interface that is none of these. */
export function otherDevice(names: readonly string[]): NftObject {
  const [only, ...more] = names;
  const right = more.length === 0 ? only : { set: names };
  return match({ meta: { key: 'iifname' } }, right, '!=');
}

export function address(
  family: 'ip' | 'ip6',
  field: 'saddr' | 'daddr',
  cidr: string,
  op: Operator = '==',
): NftObject {
  const [addr = '', length] = cidr.split('/');
  const right = length === undefined ? addr : { prefix: { addr, len: Number(length) } };
  return match({ payload: { protocol: family, field } }, right, op);
}

export function port(protocol: string, field: 'sport' | 'dport', number: number): NftObject {
  return match({ payload: { protocol, field } }, number, '==');
}

/** An address of the host itself. */
export function local(side: 'saddr' | 'daddr'): NftObject {
  return match({ fib: { result: 'type', flags: [side] } }, 'local', '==');
}

export const establishedConnections: NftObject = {
  match: { op: 'in', left: { ct: { key: 'state' } }, right: ['established', 'related'] },
};

export function icmp(family: 'ip' | 'ip6'): NftObject {
  return family === 'ip'
    ? match({ payload: { protocol: 'ip', field: 'protocol' } }, 'icmp', '==')
    : match({ meta: { key: 'l4proto' } }, 'ipv6-icmp', '==');
}

/** `mark` or `mark/mask` in any spelling Go reads. */
export function packetMark(written: string): NftObject {
  const [value, mask] = written.split('/').map(Number);
  const left = { meta: { key: 'mark' } };
  return mask === undefined ? match(left, value, '==') : match({ '&': [left, mask] }, value, '==');
}

export function vmap(side: 'iifname' | 'oifname', map: string): NftObject {
  return { vmap: { key: { meta: { key: side } }, data: `@${map}` } };
}

export const counter: NftObject = { counter: null };
export const accept: NftObject = { accept: null };
export const drop: NftObject = { drop: null };

export function jump(target: string): NftObject {
  return { jump: { target } };
}

export function dnat(addr: string, toPort: number): NftObject {
  return { dnat: { addr, port: toPort } };
}

/** Masquerading, or a fixed source address. */
export function sourceNat(addr: string | undefined): NftObject {
  return addr === undefined ? { masquerade: null } : { snat: { addr } };
}

function match(left: NftObject, right: unknown, op: Operator): NftObject {
  return { match: { op, left, right } };
}
