import assert from 'node:assert/strict';
import { createArguments } from '../../../../src/sources/engine/dockerArguments';
import {
  emptyNetworkWish,
  gatewayProblem,
  nameProblem,
  networkRequest,
  rangeProblem,
  subnet6Problem,
  subnetProblem,
  subnetWarning,
} from '../../../../src/vscode/commands/networkWish';
import { pairsProblem, pairsText, parsePairs } from '../../../../src/vscode/commands/optionPairs';
import { nextSubnet } from '../../../../src/topology/subnetConflicts';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { english } from '../englishTexts';

const origin = { kind: 'engine', label: 'test' } as const;
const old = buildTopology(oracleSnapshot('docker20/a_three_tier'), origin, 'key');
const now = buildTopology(oracleSnapshot('docker28/a_three_tier'), origin, 'key');

describe('a wish for a network', () => {
  for (const [text, problem] of [
    ['', /needs a name/],
    ['bridge', /engine’s own/],
    ['a b', /Use letters/],
    ['-front', /Use letters/],
    ['none', /engine’s own/],
    ['front-2_x.y', undefined],
  ] as const) {
    it(`${problem === undefined ? 'takes' : 'does not take'} the name “${text}”`, () => {
      check(nameProblem(now, text, english), problem);
    });
  }

  it('does not take a name that is there', () => {
    const [network] = now.networks.filter(({ isDefaultBridge }) => !isDefaultBridge);
    const name = network?.name.value ?? '';
    check(nameProblem(now, name, english), /already|engine’s own/);
  });

  for (const [text, problem] of [
    ['', undefined],
    ['10.9.0.0/24', undefined],
    ['10.9.0.5/24', /bits of a host: the subnet is 10\.9\.0\.0\/24/],
    ['10.9.0.0', /not an IPv4 subnet/],
    ['fd00::/64', /not an IPv4 subnet/],
    ['0.0.0.0/0', /every address/],
    ['172.17.128.0/17', /overlaps the network bridge \(172\.17\.0\.0\/16\)/],
    ['0.0.0.0/1', undefined],
  ] as const) {
    it(`${problem === undefined ? 'takes' : 'does not take'} the subnet “${text}”`, () => {
      check(subnetProblem(now, text, 4, english), problem);
    });
  }

  it('warns of what the host has a route to, and takes it', () => {
    const { host } = now;
    const [nic] = 'value' in host.interfaces ? host.interfaces.value : [];
    const [address = ''] = nic?.addresses ?? [];
    const problem = subnetProblem(now, address, 4, english);
    check(problem, /bits of a host/);
    const subnet = /the subnet is (\S+)\.$/.exec(problem ?? '')?.[1] ?? '';
    check(subnetProblem(now, subnet, 4, english), undefined);
    const wish = { driver: 'bridge', parent: '' };
    check(subnetWarning(now, wish, subnet, english), /overlaps the host’s interface/);
    const onParent = { driver: 'macvlan', parent: nic?.name ?? '' };
    check(subnetWarning(now, onParent, subnet, english), undefined);
  });

  it('says what the engine would choose', () => {
    const next = nextSubnet(now);
    assert.match(next?.subnet ?? '', /^(172|192)\./);
    check(subnetProblem(now, next?.subnet ?? '', 4, english), undefined);
  });

  const subnet = { subnet: '10.9.0.0/24', driver: 'bridge' };
  for (const [text, problem] of [
    ['', undefined],
    ['10.9.0.1', undefined],
    ['10.9.1.1', /outside/],
    ['10.9.0.0', /reserved/],
    ['x', /not an IP address/],
  ] as const) {
    it(`${problem === undefined ? 'takes' : 'does not take'} the gateway “${text}”`, () => {
      check(gatewayProblem(subnet, text, english), problem);
    });
  }
  for (const [text, problem] of [
    ['', undefined],
    ['10.9.0.128/25', undefined],
    ['10.9.0.129/25', /bits of a host: the range is 10\.9\.0\.128\/25/],
    ['10.9.0.0/16', /outside|bits of a host/],
    ['10.8.0.0/24', /outside/],
    ['10.9.0.7', /not a range/],
  ] as const) {
    it(`${problem === undefined ? 'takes' : 'does not take'} the range “${text}”`, () => {
      check(rangeProblem(subnet, text, english), problem);
    });
  }

  it('needs an IPv6 subnet where the engine has no pool for it', () => {
    check(subnet6Problem(old, '', english), /name one/);
    check(subnet6Problem(now, '', english), undefined);
    check(subnet6Problem(old, 'fd00:30::/64', english), undefined);
    check(subnet6Problem(old, '10.0.0.0/8', english), /not an IPv6 subnet/);
  });

  it('becomes the command of the same meaning', () => {
    const request = networkRequest({
      ...emptyNetworkWish,
      name: 'lan',
      driver: 'macvlan',
      parent: 'eth0',
      subnet: '10.9.0.0/24',
      gateway: '10.9.0.254',
      range: '10.9.0.128/25',
      attachable: true,
      ipv6: true,
      subnet6: 'fd00:9::/64',
      options: 'macvlan_mode=private',
      labels: 'team="the shop"',
    });
    assert.deepEqual(createArguments(request).slice(3), [
      '--driver=macvlan',
      '--attachable',
      '--ipv6',
      '--subnet=10.9.0.0/24',
      '--ip-range=10.9.0.128/25',
      '--gateway=10.9.0.254',
      '--subnet=fd00:9::/64',
      '--opt=parent=eth0',
      '--opt=macvlan_mode=private',
      '--label=team=the shop',
      'lan',
    ]);
  });
});

describe('options as they are typed', () => {
  it('are read and written back', () => {
    const pairs = { a: '1', b: 'two words', 'c.d': 'x=y' };
    assert.deepEqual(parsePairs(pairsText(pairs)), pairs);
    assert.equal(pairsProblem(pairsText(pairs), english), undefined);
    assert.deepEqual(parsePairs('  '), {});
  });
  it('need a name and an equals sign', () => {
    check(pairsProblem('a=1 b', english), /“b” is no option/);
    check(pairsProblem('=1', english), /is no option/);
  });
});

function check(said: string | undefined, expected: RegExp | undefined): void {
  if (expected === undefined) assert.equal(said, undefined);
  else assert.match(said ?? 'nothing', expected);
}
