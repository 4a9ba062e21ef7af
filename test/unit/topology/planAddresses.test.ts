import assert from 'node:assert/strict';
import { isKnown } from '../../../src/model/provenance';
import type { PlanOptions } from '../../../src/topology/planTopology';
import { plannedFrom } from './plannedProject';

/** Container key → its IPv4 addresses, `?` where one of several outcomes is assumed. */
async function addresses(
  text: string,
  options: PlanOptions = {},
): Promise<Readonly<Record<string, string>>> {
  const { endpoints } = await plannedFrom(text, options);
  return Object.fromEntries(
    endpoints.map(({ key, ipv4 }) => {
      const name = key.replace('shop/', '').replace('@shop/', ' on ');
      if (!isKnown(ipv4)) return [name, ipv4 === undefined ? 'none' : ipv4.unknown];
      const isAssumed = ipv4.source.kind === 'predicted' && ipv4.source.assumed === true;
      return [name, `${ipv4.value.address}${isAssumed ? '?' : ''}`];
    }),
  );
}

const subnet = 'networks: {n: {ipam: {config: [{subnet: 10.1.0.0/24}]}}}\n';
const on = (...services: readonly string[]) =>
  `services:\n${services.map((service) => `  ${service}\n`).join('')}${subnet}`;

const cases: readonly (readonly [
  situation: string,
  text: string,
  expected: Readonly<Record<string, string>>,
])[] = [
  ['the first after the gateway', on('a: {image: x, networks: [n]}'), { 'a/1 on n': '10.1.0.2' }],
  [
    'surely in the order of dependencies',
    on('a: {image: x, networks: [n], depends_on: [b]}', 'b: {image: x, networks: [n]}'),
    { 'a/1 on n': '10.1.0.3', 'b/1 on n': '10.1.0.2' },
  ],
  [
    'by name where nothing decides, which is assumed',
    on('b: {image: x, networks: [n]}', 'a: {image: x, networks: [n]}'),
    { 'a/1 on n': '10.1.0.2?', 'b/1 on n': '10.1.0.3?' },
  ],
  [
    'to replicas, whose order is assumed',
    on('a: {image: x, networks: [n], scale: 2}'),
    { 'a/1 on n': '10.1.0.2?', 'a/2 on n': '10.1.0.3?' },
  ],
  [
    'past an address that is asked for',
    on('a: {image: x, networks: {n: {ipv4_address: 10.1.0.2}}}', 'b: {image: x, networks: [n]}'),
    { 'a/1 on n': '10.1.0.2', 'b/1 on n': '10.1.0.3?' },
  ],
  [
    'surely past it when its owner is started before',
    on(
      'a: {image: x, networks: {n: {ipv4_address: 10.1.0.2}}}',
      'b: {image: x, networks: [n], depends_on: [a]}',
    ),
    { 'a/1 on n': '10.1.0.2', 'b/1 on n': '10.1.0.3' },
  ],
  [
    'none while the profile is off',
    on('a: {image: x, networks: [n], profiles: [p]}', 'b: {image: x, networks: [n]}'),
    {
      'a/1 on n': 'its profile is not active: up does not start it',
      'b/1 on n': '10.1.0.2',
    },
  ],
  [
    'from the range, whose first address is the gateway’s',
    'services: {a: {image: x, networks: [n]}}\nnetworks: {n: {ipam: {config: [{subnet: 10.1.0.0/16, ip_range: 10.1.5.0/24}]}}}\n',
    { 'a/1 on n': '10.1.5.1' },
  ],
  [
    'past gateway and reserved ones',
    'services: {a: {image: x, networks: [n]}}\nnetworks: {n: {ipam: {config: [{subnet: 10.1.0.0/24, gateway: 10.1.0.2, aux_addresses: {r: 10.1.0.1}}]}}}\n',
    { 'a/1 on n': '10.1.0.3' },
  ],
  [
    'until none is left',
    'services: {a: {image: x, networks: [n], scale: 2}}\nnetworks: {n: {ipam: {config: [{subnet: 10.1.0.0/30}]}}}\n',
    {
      'a/1 on n': '10.1.0.2?',
      'a/2 on n':
        'no address of the network is free: the engine would refuse to start the container',
    },
  ],
];

describe('planned addresses', () => {
  for (const [situation, text, expected] of cases) {
    it(`are given ${situation}`, async () => {
      assert.deepEqual(await addresses(text), expected);
    });
  }

  it('survive services that depend on each other in a circle', async () => {
    const { project } = await plannedFrom(on('a: {image: x, networks: [n]}'));
    assert.ok(project);
    const [service] = project.services;
    assert.ok(service);
    const at = service.at;
    const circle = {
      ...project,
      services: [
        { ...service, name: 'a', dependsOn: [{ value: 'b', at }] },
        { ...service, name: 'b', dependsOn: [{ value: 'a', at }] },
      ],
    };
    const { endpoints } = await plannedFrom(circle);
    assert.ok(endpoints.every(({ ipv4 }) => isKnown(ipv4)));
  });
});

describe('planned subnets', () => {
  const subnets = async (text: string, options: PlanOptions = {}) => {
    const { networks } = await plannedFrom(text, options);
    return networks.map(({ ipam }) =>
      ipam.map((pool) => {
        const gateway = isKnown(pool.gateway) ? pool.gateway.value : '-';
        return `${isKnown(pool.subnet) ? pool.subnet.value : pool.subnet.unknown} ${gateway}`;
      }),
    );
  };

  it('are given in the order of keys, past what the file declares and what is taken', async () => {
    assert.deepEqual(
      await subnets(
        'services: {a: {image: x, networks: [p, q, r]}}\nnetworks: {r: , q: {ipam: {config: [{subnet: 172.18.4.0/24}]}}, p: }\n',
        { takenSubnets: ['172.19.0.0/16'] },
      ),
      [['172.20.0.0/16 172.20.0.1'], ['172.18.4.0/24 172.18.4.1'], ['172.21.0.0/16 172.21.0.1']],
    );
  });

  it('are not given to networks that up does not make', async () => {
    assert.deepEqual(
      await subnets('services: {a: {image: x}}\nnetworks: {n: , m: {external: true}}\n', {}),
      [
        ['external: made outside of this project -'],
        ['172.18.0.0/16 172.18.0.1'],
        ['no active service uses the network: up does not make it -'],
      ],
    );
  });

  it('have no gateway where the bridge takes no address', async () => {
    assert.deepEqual(
      await subnets(
        'services: {a: {image: x}}\nnetworks: {default: {driver_opts: {com.docker.network.bridge.gateway_mode_ipv4: isolated}}}\n',
      ),
      [['172.18.0.0/16 -']],
    );
  });

  it('need an IPv6 one in the file before 27', async () => {
    const text = 'services: {a: {image: x}}\nnetworks: {default: {enable_ipv6: true}}\n';
    const [[, before] = []] = await subnets(text, { engineVersion: '26.1' });
    assert.match(before ?? '', /^engines up to 26 have no IPv6 pool/);
    const [[, since] = []] = await subnets(text, { engineVersion: '28.5' });
    assert.match(since ?? '', /^chosen at up: a \/64/);
  });
});
