import assert from 'node:assert/strict';
import type { Endpoint } from '../../../src/model/endpoint';
import type { KernelInterface, NamespaceFacts } from '../../../src/model/kernel';
import { isKnown, observed } from '../../../src/model/provenance';
import type { LearnedAddress } from '../../../src/topology/bridgesForwarding';
import { looseVeths, pairVeths, type WireFacts } from '../../../src/topology/vethPairing';
import { aNetwork, aTopology } from '../../support/topologyBuilder';

/** A device; ends of veths as `peer index @ number of its namespace`. */
function device(
  index: number,
  name: string,
  more: Partial<KernelInterface> & { readonly peer?: readonly [number, number] } = {},
): KernelInterface {
  const { peer, ...rest } = more;
  const kind = peer === undefined ? '' : 'veth';
  return {
    name,
    index,
    kind,
    up: true,
    addresses: [],
    ...(peer === undefined ? {} : { linkIndex: peer[0], linkNamespace: peer[1] }),
    ...rest,
  };
}

function bridge(index: number, name: string): KernelInterface {
  return device(index, name, { kind: 'bridge' });
}

function namespace(...interfaces: readonly KernelInterface[]): NamespaceFacts {
  return { interfaces, rules: [], sysctl: new Map() };
}

function learned(mac: string, port: string, on: string): LearnedAddress {
  return { mac, device: port, bridge: on };
}

const networks = [aNetwork('a'), aNetwork('b')];
const macs: Readonly<Record<string, string>> = {
  'web@a': '02:00:00:00:00:a1',
  'db@a': '02:00:00:00:00:a2',
  'web@b': '02:00:00:00:00:b1',
};

/** web on a and b, db on a; MAC addresses as the engine tells them. */
const endpoints: readonly Endpoint[] = aTopology(networks, {
  web: { networks: ['a', 'b'] },
  db: { networks: ['a'] },
}).endpoints.map((endpoint) => ({ ...endpoint, mac: observed(macs[endpoint.key] ?? '', 'test') }));

const host = {
  a: bridge(3, 'br-a'),
  b: bridge(4, 'br-b'),
  webA: device(6, 'vethWebA', { peer: [2, 1], master: 'br-a' }),
  dbA: device(7, 'vethDbA', { peer: [2, 2], master: 'br-a' }),
  webB: device(8, 'vethWebB', { peer: [3, 1], master: 'br-b' }),
};
const everything = Object.values(host);

const web = namespace(
  device(2, 'eth0', { peer: [6, 0], mac: '02:00:00:00:00:a1' }),
  device(3, 'eth1', { peer: [8, 0], mac: '02:00:00:00:00:b1' }),
);
const db = namespace(device(2, 'eth0', { peer: [7, 0], mac: '02:00:00:00:00:a2' }));

interface Case {
  readonly situation: string;
  readonly interfaces?: readonly KernelInterface[];
  readonly forwarding?: readonly LearnedAddress[];
  readonly sandboxes?: Readonly<Record<string, NamespaceFacts>>;
  /** By endpoint: the veth and how it was told, or why it is not known. */
  readonly pairs: Readonly<Record<string, string>>;
  readonly loose?: readonly string[];
}

const index = 'ip -d -j addr on the host and in the container’s namespace';
const sameNamespace = 'ip -d -j addr: it leads to the namespace of the container’s other wire';
const all = {
  'db@a': `vethDbA by ${index}`,
  'web@a': `vethWebA by ${index}`,
  'web@b': `vethWebB by ${index}`,
};
const both = { 'sandbox-id:web': web, 'sandbox-id:db': db };
const notLearned = 'br-a has not learned at which port the endpoint’s MAC address is';

const table: readonly Case[] = [
  {
    situation: 'two namespaces with equal indices are told apart by the host’s own index',
    sandboxes: both,
    pairs: all,
  },
  {
    situation:
      'a namespace that was not read (no shell, no rights) is found by the forwarding table',
    sandboxes: { 'sandbox-id:web': web },
    forwarding: [learned('02:00:00:00:00:a2', 'vethDbA', 'br-a')],
    pairs: { ...all, 'db@a': 'vethDbA by bridge -j fdb' },
  },
  {
    situation: 'one learned address tells the other wires of the container',
    forwarding: [learned('02:00:00:00:00:a1', 'vethWebA', 'br-a')],
    pairs: {
      'web@a': 'vethWebA by bridge -j fdb',
      'web@b': `vethWebB by ${sameNamespace}`,
      'db@a': 'vethDbA by br-a has one port and one endpoint that are not paired otherwise',
    },
  },
  {
    situation: 'two ports and two endpoints and nothing else said stay open',
    interfaces: [host.a, host.webA, host.dbA],
    pairs: { 'db@a': notLearned, 'web@a': notLearned, 'web@b': 'the host has no bridge br-b' },
    loose: ['vethWebA undecided', 'vethDbA undecided'],
  },
  {
    situation: 'an address learned at two ports, or on another bridge, tells nothing',
    forwarding: [
      learned('02:00:00:00:00:a1', 'vethWebA', 'br-a'),
      learned('02:00:00:00:00:a1', 'vethDbA', 'br-a'),
      learned('02:00:00:00:00:a2', 'vethWebB', 'br-b'),
    ],
    pairs: {
      'db@a': notLearned,
      'web@a': notLearned,
      'web@b': 'vethWebB by br-b has one port and one endpoint that are not paired otherwise',
    },
    loose: ['vethWebA undecided', 'vethDbA undecided'],
  },
  {
    situation: 'a left-over veth beside the wires stays left over',
    interfaces: [...everything, device(9, 'vethOld', { peer: [2, 9], master: 'br-a' })],
    sandboxes: both,
    pairs: all,
    loose: ['vethOld left-over'],
  },
  {
    situation: 'a left-over veth on the bridge of an endpoint that is not paired may be its wire',
    interfaces: [
      host.a,
      host.b,
      host.webA,
      host.webB,
      device(9, 'vethOld', { peer: [2, 9], master: 'br-a' }),
    ],
    sandboxes: { 'sandbox-id:web': web },
    pairs: {
      ...all,
      'db@a': 'vethOld by br-a has one port and one endpoint that are not paired otherwise',
    },
  },
  {
    situation: 'a veth with the index but another peer is not the other end',
    interfaces: [host.a, host.b, host.webA, host.webB, device(7, 'vethNested', { peer: [9, 4] })],
    sandboxes: both,
    pairs: { ...all, 'db@a': 'no port of br-a names this interface as its other end' },
    loose: ['vethNested left-over'],
  },
  {
    situation: 'a veth that was taken off its bridge is not guessed at',
    interfaces: [host.a, host.b, host.webA, host.webB, device(7, 'vethDbA', { peer: [2, 2] })],
    sandboxes: both,
    pairs: { ...all, 'db@a': 'no port of br-a names this interface as its other end' },
    loose: ['vethDbA left-over'],
  },
];

describe('pairVeths', () => {
  for (const { situation, interfaces = everything, forwarding = [], ...one } of table) {
    it(situation, () => {
      const facts: WireFacts = {
        interfaces,
        forwarding,
        sandboxes: new Map(Object.entries(one.sandboxes ?? {})),
        sandboxOf: ({ name }) => `sandbox-id:${name}`,
      };
      const pairs = pairVeths(endpoints, networks, facts);
      const said = pairs.map(({ endpointId, hostEnd }) => {
        const key = endpointId.replace('endpoint-id:', '');
        if (!isKnown(hostEnd)) return [key, hostEnd.unknown];
        const { source } = hostEnd;
        const how = source.kind === 'observed' ? source.from : 'rule' in source ? source.rule : '';
        return [key, `${hostEnd.value} by ${how}`];
      });
      assert.deepEqual(Object.fromEntries(said), one.pairs);
      const loose = looseVeths(pairs, endpoints, networks, facts, () => false);
      assert.deepEqual(
        loose.map(({ name, kind }) => `${name} ${kind}`),
        one.loose ?? [],
      );
    });
  }

  it('names the end in the container, and tells the device on the host', () => {
    const facts: WireFacts = {
      interfaces: everything.map((one) => ({ ...one, mtu: 1450, operState: 'UP' })),
      forwarding: [],
      sandboxes: new Map(Object.entries(both)),
      sandboxOf: ({ name }) => `sandbox-id:${name}`,
    };
    const pair = pairVeths(endpoints, networks, facts).find(
      ({ endpointId }) => endpointId === 'endpoint-id:web@b',
    );
    assert.ok(pair && isKnown(pair.containerEnd));
    assert.equal(pair.containerEnd.value, 'eth1');
    assert.deepEqual(pair.device, {
      name: 'vethWebB',
      index: 8,
      state: 'up',
      mtu: 1450,
      addresses: [],
    });
  });
});
