import assert from 'node:assert/strict';
import { NameService } from '../../../../src/analysis/names/answerName';
import type { NameAnswer, QueryType, ServerReach } from '../../../../src/analysis/names/nameAnswer';
import type { Topology } from '../../../../src/model/topology';
import { named, smallTopology, type SmallContainer } from '../smallTopology';

const front = { name: 'front', subnet: '172.20.0.0/16' };
const back = { name: 'back', subnet: '172.21.0.0/16' };
const bridge = { name: 'bridge', subnet: '172.17.0.0/16' };
const closed = { name: 'closed', subnet: '172.22.0.0/16', internal: true };

const web: SmallContainer = { name: 'web', on: { front: '172.20.0.2' } };
const api: SmallContainer = {
  name: 'api',
  on: { front: '172.20.0.3', back: '172.21.0.2' },
  aliases: ['backend'],
};
const db: SmallContainer = { name: 'db', on: { back: '172.21.0.3' } };

const answers: ServerReach = () => 'answers';

function ask(
  topology: Topology,
  from: string,
  name: string,
  type: QueryType,
  reach: ServerReach = answers,
): NameAnswer {
  return new NameService(topology, reach).answer(named(topology, from), name, type);
}

function short({ result, answers: found }: NameAnswer): string {
  return [result, ...found].join(' ');
}

describe('names', () => {
  const threeTier = smallTopology({ networks: [front, back], containers: [web, api, db] });

  const cases: readonly (readonly [string, string, string, QueryType, string])[] = [
    ['a neighbour by name', 'web', 'api', 'A', 'ok 172.20.0.3'],
    ['whatever the case', 'web', 'API', 'A', 'ok 172.20.0.3'],
    ['absolute', 'web', 'api.', 'A', 'ok 172.20.0.3'],
    ['by alias', 'web', 'backend', 'A', 'ok 172.20.0.3'],
    ['by short id', 'web', 'cccccccccccc'.slice(0, 11) + '2', 'A', 'ok 172.20.0.3'],
    ['by name and network', 'web', 'api.front', 'A', 'ok 172.20.0.3'],
    ['by a network it is not on', 'web', 'api.back', 'A', 'forwarded'],
    ['somebody on no common network', 'web', 'db', 'A', 'forwarded'],
    ['IPv6 of a name without it', 'web', 'api', 'AAAA', 'nodata'],
    ['the name of an address', 'web', '172.20.0.3', 'PTR', 'ok api.front'],
    ['the name of an address elsewhere', 'web', '172.21.0.3', 'PTR', 'forwarded'],
    ['its own name on its first network', 'api', 'api', 'A', 'ok 172.21.0.2'],
    ['localhost', 'web', 'localhost', 'auto', 'ok 127.0.0.1 ::1'],
    ['what a program gets', 'web', 'api', 'auto', 'ok 172.20.0.3'],
    ['an address', 'web', '10.0.0.1', 'auto', 'ok 10.0.0.1'],
    ['a name the hosts file lacks', 'web', 'api', 'hosts', 'nxdomain'],
  ];
  for (const [title, from, name, type, expected] of cases) {
    it(`${title}: ${name} ${type} from ${from}`, () =>
      assert.equal(short(ask(threeTier, from, name, type)), expected));
  }

  it('a third network gives the address there, not the one tried elsewhere', () => {
    const shared = { name: 'proxy', subnet: '172.23.0.0/16' };
    const topology = smallTopology({
      networks: [front, back, shared],
      containers: [
        { name: 'web', on: { front: '172.20.0.2', proxy: '172.23.0.2' } },
        { name: 'db', on: { back: '172.21.0.3', proxy: '172.23.0.3' } },
      ],
    });
    assert.equal(short(ask(topology, 'web', 'db', 'A')), 'ok 172.23.0.3');
  });

  it('an impostor with the alias answers in its place', () => {
    const topology = smallTopology({
      networks: [front, back],
      containers: [web, { ...api, aliases: ['db'] }, db],
    });
    assert.equal(short(ask(topology, 'web', 'db', 'A')), 'ok 172.20.0.3');
  });

  it('two with one alias give two addresses', () => {
    const topology = smallTopology({
      networks: [front],
      containers: [
        web,
        { name: 'a', on: { front: '172.20.0.4' }, aliases: ['app'] },
        { name: 'b', on: { front: '172.20.0.5' }, aliases: ['app'] },
      ],
    });
    assert.equal(short(ask(topology, 'web', 'app', 'A')), 'ok 172.20.0.4 172.20.0.5');
  });

  it('an extra host wins over the resolver, for programs', () => {
    const topology = smallTopology({
      networks: [front, bridge],
      containers: [{ ...web, extraHosts: ['api:host-gateway'] }, api],
    });
    assert.equal(short(ask(topology, 'web', 'api', 'auto')), 'ok 172.17.0.1');
    assert.equal(short(ask(topology, 'web', 'api', 'A')), 'ok 172.20.0.3');
  });

  it('a link is an alias of the linking container alone', () => {
    const topology = smallTopology({
      networks: [front],
      containers: [
        { ...web, links: ['api:db'] },
        { name: 'api', on: { front: '172.20.0.3' } },
        { name: 'db', on: { front: '172.20.0.9' } },
      ],
    });
    assert.equal(short(ask(topology, 'web', 'db', 'A')), 'ok 172.20.0.3');
    assert.equal(short(ask(topology, 'api', 'db', 'A')), 'ok 172.20.0.9');
  });

  it('a stopped container has no name, a paused one keeps it', () => {
    const topology = smallTopology({
      networks: [front],
      containers: [
        web,
        { name: 'gone', state: 'exited', on: { front: '' } },
        { name: 'still', state: 'paused', on: { front: '172.20.0.6' } },
      ],
    });
    assert.equal(short(ask(topology, 'web', 'gone', 'A')), 'forwarded');
    assert.equal(short(ask(topology, 'web', 'still', 'A')), 'ok 172.20.0.6');
  });

  it('the default bridge has no names', () => {
    const topology = smallTopology({
      networks: [bridge],
      containers: [
        { name: 'one', on: { bridge: '172.17.0.2' } },
        { name: 'two', on: { bridge: '172.17.0.3' } },
      ],
    });
    const answer = ask(topology, 'one', 'two', 'A');
    assert.equal(answer.result, 'forwarded');
    assert.notEqual(answer.via, '127.0.0.11');
  });

  it('with ndots set, names of one label are not asked outside', () => {
    const topology = smallTopology({
      networks: [front],
      containers: [{ ...web, dnsOptions: ['ndots:2'] }],
    });
    assert.equal(ask(topology, 'web', 'nosuch', 'A').result, 'nodata');
    assert.equal(ask(topology, 'web', 'no.such', 'A').result, 'forwarded');
  });

  describe('IPv6', () => {
    const six = { name: 'six', subnet: '172.24.0.0/16', ipv6: 'fd00:24::/64' };
    const containers: readonly SmallContainer[] = [
      { name: 'a', on: { six: '172.24.0.2' }, ipv6: { six: 'fd00:24::2' } },
      { name: 'v4', on: { six: '172.24.0.3' } },
    ];
    const on = (version: string) => smallTopology({ version, networks: [six], containers });

    it('is answered where the endpoint has it', () =>
      assert.equal(short(ask(on('27.5.1'), 'v4', 'a', 'AAAA')), 'ok fd00:24::2'));
    it('is forwarded up to 27 where only the network has it', () =>
      assert.equal(ask(on('27.5.1'), 'a', 'v4', 'AAAA').result, 'forwarded'));
    it('is answered empty from 28 on', () =>
      assert.equal(ask(on('28.0.0'), 'a', 'v4', 'AAAA').result, 'nodata'));
  });

  describe('names nobody here has, from an internal network', () => {
    const inside: SmallContainer = { name: 'in', on: { closed: '172.22.0.2' }, dns: ['9.9.9.9'] };
    const on = (version: string) =>
      smallTopology({ version, networks: [closed], containers: [inside] });
    const silent: ServerReach = () => 'silent';
    const blocked: ServerReach = () => 'no-route';

    const results: readonly (readonly [string, ServerReach, string])[] = [
      ['20.10.24', silent, 'timeout'],
      ['20.10.24', blocked, 'timeout'],
      ['23.0.11', answers, 'servfail'],
      ['25.0.5', answers, 'servfail'],
      ['26.0.0', answers, 'servfail'],
      ['26.1.5', blocked, 'servfail'],
      ['26.1.5', answers, 'forwarded'],
      ['28.5.2', blocked, 'servfail'],
    ];
    for (const [version, reach, expected] of results) {
      it(`${version}: ${expected}`, () =>
        assert.equal(ask(on(version), 'in', 'example.test', 'A', reach).result, expected));
    }
  });

  describe('Podman', () => {
    const topology = smallTopology({
      podman: true,
      version: '5.8.6',
      networks: [front, back, closed],
      containers: [web, api, db, { name: 'in', on: { closed: '172.22.0.2' } }],
    });
    const results: readonly (readonly [string, string, string, QueryType, string])[] = [
      ['all networks answer together', 'api', 'api', 'A', 'ok 172.21.0.2 172.20.0.3'],
      ['its own domain', 'web', 'api.dns.podman', 'A', 'ok 172.20.0.3'],
      ['no name.network', 'web', 'api.front', 'A', 'forwarded'],
      ['unknown in its own domain', 'web', 'db.dns.podman', 'A', 'nxdomain'],
      ['nothing outside for internal networks', 'in', 'example.test', 'A', 'nxdomain'],
    ];
    for (const [title, from, name, type, expected] of results) {
      it(title, () => assert.equal(short(ask(topology, from, name, type)), expected));
    }
    it('gives every name of an address', () =>
      assert.match(short(ask(topology, 'web', '172.20.0.3', 'PTR')), /^ok .*\bapi\b.*\bbackend\b/));
  });

  it('a container that cannot reach its name server', () => {
    const topology = smallTopology({
      networks: [bridge],
      containers: [{ name: 'one', on: { bridge: '172.17.0.2' }, dns: ['192.0.2.53'] }],
    });
    assert.equal(ask(topology, 'one', 'x', 'A', () => 'no-route').result, 'unreachable');
    assert.equal(ask(topology, 'one', 'x', 'A', () => 'silent').result, 'timeout');
  });
});
