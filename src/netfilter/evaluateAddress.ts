import { addressBits, addressFamily, parseSubnet, type Subnet } from '../model/address';
import type { SetValue } from '../model/rules';

/** `null`: the text is none. */
const bitsOf = new Map<string, bigint | null>();
const subnetOf = new Map<string, Subnet | null>();

/** Caches stay small: a snapshot names some thousand addresses, foreign input may name more. */
const cacheLimit = 50_000;

/** `addressBits`, remembered: walks ask for the same few addresses again and again. */
export function cachedBits(address: string): bigint | undefined {
  return remembered(bitsOf, address, addressBits);
}

/** `parseSubnet`, remembered. */
export function cachedSubnet(cidr: string): Subnet | undefined {
  return remembered(subnetOf, cidr, parseSubnet);
}

function remembered<Value>(
  cache: Map<string, Value | null>,
  text: string,
  read: (text: string) => Value | undefined,
): Value | undefined {
  const known = cache.get(text);
  if (known !== undefined) return known ?? undefined;
  if (cache.size > cacheLimit) cache.clear();
  const value = read(text);
  cache.set(text, value ?? null);
  return value;
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
