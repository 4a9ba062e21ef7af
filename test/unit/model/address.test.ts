import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addressBits,
  addressFamily,
  assignableCount,
  compareAddresses,
  contains,
  isAssignable,
  overlaps,
  parseSubnet,
  subnetSize,
} from '../../../src/model/address';

const ipv4 = fc.ipV4();
const prefix = fc.integer({ min: 0, max: 32 });

describe('addresses', () => {
  const malformed = ['', '1.2', '1.2.3', '01.2.3.4', '0x7f.1', '1.2.3.256', 'fe80::1%eth0', 'a:b'];
  for (const text of malformed) {
    it(`takes ${JSON.stringify(text)} for no address`, () => {
      assert.equal(addressFamily(text), undefined);
      assert.equal(contains('0.0.0.0/0', text), false);
    });
  }

  for (const cidr of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', 'fd00::/129', '/24']) {
    it(`takes ${JSON.stringify(cidr)} for no subnet`, () =>
      assert.equal(parseSubnet(cidr), undefined));
  }

  it('takes four decimal parts up to 255 for IPv4, and nothing else that has only digits and dots', () => {
    const part = fc.oneof(
      fc.integer({ min: 0, max: 300 }).map(String),
      fc.constantFrom('00', '01', ''),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 6 }), (parts) => {
        const plain = parts.every((one) => /^(0|[1-9]\d*)$/.test(one) && Number(one) < 256);
        const family = plain && parts.length === 4 ? 4 : undefined;
        assert.equal(addressFamily(parts.join('.')), family);
      }),
    );
    fc.assert(
      fc.property(ipv4, (text) => {
        const bits = text.split('.').reduce((all, one) => all * 256n + BigInt(one), 0n);
        assert.equal(addressBits(text), bits);
      }),
    );
  });

  it('clears host bits as engines up to 24 do', () => {
    assert.deepEqual(parseSubnet('10.9.0.5/24'), parseSubnet('10.9.0.0/24'));
  });

  it('knows sizes', () => {
    const table: readonly [string, bigint, bigint][] = [
      ['172.18.0.0/16', 65536n, 65534n],
      ['10.0.0.0/30', 4n, 2n],
      ['10.0.0.0/31', 2n, 2n],
      ['10.0.0.1/32', 1n, 1n],
      ['fd00::/64', 2n ** 64n, 2n ** 64n - 1n],
      ['nonsense', 0n, 0n],
    ];
    for (const [cidr, size, assignable] of table) {
      assert.equal(subnetSize(cidr), size, cidr);
      assert.equal(assignableCount(cidr), assignable, cidr);
    }
  });

  it('reserves network and broadcast addresses', () => {
    assert.equal(isAssignable('10.0.0.0/24', '10.0.0.0'), false);
    assert.equal(isAssignable('10.0.0.0/24', '10.0.0.255'), false);
    assert.equal(isAssignable('10.0.0.0/24', '10.0.0.7'), true);
    assert.equal(isAssignable('10.0.0.0/24', '10.0.1.7'), false);
    assert.equal(isAssignable('fd00::/64', 'fd00::'), false);
    assert.equal(isAssignable('fd00::/64', 'fd00::ffff:ffff:ffff:ffff'), true);
  });

  it('finds every address in its own subnet', () => {
    fc.assert(
      fc.property(ipv4, prefix, (address, length) => contains(`${address}/${length}`, address)),
      { seed: 1 },
    );
  });

  it('overlaps exactly when one holds the other’s first address', () => {
    fc.assert(
      fc.property(ipv4, prefix, ipv4, prefix, (a, al, b, bl) => {
        const left = `${a}/${al}`;
        const right = `${b}/${bl}`;
        const wider = al < bl ? left : right;
        return overlaps(left, right) === contains(wider, al < bl ? b : a);
      }),
      { seed: 1 },
    );
  });

  it('orders numerically, IPv4 first and what is no address last', () => {
    assert.deepEqual(
      ['x', 'fd00::2', '10.0.0.10', '10.0.0.9', 'fd00::1', 'a'].sort(compareAddresses),
      ['10.0.0.9', '10.0.0.10', 'fd00::1', 'fd00::2', 'a', 'x'],
    );
  });
});
