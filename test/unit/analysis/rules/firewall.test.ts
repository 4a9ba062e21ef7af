import assert from 'node:assert/strict';
import { firewallOf, rulesConcerning } from '../../../../src/analysis/rules/firewall';
import type { Firewall, RuleSubject } from '../../../../src/analysis/rules/firewall';
import { isKnown } from '../../../../src/model/provenance';
import type { Topology } from '../../../../src/model/topology';
import { topologyIndex } from '../../../../src/model/topologyIndex';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { oracleNames, oracleSnapshot } from '../../../support/oracleSnapshots';
import { smallTopology } from '../smallTopology';

const bridge = 'com.docker.network.bridge';

/** web on front publishes 80 as 8080, db is on back; the host told these rules. */
function withRules(iptables?: string, more: object = {}): Topology {
  return smallTopology({
    networks: [
      { name: 'front', subnet: '172.18.0.0/16', options: { [`${bridge}.name`]: 'br-front' } },
      { name: 'back', subnet: '172.19.0.0/16', options: { [`${bridge}.name`]: 'br-back' } },
    ],
    containers: [
      {
        name: 'web',
        on: { front: '172.18.0.2' },
        ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }] },
      },
      { name: 'db', on: { back: '172.19.0.3' } },
    ],
    ...(iptables === undefined ? {} : { host: { iptables, ...more } }),
  });
}

function table(name: string, ...rules: readonly string[]): string {
  const builtIn = { nat: ['PREROUTING', 'OUTPUT', 'POSTROUTING'], raw: ['PREROUTING'] }[name] ?? [
    'INPUT',
    'FORWARD',
    'OUTPUT',
  ];
  const own = new Set(rules.flatMap((rule) => /-A (\S+)/.exec(rule)?.[1] ?? []));
  for (const rule of rules) own.add(/-[jg] ((?:DOCKER|ufw|mine)\S*)/.exec(rule)?.[1] ?? '');
  const users = [...own].filter((chain) => chain !== '' && !builtIn.includes(chain));
  return [
    `*${name}`,
    ...builtIn.map((chain) => `:${chain} ACCEPT [0:0]`),
    ...users.map((chain) => `:${chain} - [0:0]`),
    ...rules,
    'COMMIT',
    '',
  ].join('\n');
}

function firewall(topology: Topology): Firewall {
  const known = firewallOf(topology);
  assert.ok(isKnown(known));
  return known.value;
}

function concerning(topology: Topology, subject: RuleSubject): readonly string[] {
  return rulesConcerning(firewall(topology), subject).map(({ text }) => text);
}

describe('what a rule does, in plain words', () => {
  const cases: readonly {
    readonly rule: string;
    readonly table?: string;
    readonly says: string;
  }[] = [
    {
      table: 'nat',
      rule: '-A DOCKER ! -i br-front -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.18.0.2:80',
      says: 'rewrites connections to host port 8080 so that they go to web, 172.18.0.2:80, unless they come from network front (br-front)',
    },
    {
      table: 'nat',
      rule: '-A POSTROUTING -s 172.18.0.0/16 ! -o br-front -j MASQUERADE',
      says: 'gives the host’s own address as source to packets from network front (172.18.0.0/16), that do not leave by network front (br-front)',
    },
    {
      table: 'nat',
      rule: '-A PREROUTING -p udp -m udp --dport 53 -j REDIRECT --to-ports 5353',
      says: 'rewrites UDP packets to host port 53 so that they go to this host itself, port 5353',
    },
    {
      rule: '-A DOCKER -d 172.18.0.2/32 ! -i br-front -o br-front -p tcp -m tcp --dport 80 -j ACCEPT',
      says: 'lets through TCP packets from anywhere else into network front (br-front), to web, 172.18.0.2, port 80',
    },
    {
      rule: '-A FORWARD -i br-front -o br-front -j DROP',
      says: 'drops packets between containers of network front (br-front)',
    },
    {
      rule: '-A FORWARD -i br-front ! -o br-front -j ACCEPT',
      says: 'lets through packets from network front (br-front) to anywhere else',
    },
    {
      rule: '-A FORWARD -o br-back -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      says: 'lets through packets that leave by network back (br-back), of connections that were let through before',
    },
    { rule: '-A FORWARD -j DOCKER-USER', says: 'asks the chain DOCKER-USER about every packet' },
    {
      rule: '-A FORWARD -i eth0 -p tcp -j REJECT --reject-with tcp-reset',
      says: 'refuses TCP packets that came in by device eth0 (tcp-reset)',
    },
    {
      rule: '-A INPUT -s 10.0.0.0/8 -m mark --mark 0x1 -j ACCEPT',
      says: 'lets through packets from 10.0.0.0/8, marked 0x1',
    },
    { rule: '-A FORWARD -p tcp', says: 'only counts all TCP packets' },
    {
      rule: '-A FORWARD -m quota --quota 1000 -j DROP',
      says: 'drops packets that fit -m quota --quota 1000; not understood: the match quota with these options is not understood',
    },
  ];
  for (const { rule, table: name = 'filter', says } of cases) {
    it(rule, () => {
      const shown = firewall(withRules(table(name, rule))).walk.find(({ text }) => text === rule);
      assert.equal(shown?.sentence, says);
    });
  }
});

describe('whose a rule is', () => {
  const cases: readonly (readonly [rule: string, owner: string, table?: string])[] = [
    ['-A DOCKER-FORWARD -i br-front -j ACCEPT', 'docker'],
    ['-A FORWARD -j DOCKER-USER', 'docker'],
    [
      '-A FORWARD -o br-0123456789ab -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      'docker',
    ],
    ['-A POSTROUTING -s 172.30.0.0/16 ! -o br-0123456789ab -j MASQUERADE', 'docker', 'nat'],
    ['-A PREROUTING -d 172.18.0.2/32 ! -i br-front -j DROP', 'docker', 'raw'],
    ['-A POSTROUTING -s 10.8.0.0/24 -o eth0 -j MASQUERADE', 'other', 'nat'],
    ['-A DOCKER-USER -i eth0 -j DROP', 'admin'],
    ['-A DOCKER-USER -j RETURN', 'docker'],
    ['-A FORWARD -j ufw-before-forward', 'ufw'],
    ['-A ufw-before-forward -p icmp -j ACCEPT', 'ufw'],
    ['-A FWDI_public -j ACCEPT', 'firewalld'],
    ['-A FORWARD -i br-front -j DROP', 'other'],
    ['-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT', 'other'],
  ];
  for (const [rule, owner, name = 'filter'] of cases) {
    it(`${rule}: ${owner}`, () => {
      const shown = firewall(withRules(table(name, rule))).walk.find(({ text }) => text === rule);
      assert.equal(shown?.owner, owner);
    });
  }

  it('tells the tables of other programs in nftables apart', () => {
    const rule = (name: string) => [
      { table: { family: 'inet', name } },
      { chain: { family: 'inet', table: name, name: 'c', type: 'filter', hook: 'input', prio: 0 } },
      { rule: { family: 'inet', table: name, chain: 'c', expr: [{ accept: null }] } },
    ];
    const names = ['docker-bridges', 'netavark', 'firewalld', 'mine'];
    const topology = withRules('', { nft: { nftables: names.flatMap(rule) } });
    assert.deepEqual(
      firewall(topology).walk.map(({ table: { name }, owner }) => `${name} ${owner}`),
      ['docker-bridges docker', 'netavark podman', 'firewalld firewalld', 'mine other'],
    );
  });
});

describe('rules that concern something', () => {
  const dnat =
    '-A DOCKER ! -i br-front -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.18.0.2:80';
  const accept =
    '-A DOCKER -d 172.18.0.2/32 ! -i br-front -o br-front -p tcp -m tcp --dport 80 -j ACCEPT';
  const drop = '-A PREROUTING -d 172.18.0.2/32 ! -i br-front -j DROP';
  const masquerade = '-A POSTROUTING -s 172.19.0.0/16 ! -o br-back -j MASQUERADE';
  const admin = '-A DOCKER-USER -i eth0 -s 203.0.113.0/24 -j DROP';
  // As iptables-save prints them, which is not the order the kernel walks them in.
  const text = [
    table('filter', '-A FORWARD -j DOCKER-USER', '-A FORWARD -o br-front -j DOCKER', accept, admin),
    table(
      'nat',
      '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
      masquerade,
      dnat,
      '-A DOCKER -p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.18.0.2:80',
      '-A DOCKER -p udp -m udp --dport 8080 -j DNAT --to-destination 172.18.0.2:80',
    ),
    table('raw', drop),
  ].join('');

  it('come in the order the kernel walks them, through jumps', () => {
    const topology = withRules(text);
    const [port] = topology.publishedPorts;
    assert.ok(port);
    assert.deepEqual(concerning(topology, { kind: 'port', id: port.id }), [
      drop,
      dnat,
      admin,
      accept,
    ]);
  });

  it('are those that name a network, its containers or its bridge', () => {
    const topology = withRules(text);
    const back = topology.networks.find(({ name }) => name.value === 'back');
    assert.deepEqual(concerning(topology, { kind: 'network', id: back?.id ?? '' }), [
      admin,
      masquerade,
    ]);
  });

  it('are at the host’s edge those that name no network', () => {
    assert.deepEqual(concerning(withRules(text), { kind: 'host' }), [
      '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
      '-A FORWARD -j DOCKER-USER',
      admin,
    ]);
  });

  it('carry their counters, and say that they were read', () => {
    const topology = withRules(text.replace(dnat, `[12:720] ${dnat}`));
    const [port] = topology.publishedPorts;
    const shown = rulesConcerning(firewall(topology), { kind: 'port', id: port?.id ?? '' });
    assert.deepEqual(shown.find((one) => one.text === dnat)?.counters, { packets: 12, bytes: 720 });
    assert.equal(firewall(topology).source.kind, 'observed');
  });

  it('are predicted where nothing was read, and say so', () => {
    const topology = withRules();
    const [port] = topology.publishedPorts;
    const texts = concerning(topology, { kind: 'port', id: port?.id ?? '' });
    assert.deepEqual(texts, [drop, dnat, accept]);
    assert.equal(firewall(topology).source.kind, 'predicted');
  });

  it('are unknown for Podman without host access', () => {
    const topology = smallTopology({
      podman: true,
      version: '5.8.6',
      networks: [],
      containers: [],
    });
    const known = firewallOf(topology);
    assert.ok(!isKnown(known) && known.settledBy === 'host access');
  });

  it('end when chains lead to each other in a circle', () => {
    const loop = table('filter', '-A FORWARD -j mine1', '-A mine1 -j mine2', '-A mine2 -j mine1');
    assert.equal(firewall(withRules(loop)).walk.length, 3);
  });

  it('name the DNAT rule of every published IPv4 port of real engines', () => {
    let ports = 0;
    for (const name of oracleNames()) {
      const engine = name.split('/')[0] ?? '';
      if (engine.endsWith('noiptables')) continue;
      const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
      const { endpoints, networks } = topologyIndex(topology);
      for (const port of topology.publishedPorts) {
        // Podman lists ports of internal networks, and forwards none.
        const on = networks.get(endpoints.get(port.endpointId ?? '')?.networkId ?? '');
        if (on === undefined || on.internal.value) continue;
        const four = !port.hostAddress.value.includes(':');
        if (!port.active || !four || !isKnown(port.hostPort) || port.hostPort.value === 0) continue;
        ports++;
        const rules = rulesConcerning(firewall(topology), { kind: 'port', id: port.id });
        const nat = rules.filter(
          ({ sentence, text: one }) => sentence.startsWith('rewrites') && !one.includes('ip6 to'),
        );
        assert.equal(
          nat.length,
          1,
          `${name} ${port.key}: ${nat.map(({ text: one }) => one).join('; ')}`,
        );
      }
    }
    assert.ok(ports > 60, `${ports} ports`);
  });

  it('understands all that real engines wrote', () => {
    for (const name of oracleNames()) {
      const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
      for (const shown of firewall(topology).walk) {
        assert.ok(shown.understood, `${name}: ${shown.text}`);
        assert.ok(
          shown.sentence.length > 5 && !shown.sentence.includes('undefined'),
          shown.sentence,
        );
      }
    }
  });
});
