import assert from 'node:assert/strict';
import type { IpamPool } from '../../../src/model/network';
import { observed, unknown } from '../../../src/model/provenance';
import { poolUsage } from '../../../src/scene/poolUsage';
import { aNetwork, aTopology } from '../../support/topologyBuilder';

function pool(subnet: string, more: Partial<IpamPool> = {}): IpamPool {
  return {
    family: subnet.includes(':') ? 6 : 4,
    subnet: observed(subnet, 'test'),
    aux: observed([], 'test'),
    ...more,
  };
}

const gateway = (address: string) => ({ gateway: observed(address, 'test') });
const range = (cidr: string) => ({ range: observed(cidr, 'test') });

describe('poolUsage', () => {
  const table: readonly (readonly [string, IpamPool, bigint, bigint])[] = [
    ['a /16 with its gateway', pool('172.18.0.0/16', gateway('172.18.0.1')), 65_534n, 65_533n],
    ['a /30 without gateway', pool('10.0.0.0/30'), 2n, 2n],
    ['a /31 has no reserved addresses', pool('10.0.0.0/31'), 2n, 2n],
    ['a /64', pool('fd00::/64', gateway('fd00::1')), 2n ** 64n - 1n, 2n ** 64n - 2n],
    [
      'a range in the middle: its own first and last address can be handed out',
      pool('10.0.0.0/16', { ...gateway('10.0.0.1'), ...range('10.0.5.0/28') }),
      16n,
      16n,
    ],
    [
      'a range at the start of the subnet',
      pool('10.0.0.0/16', { ...gateway('10.0.0.1'), ...range('10.0.0.0/28') }),
      15n,
      14n,
    ],
    ['a range outside of the subnet', pool('10.0.0.0/24', range('10.9.0.0/24')), 0n, 0n],
  ];
  for (const [situation, given, assignable, left] of table) {
    it(`counts ${situation}`, () => {
      const usage = poolUsage(given, []);
      assert.equal(usage?.assignable, assignable);
      assert.equal(usage.left, left);
    });
  }

  it('counts auxiliary addresses as taken, the gateway only once', () => {
    const aux = observed(
      [
        { name: 'a', address: '10.0.0.1' },
        { name: 'b', address: '10.0.0.9' },
        { name: 'elsewhere', address: '10.9.0.1' },
      ],
      'test',
    );
    const usage = poolUsage(pool('10.0.0.0/24', { ...gateway('10.0.0.1'), aux }), []);
    assert.equal(usage?.reserved, 2n);
    assert.equal(usage.left, 252n);
  });

  it('counts the addresses of running containers only', () => {
    const front = aNetwork('front', { subnet: '10.0.0.0/24', gateway: '10.0.0.1' });
    const { endpoints } = aTopology([front], {
      web: { networks: ['front'] },
      old: { networks: ['front'], state: 'exited' },
    });
    const [own] = front.ipam;
    assert.ok(own);
    assert.equal(poolUsage(own, endpoints)?.endpoints, 1n);
  });

  it('knows nothing while the subnet is not known', () => {
    const open = pool('10.0.0.0/24', { subnet: unknown('chosen at up', 'starting') });
    assert.equal(poolUsage(open, []), undefined);
  });
});
