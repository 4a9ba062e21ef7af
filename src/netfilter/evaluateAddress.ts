import { addressBits, addressFamily, parseSubnet, type Subnet } from '../model/address';
import type { SetValue } from '../model/rules';

const bitsOf = new Map<string, bigint | undefined>();
const subnetOf = new Map<string, Subnet | undefined>();

/** Caches stay small: a snapshot names some thousand addresses, foreign input may name more. */
const cacheLimit = 50_000;

/** `addressBits`, remembered: walks ask for the same few addresses again and again. */
export function cachedBits(address: string): bigint | undefined {
  if (bitsOf.has(address)) return bitsOf.get(address);
  if (bitsOf.size > cacheLimit) bitsOf.clear();
  const bits = addressBits(address);
  bitsOf.set(address, bits);
  return bits;
}

/** `parseSubnet`, remembered. */
export function cachedSubnet(cidr: string): Subnet | undefined {
  if (subnetOf.has(cidr)) return subnetOf.get(cidr);
  if (subnetOf.size > cacheLimit) subnetOf.clear();
  const subnet = parseSubnet(cidr);
  subnetOf.set(cidr, subnet);
  return subnet;
}

/** Whether an address lies in a value of a set; `undefined` when the value is no address. */
export function holdsAddress(value: SetValue, address: string): boolean | undefined {
  const bits = cachedBits(address);
  if (bits === undefined) return undefined;
  switch (value.kind) {
    case 'any':
      return true;
    case 'one': {
      if (value.value.includes('/')) return inSubnet(value.value, address, bits);
      const other = cachedBits(value.value);
      if (other === undefined) return undefined;
      return other === bits && addressFamily(value.value) === addressFamily(address);
    }
    case 'prefix':
      return inSubnet(value.cidr, address, bits);
    case 'range': {
      const first = cachedBits(value.first);
      const last = cachedBits(value.last);
      if (first === undefined || last === undefined) return undefined;
      const sameFamily = addressFamily(value.first) === addressFamily(address);
      return sameFamily && bits >= first && bits <= last;
    }
    case 'beginning':
      return undefined;
  }
}

function inSubnet(cidr: string, address: string, bits: bigint): boolean | undefined {
  const subnet = cachedSubnet(cidr);
  if (subnet === undefined) return undefined;
  return (
    (subnet.family === 6) === address.includes(':') && bits >= subnet.first && bits <= subnet.last
  );
}
