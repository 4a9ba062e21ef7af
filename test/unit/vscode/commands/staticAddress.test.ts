import assert from 'node:assert/strict';
import { buildTopology } from '../../../../src/topology/buildTopology';
import {
  aliasProblem,
  parseAliases,
  staticAddressProblem,
} from '../../../../src/vscode/commands/staticAddress';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { english } from '../englishTexts';

describe('staticAddressProblem', () => {
  const topology = buildTopology(
    oracleSnapshot('docker28/a_three_tier'),
    { kind: 'engine', label: 'x' },
    'key',
  );
  const front =
    topology.networks.find(({ name }) => name.value === 'front') ?? assert.fail('no front');
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['', undefined],
    ['172.20.7.7', undefined],
    ['172.20', '“172.20” is not an IP address.'],
    ['172.20.7.07', '“172.20.7.07” is not an IP address.'],
    ['fd00::5', 'front has no IPv6 subnet.'],
    ['172.21.0.9', '172.21.0.9 lies outside 172.20.0.0/16.'],
    ['172.20.0.0', '172.20.0.0 is reserved: it is the first or last address of 172.20.0.0/16.'],
    [
      '172.20.255.255',
      '172.20.255.255 is reserved: it is the first or last address of 172.20.0.0/16.',
    ],
    ['172.20.0.1', '172.20.0.1 is the gateway.'],
    ['172.20.0.3', '172.20.0.3 is in use by api.'],
  ];
  for (const [address, problem] of cases) {
    it(`says of “${address}”: ${problem ?? 'fine'}`, () => {
      assert.equal(staticAddressProblem(topology, front, address, english), problem);
    });
  }

  it('compares IPv6 addresses however they are written', () => {
    const six = buildTopology(
      oracleSnapshot('docker28/g_ipv6'),
      { kind: 'engine', label: 'x' },
      'key',
    );
    const used = six.endpoints
      .map((endpoint) => ({ endpoint, ipv6: endpoint.ipv6 }))
      .find(({ ipv6 }) => ipv6 !== undefined && 'value' in ipv6);
    const address =
      used?.ipv6 !== undefined && 'value' in used.ipv6 ? used.ipv6.value.address : assert.fail();
    const network = six.networks.find(({ id }) => id === used?.endpoint.networkId) ?? assert.fail();
    const groups = address.split('::')[1]?.split(':').length ?? 0;
    const before = address.split('::')[0]?.split(':').length ?? 0;
    const longer = address.replace('::', `:${'0:'.repeat(8 - before - groups)}`).toUpperCase();
    assert.notEqual(longer, address);
    assert.match(staticAddressProblem(six, network, longer, english) ?? '', /is in use by /);
  });
});

describe('aliases', () => {
  it('are split at spaces and commas, each once', () => {
    assert.deepEqual(parseAliases(' db, cache\tdb '), ['db', 'cache']);
    assert.deepEqual(parseAliases(''), []);
  });

  for (const good of ['db', 'db.example', 'my_db-2', 'größe', '']) {
    it(`takes “${good}”`, () => assert.equal(aliasProblem(good, english), undefined));
  }
  for (const bad of ['-db', 'a b/c', '<script>', 'x'.repeat(254), 'db.']) {
    it(`refuses “${bad.slice(0, 20)}”`, () => {
      assert.match(aliasProblem(bad, english) ?? '', /cannot be a DNS name/);
    });
  }
});
