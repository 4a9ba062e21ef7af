import assert from 'node:assert/strict';
import {
  builtInBridgeSubnet,
  builtInPools,
  freeSubnets,
  type AddressPool,
} from '../../../src/topology/addressPools';

interface Case {
  readonly situation: string;
  readonly version: string;
  readonly pools?: readonly AddressPool[];
  readonly taken: readonly string[];
  readonly last?: string;
  readonly count: number;
  readonly expected: readonly string[];
}

const docker0 = builtInBridgeSubnet;
const upTo = (last: number) =>
  Array.from({ length: last - 16 }, (_, index) => `172.${17 + index}.0.0/16`);

const cases: readonly Case[] = [
  {
    situation: 'the built-in pools after docker0',
    version: '28.5',
    taken: [docker0],
    count: 3,
    expected: ['172.18.0.0/16', '172.19.0.0/16', '172.20.0.0/16'],
  },
  {
    situation: 'the small pools once the large ones are used up',
    version: '28.5',
    taken: upTo(31),
    count: 2,
    expected: ['192.168.0.0/20', '192.168.16.0/20'],
  },
  {
    situation: 'nothing once all is used up',
    version: '28.5',
    taken: [...upTo(31), '192.168.0.0/16'],
    count: 1,
    expected: [],
  },
  {
    situation: 'what a wide or a narrow subnet overlaps is passed over',
    version: '26.1',
    taken: [docker0, '172.18.7.0/24', '172.20.0.0/15'],
    count: 2,
    expected: ['172.19.0.0/16', '172.22.0.0/16'],
  },
  {
    situation: 'a freed subnet first, from 24 on',
    version: '24.0.9',
    taken: [docker0, '172.19.0.0/16'],
    last: '172.19.0.0/16',
    count: 1,
    expected: ['172.18.0.0/16'],
  },
  {
    situation: 'the one after the last, up to 23',
    version: '20.10.24',
    taken: [docker0, '172.19.0.0/16'],
    last: '172.19.0.0/16',
    count: 1,
    expected: ['172.20.0.0/16'],
  },
  {
    situation: 'round the list, up to 23',
    version: '23.0.1',
    taken: [docker0, '192.168.240.0/20'],
    last: '192.168.240.0/20',
    count: 2,
    expected: ['172.18.0.0/16', '172.19.0.0/16'],
  },
  {
    situation: 'pools of the daemon in their order, up to 26',
    version: '26.1',
    pools: [
      { base: '10.201.0.0/16', size: 24 },
      { base: '10.200.0.0/16', size: 24 },
    ],
    taken: ['10.201.0.0/24'],
    count: 1,
    expected: ['10.201.1.0/24'],
  },
  {
    situation: 'pools of the daemon sorted, from 27 on',
    version: '27.0',
    pools: [
      { base: '10.201.0.0/16', size: 24 },
      { base: '10.200.0.0/16', size: 24 },
    ],
    taken: ['10.200.0.0/24'],
    count: 1,
    expected: ['10.200.1.0/24'],
  },
  {
    situation: 'past what is taken in one step, however fine the pool',
    version: '28.5',
    pools: [{ base: '10.0.0.0/8', size: 30 }],
    taken: ['10.0.0.0/9'],
    count: 1,
    expected: ['10.128.0.0/30'],
  },
  {
    situation: 'nothing from pools that are none',
    version: '28.5',
    pools: [
      { base: 'fd00::/48', size: 64 },
      { base: 'nonsense', size: 24 },
      { base: '10.0.0.0/24', size: 16 },
    ],
    taken: [],
    count: 1,
    expected: [],
  },
];

describe('freeSubnets', () => {
  for (const { situation, version, pools = builtInPools, taken, last, count, expected } of cases) {
    it(`gives ${situation}`, () => {
      assert.deepEqual(freeSubnets({ pools, taken, last }, count, version).subnets, expected);
    });
  }
});
