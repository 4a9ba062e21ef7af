import { addressBits, addressFamily, parseSubnet } from '../../model/address';

/** Tells addresses apart by the prefixes and addresses given: those of one rank lie in the same of them. */
export class AddressRanks {
  private readonly cuts: readonly bigint[];

  constructor(literals: ReadonlySet<string>) {
    this.cuts = cutPoints(literals);
  }

  rank(address: string): number {
    const bits = addressBits(address);
    if (bits === undefined) return -1;
    const key = ordered(address, bits);
    let [low, high] = [0, this.cuts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.cuts[middle] ?? 0n) <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function cutPoints(literals: ReadonlySet<string>): readonly bigint[] {
  const cuts = new Set<bigint>();
  for (const literal of literals) {
    const bits = addressBits(literal);
    const subnet = parseSubnet(literal);
    if (bits !== undefined) {
      cuts.add(ordered(literal, bits));
      cuts.add(ordered(literal, bits) + 1n);
    } else if (subnet !== undefined) {
      const offset = subnet.family === 6 ? sixes : 0n;
      cuts.add(subnet.first + offset);
      cuts.add(subnet.last + 1n + offset);
    }
  }
  return [...cuts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

const sixes = 1n << 130n;

function ordered(address: string, bits: bigint): bigint {
  return addressFamily(address) === 6 ? bits + sixes : bits;
}
