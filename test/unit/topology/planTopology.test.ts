import assert from 'node:assert/strict';
import type { Endpoint } from '../../../src/model/endpoint';
import { isKnown, type Knowable } from '../../../src/model/provenance';
import type { Topology } from '../../../src/model/topology';
import { plannedFrom } from './plannedProject';

/** A fact as text: its value and where it is from, or why it is not known. */
function told<T>(fact: Knowable<T> | undefined): string {
  if (fact === undefined) return 'absent';
  if (!isKnown(fact)) return `unknown: ${fact.unknown}`;
  const value = JSON.stringify(fact.value);
  switch (fact.source.kind) {
    case 'declared':
      return `${value} at ${fact.source.line}:${fact.source.column}`;
    case 'predicted':
      return `${value} ${fact.source.assumed === true ? 'assumed' : 'by rule'}`;
    case 'observed':
      return `${value} observed`;
  }
}

function endpoint(topology: Topology, key: string): Endpoint {
  const found = topology.endpoints.find((item) => item.key === key);
  assert.ok(found, `no endpoint ${key}`);
  return found;
}

describe('planTopology', () => {
  it('gives networks and containers the keys the running project will have', async () => {
    const topology = await plannedFrom(
      'services:\n  web: {image: x, scale: 2, networks: [front, back]}\nnetworks: {front: , back: }\n',
    );
    assert.deepEqual(
      topology.networks.map(({ id, key }) => [id, key]),
      [
        ['planned:shop/back', 'shop/back'],
        ['planned:shop/front', 'shop/front'],
      ],
    );
    assert.deepEqual(
      topology.containers.map(({ id, key, name }) => [id, key, name.value]),
      [
        ['planned:shop/web/1', 'shop/web/1', 'shop-web-1'],
        ['planned:shop/web/2', 'shop/web/2', 'shop-web-2'],
      ],
    );
    assert.deepEqual(topology.endpoints.map(({ id, key }) => [id, key]).slice(0, 2), [
      ['planned:shop/web/1@planned:shop/back', 'shop/web/1@shop/back'],
      ['planned:shop/web/1@planned:shop/front', 'shop/web/1@shop/front'],
    ]);
  });

  it('tells what is declared, what is predicted and what only up decides', async () => {
    const topology = await plannedFrom(`services:
  web:
    image: x
    networks:
      front: {ipv4_address: 10.1.0.10, aliases: [www]}
      plain:
networks:
  front:
    ipam: {config: [{subnet: 10.1.0.0/24}]}
  plain:
    name: given
`);
    const [front, plain] = topology.networks;
    assert.equal(told(front?.name), '"shop_front" by rule');
    assert.equal(told(plain?.name), '"given" at 11:11');
    assert.equal(told(front?.driver), '"bridge" by rule');
    assert.equal(told(front?.ipam[0]?.subnet), '"10.1.0.0/24" at 9:30');
    assert.equal(told(front?.ipam[0]?.gateway), '"10.1.0.1" by rule');
    assert.equal(told(plain?.ipam[0]?.subnet), '"172.18.0.0/16" assumed');
    assert.equal(told(plain?.ipam[0]?.gateway), '"172.18.0.1" by rule');
    assert.equal(told(plain?.bridgeDevice).slice(0, 21), 'unknown: chosen at up');
    const fixed = endpoint(topology, 'shop/web/1@shop/front');
    assert.equal(told(fixed.ipv4), '{"address":"10.1.0.10","prefixLength":24} at 5:29');
    assert.equal(told(fixed.staticIpv4), '"10.1.0.10" at 5:29');
    assert.equal(told(fixed.aliases), '["shop-web-1","web","www"] by rule');
    const free = endpoint(topology, 'shop/web/1@shop/plain');
    assert.equal(told(free.ipv4), '{"address":"172.18.0.2","prefixLength":16} assumed');
    assert.equal(told(free.mac), 'unknown: chosen at up');
    assert.equal(told(topology.engine.version), '"28.5" by rule');
  });

  const gateways: readonly (readonly [
    situation: string,
    networks: string,
    version: string,
    expected: Readonly<Record<string, readonly number[]>>,
  ])[] = [
    ['the first network by name', 'a: , b: ', '28.5', { a: [4], b: [] }],
    ['never an internal one', 'a: {internal: true}, b: ', '28.5', { a: [], b: [4] }],
    ['the one of more families', 'a: , b: {enable_ipv6: true}', '28.5', { a: [], b: [4, 6] }],
    ['by the names the engine sees', 'a: {name: z}, b: ', '28.5', { a: [], b: [4] }],
  ];
  for (const [situation, networks, engineVersion, expected] of gateways) {
    it(`predicts the default route: ${situation}`, async () => {
      const topology = await plannedFrom(
        `services: {web: {image: x, networks: [a, b]}}\nnetworks: {${networks}}\n`,
        { engineVersion },
      );
      for (const [key, families] of Object.entries(expected)) {
        const { gatewayFor } = endpoint(topology, `shop/web/1@shop/${key}`);
        assert.deepEqual(isKnown(gatewayFor) && gatewayFor.value, families);
      }
    });
  }

  it('lets gw_priority decide', async () => {
    const topology = await plannedFrom(
      'services: {web: {image: x, networks: {a: , b: {gw_priority: 1}}}}\nnetworks: {a: , b: }\n',
    );
    assert.deepEqual(told(endpoint(topology, 'shop/web/1@shop/b').gatewayFor), '[4] by rule');
  });

  const modes: readonly (readonly [
    mode: string,
    sandbox: string,
    networks: readonly string[],
    endpoints: readonly string[],
  ])[] = [
    ['host', 'host', ['host', 'shop/default'], ['shop/web/1@host']],
    ['none', 'planned:shop/web/1', ['none', 'shop/default'], ['shop/web/1@none']],
    ['bridge', 'planned:shop/web/1', ['bridge', 'shop/default'], ['shop/web/1@bridge']],
    ['foreign', 'planned:shop/web/1', ['foreign', 'shop/default'], ['shop/web/1@foreign']],
    ['service:db', 'planned:shop/db/1', ['shop/default'], []],
    ['container:shop-db-1', 'planned:shop/db/1', ['shop/default'], []],
    ['container:gone', 'gone:gone', ['shop/default'], []],
  ];
  for (const [mode, sandbox, networks, endpoints] of modes) {
    it(`puts a container in its place: network_mode ${mode}`, async () => {
      const topology = await plannedFrom(
        `services:\n  web: {image: x, network_mode: '${mode}', ports: ['80:80']}\n  db: {image: y}\n`,
      );
      const web = topology.containers.find(({ key }) => key === 'shop/web/1');
      assert.equal(web?.sandboxId, sandbox);
      assert.deepEqual(
        topology.networks.map(({ key }) => key),
        networks,
      );
      assert.deepEqual(
        topology.endpoints
          .filter(({ containerId }) => containerId === web.id)
          .map(({ key }) => key),
        endpoints,
      );
      const published = topology.publishedPorts.length;
      assert.equal(published, mode === 'bridge' || mode === 'foreign' ? 2 : 0);
    });
  }

  it('shares one sandbox, the owner first', async () => {
    const topology = await plannedFrom(
      'services:\n  a: {image: x, network_mode: "service:b"}\n  b: {image: x}\n',
    );
    assert.deepEqual(topology.sandboxes, [
      { id: 'host', kind: 'host', containerIds: [] },
      {
        id: 'planned:shop/b/1',
        kind: 'own',
        containerIds: ['planned:shop/b/1', 'planned:shop/a/1'],
        ownerId: 'planned:shop/b/1',
      },
    ]);
  });

  it('publishes ports on every address unless one is named', async () => {
    const topology = await plannedFrom(
      'services: {web: {image: x, ports: ["8080:80", "127.0.0.1:53:53/udp", "81", "9000-9001:82"]}}\n',
    );
    assert.deepEqual(
      topology.publishedPorts.map(({ key, hostPort }) => [
        key.slice('shop/web/1/'.length),
        isKnown(hostPort) ? '' : hostPort.unknown,
      ]),
      [
        ['0.0.0.0:8080/80/tcp', ''],
        ['0.0.0.0:?/81/tcp', 'chosen at up'],
        ['0.0.0.0:?/82/tcp', 'chosen at up from 9000-9001'],
        ['127.0.0.1:53/53/udp', ''],
        ['[::]:8080/80/tcp', ''],
        ['[::]:?/81/tcp', 'chosen at up'],
        ['[::]:?/82/tcp', 'chosen at up from 9000-9001'],
      ],
    );
    assert.ok(
      topology.publishedPorts.every(
        ({ endpointId }) => endpointId === 'planned:shop/web/1@planned:shop/default',
      ),
    );
  });

  it('marks what up would not make', async () => {
    const text =
      'services:\n  web: {image: x}\n  dbg: {image: x, profiles: [debug], networks: [n]}\nnetworks: {n: }\n';
    const off = await plannedFrom(text);
    assert.deepEqual(
      off.containers.map(({ key, inactive }) => [key, inactive]),
      [
        ['shop/dbg/1', true],
        ['shop/web/1', false],
      ],
    );
    assert.deepEqual(
      off.networks.map(({ key, unused }) => [key, unused === true]),
      [
        ['shop/default', false],
        ['shop/n', true],
      ],
    );
    assert.equal(endpoint(off, 'shop/dbg/1@shop/n').active, false);
    const on = await plannedFrom(text, {}, ['debug']);
    assert.ok(on.containers.every(({ inactive }) => !inactive));
    assert.ok(on.networks.every(({ unused }) => unused !== true));
  });

  it('takes external networks as they will be found', async () => {
    const topology = await plannedFrom(
      'services: {web: {image: x, networks: [shared]}}\nnetworks: {shared: {name: proxy, external: true}}\n',
    );
    const [network] = topology.networks;
    assert.deepEqual(
      [network?.key, network?.external, network?.name.value],
      ['proxy', true, 'proxy'],
    );
    assert.equal(told(network?.ipam[0]?.subnet), 'unknown: external: made outside of this project');
  });

  it('says that a static address without its subnet is refused', async () => {
    const topology = await plannedFrom(
      'services: {web: {image: x, networks: {n: {ipv4_address: 10.9.0.5}}}}\nnetworks: {n: {ipam: {config: [{subnet: 10.1.0.0/24}]}}}\n',
    );
    assert.equal(
      told(endpoint(topology, 'shop/web/1@shop/n').ipv4),
      'unknown: no subnet of the network in the file holds 10.9.0.5: the engine would refuse it',
    );
  });

  it('has no names on the default bridge and all names elsewhere', async () => {
    const topology = await plannedFrom(
      'services:\n  web: {image: x, hostname: h, links: ["db:data"]}\n  db: {image: x, network_mode: bridge}\n',
    );
    assert.equal(
      told(endpoint(topology, 'shop/web/1@shop/default').dnsNames),
      '["shop-web-1","web","h"] by rule',
    );
    assert.equal(
      told(endpoint(topology, 'shop/web/1@shop/default').links),
      '["shop-db-1:data","shop-db-1:db-1","shop-db-1:shop-db-1"] by rule',
    );
    assert.equal(told(endpoint(topology, 'shop/db/1@bridge').dnsNames), '[] by rule');
    assert.equal(told(endpoint(topology, 'shop/db/1@bridge').aliases), '[] by rule');
  });
});
