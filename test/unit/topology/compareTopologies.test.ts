import assert from 'node:assert/strict';
import { predicted } from '../../../src/model/provenance';
import type { Topology } from '../../../src/model/topology';
import { compareTopologies } from '../../../src/topology/compareTopologies';
import { plannedFrom } from './plannedProject';

const base = `services:
  web: {image: x, networks: {front: {aliases: [www]}}, ports: ['8080:80']}
  db: {image: x, networks: [front, back]}
networks:
  front: {ipam: {config: [{subnet: 10.1.0.0/24}]}}
  back:
`;

/** What stands in for the engine is the plan of other files: a plan has all that a reading has. */
const cases: readonly (readonly [
  situation: string,
  files: string,
  running: string,
  expected: readonly string[],
])[] = [
  ['nothing changed', base, base, []],
  [
    'a network to be made',
    base,
    base.replace(', back]', ']').replace('  back:\n', ''),
    ['missing network shop/back: The network shop_back does not exist.'],
  ],
  [
    'a network that is left over',
    base,
    base.replace('web: {', 'old: {image: x, networks: [rest]}\n  web: {') + '  rest:\n',
    [
      'extra network shop/rest: The network shop_rest bears the project’s label, but is not in its files.',
      'extra container shop/old/1: shop-old-1 belongs to the service old, of which the files want no container.',
    ],
  ],
  [
    'a network that is external and not there',
    base.replace('  back:\n', '  back: {name: proxy, external: true}\n'),
    base,
    [
      'missing network proxy: The external network proxy does not exist.',
      'extra network shop/back: The network shop_back bears the project’s label, but is not in its files.',
      'extra endpoint shop/db/1@shop/back: shop-db-1 is connected to shop_back too, which the files do not say.',
    ],
  ],
  [
    'another subnet',
    base,
    base.replace('10.1.0.0', '10.2.0.0'),
    ['changed network shop/front: shop_front has the subnet 10.2.0.0/24, not 10.1.0.0/24.'],
  ],
  [
    'a subnet the files leave open',
    base,
    base.replace('  back:\n', '  back: {ipam: {config: [{subnet: 10.7.0.0/16}]}}\n'),
    [],
  ],
  [
    'another gateway, range and reserved addresses',
    base.replace(
      '10.1.0.0/24',
      '10.1.0.0/24, gateway: 10.1.0.9, ip_range: 10.1.0.64/26, aux_addresses: {r: 10.1.0.5}',
    ),
    base.replace('10.1.0.0/24', '10.1.0.0/24, gateway: 10.1.0.8'),
    [
      'changed network shop/front: The gateway of 10.1.0.0/24 on shop_front is 10.1.0.8, not 10.1.0.9.',
      'changed network shop/front: Addresses on shop_front come from the whole subnet, not 10.1.0.64/26.',
      'changed network shop/front: Reserved on shop_front are none, not r=10.1.0.5.',
    ],
  ],
  [
    'settings of a network',
    base.replace('  back:\n', '  back: {internal: true, driver_opts: {a: b}}\n'),
    base,
    [
      'changed network shop/back: internal of shop_back is false, not true.',
      'changed network shop/back: Option a of shop_back is not set, not b.',
    ],
  ],
  [
    'another name of a network',
    base.replace('  back:\n', '  back: {name: given}\n'),
    base,
    ['changed network shop/back: The network shop_back is to be called given.'],
  ],
  [
    'replicas too few',
    base.replace('web: {', 'web: {scale: 2, '),
    base,
    ['missing container shop/web/2: The container shop-web-2 does not exist.'],
  ],
  [
    'replicas too many',
    base,
    base.replace('web: {', 'web: {scale: 2, '),
    ['extra container shop/web/2: shop-web-2 is one more than the 1 that the files want of web.'],
  ],
  [
    'a container of a profile that is off',
    base.replace('db: {', 'db: {profiles: [p], '),
    base,
    [
      'extra network shop/back: The network shop_back exists, but no active service uses it.',
      'extra container shop/db/1: shop-db-1 exists, but no profile of the service db is active.',
    ],
  ],
  [
    'a container that was taken off a network',
    base,
    base.replace('[front, back]', '[front]'),
    ['missing endpoint shop/db/1@shop/back: shop-db-1 is not connected to shop_back.'],
  ],
  [
    'a container on one network more',
    base.replace('[front, back]', '[front]').replace('  back:\n', ''),
    base.replace('[front, back]', '[front, back]'),
    [
      'extra network shop/back: The network shop_back bears the project’s label, but is not in its files.',
      'extra endpoint shop/db/1@shop/back: shop-db-1 is connected to shop_back too, which the files do not say.',
    ],
  ],
  [
    'another alias',
    base,
    base.replace('[www]', '[web2]'),
    [
      'changed endpoint shop/web/1@shop/front: Of its aliases, shop-web-1 on shop_front lacks www and has web2 more.',
    ],
  ],
  [
    'another address',
    base.replace('{aliases: [www]}', '{ipv4_address: 10.1.0.10, aliases: [www]}'),
    base.replace('{aliases: [www]}', '{ipv4_address: 10.1.0.11, aliases: [www]}'),
    [
      'changed endpoint shop/web/1@shop/front: shop-web-1 on shop_front has the address 10.1.0.11, not 10.1.0.10.',
    ],
  ],
  [
    'an address nobody asks for any more',
    base,
    base.replace('{aliases: [www]}', '{ipv4_address: 10.1.0.11, aliases: [www]}'),
    [
      'changed endpoint shop/web/1@shop/front: shop-web-1 on shop_front has the static address 10.1.0.11, which the files do not say.',
    ],
  ],
  [
    'MAC address and gateway priority',
    base.replace(
      '{aliases: [www]}',
      "{mac_address: '02:00:00:00:00:01', gw_priority: 4, aliases: [www]}",
    ),
    base.replace('{aliases: [www]}', "{mac_address: '02:00:00:00:00:02', aliases: [www]}"),
    [
      'changed endpoint shop/web/1@shop/front: shop-web-1 on shop_front has the MAC address 02:00:00:00:00:02, not 02:00:00:00:00:01.',
      'changed endpoint shop/web/1@shop/front: shop-web-1 on shop_front has gateway priority 0, not 4.',
    ],
  ],
  [
    'another port',
    base,
    base.replace('8080:80', '127.0.0.1:8080:80'),
    [
      'missing port shop/web/1/0.0.0.0:8080/80/tcp: shop-web-1 does not publish 8080 for 80/tcp.',
      'extra port shop/web/1/127.0.0.1:8080/80/tcp: shop-web-1 publishes 127.0.0.1:8080 for 80/tcp, which the files do not say.',
    ],
  ],
  [
    'one port where the files have a range',
    base.replace('8080:80', '8080-8090:80'),
    base,
    [
      'missing port shop/web/1/0.0.0.0:?/80/tcp: shop-web-1 does not publish 8080-8090 for 80/tcp.',
      'extra port shop/web/1/0.0.0.0:8080/80/tcp: shop-web-1 publishes 8080 for 80/tcp, which the files do not say.',
    ],
  ],
  [
    'another network mode',
    base.replace('web: {', 'side: {image: x, network_mode: "service:db"}\n  web: {'),
    base.replace('web: {', 'side: {image: x, network_mode: "service:web"}\n  web: {'),
    ['changed container shop/side/1: shop-side-1 uses the network of web, not the network of db.'],
  ],
  [
    'names and resolvers of a container',
    base.replace(
      'web: {',
      "web: {container_name: site, hostname: h, dns: [9.9.9.9], extra_hosts: ['a:1.2.3.4'], ",
    ),
    base.replace('web: {', 'web: {container_name: page, hostname: g, '),
    [
      'changed container shop/web/1: page is to be called site.',
      'changed container shop/web/1: The host name of page is g, not h.',
      'changed container shop/web/1: Nameservers of page are none, not 9.9.9.9.',
      'changed container shop/web/1: Extra hosts of page are none, not a:1.2.3.4.',
      'changed endpoint shop/web/1@shop/front: Of its aliases, page on shop_front lacks site.',
    ],
  ],
];

describe('compareTopologies', () => {
  for (const [situation, files, running, expected] of cases) {
    it(`tells ${situation}`, async () => {
      const drift = compareTopologies(await plannedFrom(files), await plannedFrom(running));
      assert.deepEqual(
        drift.items.map(({ mark, noun, key, message }) => `${mark} ${noun} ${key}: ${message}`),
        expected,
      );
      assert.ok(drift.items.every(({ up }) => /^up .*\.$/.test(up)));
    });
  }

  const altered = async (change: (running: Topology) => Topology) =>
    compareTopologies(await plannedFrom(base), change(await plannedFrom(base)));

  it('finds nothing where nothing runs', async () => {
    const { found, items } = await altered((running) => ({
      ...running,
      networks: [],
      containers: [],
      endpoints: [],
      publishedPorts: [],
    }));
    assert.equal(found, false);
    assert.deepEqual(
      items.map(({ noun, key }) => `${noun} ${key}`),
      ['network shop/back', 'network shop/front', 'container shop/db/1', 'container shop/web/1'],
    );
  });

  it('tells a container that stopped, and one that was disconnected by hand', async () => {
    const { items } = await altered((running) => ({
      ...running,
      containers: running.containers.map((container) =>
        container.key === 'shop/web/1'
          ? { ...container, state: predicted('exited', 'a test') }
          : container,
      ),
      endpoints: running.endpoints.filter(({ key }) => key !== 'shop/db/1@shop/back'),
    }));
    assert.deepEqual(
      items.map(({ message, up }) => `${message} ${up}`),
      [
        'shop-web-1 is exited. up starts it.',
        'shop-db-1 is not connected to shop_back. up makes the container anew.',
      ],
    );
  });

  it('tells a network id that is stale', async () => {
    const { items } = await altered((running) => ({
      ...running,
      endpoints: running.endpoints.map((endpoint) =>
        endpoint.key === 'shop/db/1@shop/back'
          ? { ...endpoint, staleNetworkId: predicted('0123456789abcdef', 'a test') }
          : endpoint,
      ),
    }));
    assert.deepEqual(
      items.map(({ message }) => message),
      ['shop-db-1 was made for an older network shop_back (0123456789ab), which is gone.'],
    );
  });

  it('leads to the place in the file', async () => {
    const drift = compareTopologies(
      await plannedFrom(base),
      await plannedFrom(base.replace('10.1.0.0', '10.2.0.0')),
    );
    const { file, line } = drift.items[0]?.at ?? { file: '', line: 0 };
    assert.deepEqual([file, line], ['/srv/shop/compose.yaml', 5]);
  });
});
