import assert from 'node:assert/strict';
import {
  allSituations,
  situationsAbout,
  situationsOf,
} from '../../../../src/analysis/situations/findSituations';
import {
  situationCodes,
  type Situation,
  type SituationCode,
} from '../../../../src/analysis/situations/situation';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import { observed } from '../../../../src/model/provenance';
import type { Topology } from '../../../../src/model/topology';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { named, smallTopology, type SmallContainer } from '../smallTopology';

const front = { name: 'front', subnet: '172.20.0.0/16' };
const back = { name: 'back', subnet: '172.21.0.0/16' };
const shared = { name: 'shared', subnet: '172.22.0.0/16' };
const web = { name: 'web', on: { front: '172.20.0.2' } };
const db = { name: 'db', on: { back: '172.21.0.3' } };

function oracle(name: string): Topology {
  return buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: 'test' }, 'test');
}

function small(...containers: readonly SmallContainer[]): Topology {
  return smallTopology({ networks: [front, back, shared], containers });
}

/** The API alone leaves it open, and what hangs on it is not claimed. */
function proxied({ engine, ...rest }: Topology): Topology {
  const daemonOptions = observed({ userlandProxy: true }, 'the test');
  return { ...rest, engine: { ...engine, daemonOptions } };
}

function found(topology: Topology, from: string): readonly Situation[] {
  return situationsOf(topology, new Tracer(topology), named(topology, from));
}

function only(topology: Topology, from: string, code: SituationCode): Situation {
  const one = found(topology, from).find((situation) => situation.code === code);
  assert.ok(one, `no ${code}: ${JSON.stringify(found(topology, from).map((each) => each.code))}`);
  return one;
}

function names(topology: Topology, { containers }: Situation): readonly string[] {
  return containers.map((id) => topology.containers.find((one) => one.id === id)?.name.value ?? id);
}

/** A topology with the situation, who asks there, whom it is about, and what must be said. */
interface Recognised {
  readonly topology: () => Topology;
  readonly from: string;
  readonly about: readonly string[];
  readonly says: RegExp;
  /** The least change after which it is gone. */
  readonly without?: () => Topology;
}

const twelve: Readonly<Record<SituationCode, Recognised>> = {
  'other-address': {
    topology: () =>
      small(
        { name: 'web', on: { front: '172.20.0.2', shared: '172.22.0.2' } },
        { name: 'db', on: { back: '172.21.0.3', shared: '172.22.0.3' } },
      ),
    from: 'web',
    about: ['db'],
    says: /name db \(172\.22\.0\.3 on shared\), and cannot reach its address 172\.21\.0\.3 on back/,
    without: () =>
      small(
        { name: 'web', on: { back: '172.21.0.2', shared: '172.22.0.2' } },
        { name: 'db', on: { back: '172.21.0.3', shared: '172.22.0.3' } },
      ),
  },
  'name-of-another': {
    topology: () =>
      small(
        web,
        { name: 'api', on: { front: '172.20.0.3', back: '172.21.0.2' }, aliases: ['db'] },
        db,
      ),
    from: 'web',
    about: ['db', 'api'],
    says: /web gets api \(172\.20\.0\.3\) for db, and not db/,
    without: () => small(web, { name: 'api', on: { front: '172.20.0.3', back: '172.21.0.2' } }, db),
  },
  'stale-address': {
    topology: () =>
      small({ ...web, extraHosts: ['db:172.20.0.9'] }, { name: 'db', on: { front: '172.20.0.4' } }),
    from: 'web',
    about: ['db'],
    says: /172\.20\.0\.9 for db, which nobody on front has/,
    without: () =>
      small({ ...web, extraHosts: ['db:172.20.0.4'] }, { name: 'db', on: { front: '172.20.0.4' } }),
  },
  'hosts-file': {
    topology: () => small({ ...web, extraHosts: ['db:172.20.0.1'] }, db),
    from: 'web',
    about: ['db'],
    says: /answered by the host \(172\.20\.0\.1\) when it asks for db/,
    without: () => small({ ...web, extraHosts: ['other:172.20.0.1'] }, db),
  },
  'asked-outside': {
    topology: () => small(web, db),
    from: 'web',
    about: ['db'],
    says: /asks a resolver outside for db, and whatever answers is not db/,
    without: () => small(web, { name: 'db', on: { front: '172.20.0.4' } }),
  },
  'link-alias': {
    topology: () =>
      small({ ...web, links: ['api:db'] }, { name: 'api', on: { front: '172.20.0.3' } }, db),
    from: 'web',
    about: ['db', 'api'],
    says: /sent to api \(172\.20\.0\.3\) when it asks for db/,
    without: () =>
      small({ ...web, links: ['api:store'] }, { name: 'api', on: { front: '172.20.0.3' } }, db),
  },
  'service-address': {
    topology: () => oracle('docker28/n_swarm_overlay'),
    from: 'o1',
    about: ['svc.1.hw73wmusnks7zv8s29fad2982'],
    says: /10\.70\.0\.5 for svc, which is none of its containers’ addresses \(10\.70\.0\.6\)/,
  },
  'shared-namespace': {
    topology: () =>
      small({ name: 'api', on: { back: '172.21.0.2' } }, db, {
        name: 'web',
        on: {},
        shares: 'api',
      }),
    from: 'web',
    about: ['api'],
    says: /web has the addresses and names of api \(172\.21\.0\.2 on back\)/,
    without: () => small({ name: 'api', on: { back: '172.21.0.2' } }, db, web),
  },
  'other-family': {
    topology: () =>
      smallTopology({
        networks: [{ ...shared, ipv6: 'fd00:22::/64' }, back],
        containers: [
          { name: 'web', on: { shared: '172.22.0.2' }, ipv6: { shared: 'fd00:22::2' } },
          {
            name: 'db',
            on: { back: '172.21.0.3', shared: '172.22.0.3' },
            ipv6: { shared: 'fd00:22::3' },
          },
        ],
      }),
    from: 'web',
    about: ['db'],
    says: /over IPv6 \(fd00:22::3 on shared\), and cannot reach it over IPv4 at 172\.21\.0\.3/,
    without: () =>
      small(
        { name: 'web', on: { shared: '172.22.0.2' } },
        { name: 'db', on: { back: '172.21.0.3', shared: '172.22.0.3' } },
      ),
  },
  'published-port': {
    topology: () =>
      proxied(
        small(web, { ...db, ports: { '5432/tcp': [{ HostIp: '0.0.0.0', HostPort: '15432' }] } }),
      ),
    from: 'web',
    about: ['db'],
    says: /host’s port 15432 \(172\.20\.0\.1:15432\), and cannot reach 172\.21\.0\.3:5432 itself/,
    without: () => proxied(small(web, db)),
  },
  'ping-only': {
    topology: () => oracle('docker28/j_gateway_modes'),
    from: 'n1',
    about: ['r2'],
    says: /can ping r2 \(172\.20\.0\.4 on routed\), and cannot connect to its port 80/,
  },
  'default-network': {
    topology: () => oracle('podman5/b_default_bridge'),
    from: 'one',
    about: ['two'],
    says: /reaches two at 10\.88\.0\.3, and the name two does not lead there/,
  },
};

describe('what is known to puzzle about names and addresses', () => {
  for (const code of situationCodes) {
    const { topology, from, about, says, without } = twelve[code];
    it(`recognises ${code}`, () => {
      const world = topology();
      const situation = only(world, from, code);
      const { happens, why, advice } = situation.tell();
      assert.match(happens, says);
      assert.deepEqual(names(world, situation), about);
      assert.ok(why.length > 0 && advice.length > 0);
      for (const sentence of [happens, why, advice]) {
        assert.match(sentence, /^[^\n]*\.$/);
      }
    });
    if (without === undefined) continue;
    it(`does not claim ${code} where the least thing is different`, () => {
      const world = without();
      assert.deepEqual(
        found(world, from).filter((situation) => situation.code === code),
        [],
      );
    });
  }

  it('does not claim what hangs on an option that is not known', () => {
    const ports = { '5432/tcp': [{ HostIp: '0.0.0.0', HostPort: '15432' }] };
    const world = small(web, { ...db, ports });
    assert.deepEqual(
      found(world, 'web').map(({ code }) => code),
      ['asked-outside'],
    );
  });

  it('says nothing of two that simply work together', () => {
    const world = small(web, { name: 'db', on: { front: '172.20.0.4' } });
    assert.deepEqual(allSituations(world, new Tracer(world)), []);
  });

  it('lets a service of the asker’s own project have its name', () => {
    const world = oracle('docker20/p_compose');
    const impostors = allSituations(world, new Tracer(world)).filter(
      ({ code }) => code === 'name-of-another',
    );
    assert.deepEqual(impostors, []);
  });

  it('names an address that belongs to somebody else by now', () => {
    const world = small(
      { ...web, extraHosts: ['db:172.20.0.4'] },
      { name: 'cache', on: { front: '172.20.0.4' } },
      { name: 'db', on: { front: '172.20.0.5' } },
    );
    const situation = only(world, 'web', 'stale-address');
    assert.match(situation.tell().happens, /which is the address of cache/);
    assert.deepEqual(names(world, situation), ['db', 'cache']);
  });

  it('asked by name, tells who answers instead', () => {
    const world = small(web, { name: 'api', on: { front: '172.20.0.3' }, aliases: ['db'] }, db);
    const about = situationsAbout(world, new Tracer(world), {
      from: 'web',
      to: 'db',
      proto: 'tcp',
      port: 5432,
    });
    assert.equal(about[0]?.code, 'name-of-another');
  });

  it('asked for an address that nobody has, says so and who is there', () => {
    const world = small(web, { name: 'db', on: { front: '172.20.0.4' } });
    const [stale] = situationsAbout(world, new Tracer(world), {
      from: 'web',
      to: '172.20.0.77',
      proto: 'icmp',
    });
    assert.equal(stale?.code, 'stale-address');
    assert.match(
      stale.tell().happens,
      /^Nobody on front has 172\.20\.0\.77; db and web have others there/,
    );
  });

  it('has nothing to say about who it does not know, and about the host', () => {
    const world = small(web, db);
    const tracer = new Tracer(world);
    for (const from of ['nobody', 'host', 'outside:203.0.113.9']) {
      const about = situationsAbout(world, tracer, { from, to: '172.21.0.3', proto: 'icmp' });
      assert.deepEqual(about, []);
    }
  });
});
