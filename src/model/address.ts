import ipaddr from 'ipaddr.js';
import type { AddressFamily } from './network';

/**
 * Addresses and subnets. The only user of ipaddr.js. Addresses are strings in canonical form
 * everywhere else; a string that is no address gives `undefined`, never an exception.
 */

export interface Subnet {
  readonly family: AddressFamily;
  /** First address, as a number: 32 or 128 bits. */
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLength: number;
}

interface ParsedAddress {
  readonly family: AddressFamily;
  readonly bits: bigint;
}

/** IPv4 as the engine writes it, in four decimal parts: `ipaddr.js` would also take `1.2` and octal forms. */
function parse(address: string): ParsedAddress | undefined {
  const four = fourParts(address);
  if (four !== undefined) return { family: 4, bits: BigInt(four) };
  if (address.includes(':') && !address.includes('%') && ipaddr.IPv6.isValid(address)) {
    return { family: 6, bits: toBits(ipaddr.IPv6.parse(address).toByteArray()) };
  }
  return undefined;
}

/** By hand, as every question parses some thousand of them. */
function fourParts(address: string): number | undefined {
  let [value, part, dots] = [0, -1, 0];
  for (let index = 0; index < address.length; index += 1) {
    const digit = address.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) {
      // No part begins with a nought but nought itself.
      if (part === 0) return undefined;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return undefined;
    } else {
      if (address[index] !== '.' || part < 0) return undefined;
      value = value * 256 + part;
      part = -1;
      dots += 1;
    }
  }
  return dots === 3 && part >= 0 ? value * 256 + part : undefined;
}

function toBits(bytes: readonly number[]): bigint {
  return bytes.reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}

/** 4 or 6; `undefined` when the text is no address. */
export function addressFamily(address: string): AddressFamily | undefined {
  return parse(address)?.family;
}

/** An address as a number of 32 or 128 bits; `undefined` when the text is no address. */
export function addressBits(address: string): bigint | undefined {
  return parse(address)?.bits;
}

/** Parses `172.18.0.0/16`. Host bits are accepted and cleared: engines up to 24 take them (moby: validateIpamConfig came in 25). */
export function parseSubnet(cidr: string): Subnet | undefined {
  const slash = cidr.indexOf('/');
  if (slash < 0) return undefined;
  const address = parse(cidr.slice(0, slash));
  const prefix = cidr.slice(slash + 1);
  if (address === undefined || !/^\d{1,3}$/.test(prefix)) return undefined;
  const width = address.family === 4 ? 32 : 128;
  const prefixLength = Number(prefix);
  if (prefixLength > width) return undefined;
  const hostMask = (1n << BigInt(width - prefixLength)) - 1n;
  const first = address.bits & ~hostMask;
  return { family: address.family, first, last: first | hostMask, prefixLength };
}

/** Whether the subnet holds the address; false when either is malformed. */
export function contains(cidr: string, address: string): boolean {
  const subnet = parseSubnet(cidr);
  const parsed = parse(address);
  return (
    subnet !== undefined &&
    parsed !== undefined &&
    subnet.family === parsed.family &&
    parsed.bits >= subnet.first &&
    parsed.bits <= subnet.last
  );
}

export function overlaps(a: string, b: string): boolean {
  const left = parseSubnet(a);
  const right = parseSubnet(b);
  return (
    left !== undefined &&
    right !== undefined &&
    left.family === right.family &&
    left.first <= right.last &&
    right.first <= left.last
  );
}

/** How many addresses the subnet has, reserved ones included; 0 when malformed. */
export function subnetSize(cidr: string): bigint {
  const subnet = parseSubnet(cidr);
  return subnet === undefined ? 0n : subnet.last - subnet.first + 1n;
}

/**
 * How many addresses the engine may hand out: without network and broadcast address (IPv4 up to
 * /30) or the subnet-router anycast address (IPv6 up to /126), moby: libnetwork/ipam newPoolData.
 */
export function assignableCount(cidr: string): bigint {
  const subnet = parseSubnet(cidr);
  if (subnet === undefined) return 0n;
  const size = subnet.last - subnet.first + 1n;
  if (size <= 2n) return size;
  return subnet.family === 4 ? size - 2n : size - 1n;
}

/** Whether the engine would hand out or accept this address in the subnet: inside, and not reserved. */
export function isAssignable(cidr: string, address: string): boolean {
  const subnet = parseSubnet(cidr);
  const parsed = parse(address);
  if (subnet === undefined || parsed === undefined || !contains(cidr, address)) return false;
  if (subnet.last - subnet.first + 1n <= 2n) return true;
  if (parsed.bits === subnet.first) return false;
  return subnet.family === 6 || parsed.bits !== subnet.last;
}

/** Numeric order, IPv4 before IPv6; what is no address comes last, in text order. */
export function compareAddresses(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  if (left === undefined || right === undefined) {
    if (left !== undefined) return -1;
    if (right !== undefined) return 1;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  if (left.family !== right.family) return left.family - right.family;
  return left.bits < right.bits ? -1 : left.bits > right.bits ? 1 : 0;
}

/** `172.18.5.0/16` → `172.18.0.0/16`: network address and prefix as the kernel writes them. */
export function canonicalSubnet(cidr: string): string | undefined {
  const subnet = parseSubnet(cidr);
  if (subnet === undefined) return undefined;
  return `${toText(subnet.first, subnet.family)}/${subnet.prefixLength}`;
}

/** An address as the kernel writes it; `undefined` when the text is none. */
export function canonicalAddress(address: string): string | undefined {
  const parsed = parse(address);
  return parsed === undefined ? undefined : toText(parsed.bits, parsed.family);
}

/** The address of a number of 32 or 128 bits, as the kernel writes it. */
export function addressText(bits: bigint, family: AddressFamily): string {
  return toText(bits, family);
}

function toText(bits: bigint, family: AddressFamily): string {
  const length = family === 4 ? 4 : 16;
  const bytes = Array.from({ length }, (_, index) =>
    Number((bits >> BigInt(8 * (length - 1 - index))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
