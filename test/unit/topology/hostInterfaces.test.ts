import assert from 'node:assert/strict';
import type {
  KernelInterface,
  KernelRoute,
  NamespaceFacts,
  RoutingRule,
} from '../../../src/model/kernel';
import { isKnown } from '../../../src/model/provenance';
import { bridges, withBridgeDevices } from '../../../src/topology/bridges';
import { hostInterfaces } from '../../../src/topology/hostInterfaces';
import { aNetwork } from '../../support/topologyBuilder';

let index = 0;

function device(name: string, kind = '', more: Partial<KernelInterface> = {}): KernelInterface {
  index += 1;
  return { name, index, kind, up: true, addresses: [], ...more };
}

function at(address: string, prefixLength = 24, scope = 'global') {
  return { family: 4 as const, address, prefixLength, scope };
}

function route(destination: string, by: string, more: Partial<KernelRoute> = {}): KernelRoute {
  return { family: 4, type: 'unicast', table: 'main', destination, device: by, metric: 0, ...more };
}

const ownRules: readonly RoutingRule[] = [
  { family: 4, priority: 0, table: 'local' },
  { family: 4, priority: 32766, table: 'main' },
];

function facts(
  interfaces: readonly KernelInterface[],
  routes: readonly KernelRoute[],
  rules: readonly RoutingRule[] = [],
): NamespaceFacts {
  const sorted = [...rules, ...ownRules].sort((a, b) => a.priority - b.priority);
  return { interfaces, routes, rules: sorted, sysctl: new Map() };
}

const eth0 = device('eth0', '', { addresses: [at('192.0.2.2')] });
const wlan0 = device('wlan0', '', { addresses: [at('198.51.100.2')] });
const tun0 = device('tun0', 'tun', { addresses: [at('10.8.0.2')] });
const everywhere = '0.0.0.0/0';

interface Case {
  readonly situation: string;
  readonly routes: readonly KernelRoute[];
  readonly rules?: readonly RoutingRule[];
  /** `name families` of each, `?` where it is not sure. */
  readonly leaves: readonly string[];
}

const table: readonly Case[] = [
  {
    situation: 'by the only default route',
    routes: [route(everywhere, 'eth0', { gateway: '192.0.2.1' })],
    leaves: ['eth0 4', 'wlan0 ', 'tun0 '],
  },
  {
    situation: 'by the default route of the lowest metric',
    routes: [
      route(everywhere, 'wlan0', { metric: 600 }),
      route(everywhere, 'eth0', { metric: 100 }),
    ],
    leaves: ['eth0 4', 'wlan0 ', 'tun0 '],
  },
  {
    situation: 'by a tunnel that takes both halves of the world',
    routes: [route(everywhere, 'eth0'), route('0.0.0.0/1', 'tun0'), route('128.0.0.0/1', 'tun0')],
    leaves: ['eth0 ', 'wlan0 ', 'tun0 4'],
  },
  {
    situation: 'by neither half alone',
    routes: [route(everywhere, 'eth0'), route('0.0.0.0/1', 'tun0')],
    leaves: ['eth0 4', 'wlan0 ', 'tun0 '],
  },
  {
    situation: 'by the table of a rule that stands before main',
    routes: [route(everywhere, 'eth0'), route(everywhere, 'wlan0', { table: '100' })],
    rules: [{ family: 4, priority: 100, table: '100' }],
    leaves: ['eth0 ', 'wlan0 4', 'tun0 '],
  },
  {
    situation: 'past a rule for one source',
    routes: [route(everywhere, 'eth0'), route(everywhere, 'wlan0', { table: '100' })],
    rules: [{ family: 4, priority: 100, table: '100', from: '198.51.100.2/32' }],
    leaves: ['eth0 4', 'wlan0 ', 'tun0 '],
  },
  {
    situation: 'unknown where a rule that is not understood may take it',
    routes: [route(everywhere, 'eth0'), route(everywhere, 'tun0', { table: '51820' })],
    rules: [{ family: 4, priority: 32764, table: '51820', notUnderstood: '{"not":null}' }],
    leaves: ['eth0 ?', 'wlan0 ', 'tun0 ?'],
  },
  { situation: 'nowhere without a route', routes: [], leaves: ['eth0 ', 'wlan0 ', 'tun0 '] },
  {
    situation: 'not by a route that refuses',
    routes: [route(everywhere, 'eth0', { type: 'unreachable' })],
    leaves: ['eth0 ', 'wlan0 ', 'tun0 '],
  },
];

describe('the way out of the host', () => {
  for (const { situation, routes, rules, leaves } of table) {
    it(`is ${situation}`, () => {
      const interfaces = [eth0, wlan0, tun0];
      const found = hostInterfaces(facts(interfaces, routes, rules), interfaces, () => false);
      assert.deepEqual(
        found.map(
          ({ name, gatewayFor }) =>
            `${name} ${isKnown(gatewayFor) ? gatewayFor.value.join(' ') : '?'}`,
        ),
        leaves,
      );
    });
  }
});

describe('hostInterfaces', () => {
  const lo = device('lo', 'loopback', { addresses: [at('127.0.0.1', 8, 'host')] });
  const isNone = () => false;

  const kinds: readonly (readonly [string, readonly KernelInterface[], readonly string[]])[] = [
    ['leaves the loopback out', [lo, eth0], ['eth0']],
    [
      'leaves wires of containers out',
      [eth0, device('veth1', 'veth', { master: 'br-a' })],
      ['eth0'],
    ],
    [
      'keeps a veth with an address: the host is a container itself',
      [device('eth0', 'veth', { addresses: [at('192.0.2.2')] })],
      ['eth0'],
    ],
    ['leaves a veth without address and bridge out', [device('veth9', 'veth')], []],
    [
      'leaves bridges of others out',
      [device('virbr0', 'bridge', { addresses: [at('192.168.122.1')] })],
      [],
    ],
    [
      'keeps a bridge that holds a NIC, and the NIC',
      [
        device('br0', 'bridge', { addresses: [at('192.0.2.2')] }),
        device('enp1s0', '', { master: 'br0' }),
      ],
      ['br0', 'enp1s0'],
    ],
    [
      'leaves devices out that the kernel made and nobody uses',
      [device('sit0', 'sit', { up: false }), device('ifb0', 'ifb', { up: false })],
      [],
    ],
    [
      'keeps a VLAN and what it stands on',
      [device('eth9', ''), device('eth9.7', 'vlan')],
      ['eth9', 'eth9.7'],
    ],
  ];
  for (const [situation, interfaces, names] of kinds) {
    it(situation, () =>
      assert.deepEqual(
        hostInterfaces(facts(interfaces, []), interfaces, isNone).map(({ name }) => name),
        names,
      ),
    );
  }

  it('tells state, MTU, MAC address, global addresses first, parent and next hops', () => {
    const vlan: KernelInterface = {
      ...device('eth0.7', 'vlan'),
      linkIndex: eth0.index,
      operState: 'UP',
      mtu: 1450,
      mac: '02:00:00:00:00:02',
      addresses: [at('169.254.9.9', 16, 'link'), at('203.0.113.2')],
    };
    const routes = [route(everywhere, 'eth0.7', { gateway: '203.0.113.9' })];
    const found = hostInterfaces(facts([eth0, vlan], routes), [eth0, vlan], isNone)[1];
    assert.ok(found);
    const { gatewayFor, ...rest } = found;
    assert.ok(isKnown(gatewayFor));
    assert.deepEqual(gatewayFor.value, [4]);
    assert.deepEqual(rest, {
      name: 'eth0.7',
      index: vlan.index,
      state: 'up',
      mtu: 1450,
      mac: '02:00:00:00:00:02',
      addresses: ['203.0.113.2/24', '169.254.9.9/16'],
      kind: 'vlan',
      parent: 'eth0',
      gateways: ['203.0.113.9'],
    });
  });
});

describe('bridges', () => {
  const a = aNetwork('a', { subnet: '10.1.0.0/24', gateway: '10.1.0.1' });
  const unnamed = { ...a, bridgeDevice: { unknown: 'not told', settledBy: 'host access' } };
  const brA = device('br-a', 'bridge', { addresses: [at('10.1.0.1')], mtu: 1400, stp: false });
  const old = device('br-old', 'bridge', { addresses: [at('10.9.0.1')] });

  it('tell STP, MTU, addresses and ports', () => {
    const port = device('veth1', 'veth', { master: 'br-a' });
    const [found] = bridges([a], [brA, port], () => false);
    assert.ok(found && isKnown(found.kernel));
    const { stp, mtu, addresses, ports } = found.kernel.value;
    assert.deepEqual(
      { stp, mtu, addresses, ports },
      {
        stp: false,
        mtu: 1400,
        addresses: ['10.1.0.1/24'],
        ports: ['veth1'],
      },
    );
  });

  it('that no network has are kept, without a network', () => {
    const [, found, ...more] = bridges([a], [brA, old], () => false);
    assert.ok(found && isKnown(found.device) && isKnown(found.kernel));
    assert.equal(found.device.value, 'br-old');
    assert.equal(found.networkId, undefined);
    assert.deepEqual(more, []);
  });

  it('that the host does not have are unknown, with the reason', () => {
    const [found] = bridges([a], [old], () => false);
    assert.ok(found?.kernel && !isKnown(found.kernel));
    assert.match(found.kernel.unknown, /no bridge br-a/);
  });

  it('are found by the gateway where the engine names none', () => {
    const [found] = withBridgeDevices([unnamed], [brA, old]);
    assert.ok(found && isKnown(found.bridgeDevice));
    assert.equal(found.bridgeDevice.value, 'br-a');
  });

  it('are not guessed at when two have the gateway, or the host was not read', () => {
    const twin = device('br-twin', 'bridge', { addresses: [at('10.1.0.1')] });
    assert.deepEqual(withBridgeDevices([unnamed], [brA, twin]), [unnamed]);
    assert.deepEqual(withBridgeDevices([unnamed], undefined), [unnamed]);
  });
});
