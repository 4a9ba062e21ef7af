import assert from 'node:assert/strict';
import type { DaemonOptions } from '../../../../src/model/engine';
import { isKnown } from '../../../../src/model/provenance';
import type { RuleSet } from '../../../../src/model/rules';
import type { Topology } from '../../../../src/model/topology';
import { predictRules } from '../../../../src/netfilter/predict/predictRules';
import { smallTopology, type SmallNetwork } from '../../analysis/smallTopology';

const bridge = 'com.docker.network.bridge';

const defaultBridge: SmallNetwork = {
  name: 'bridge',
  subnet: '172.17.0.0/16',
  options: { [`${bridge}.name`]: 'docker0', [`${bridge}.default_bridge`]: 'true' },
};

interface Situation {
  readonly version: string;
  readonly options?: DaemonOptions;
  readonly internal?: boolean;
  readonly ipv6?: boolean;
  /** Of the network, without their prefix. */
  readonly network?: Readonly<Record<string, string>>;
  readonly hostAddress?: string;
}

/** One network `bridge1`, 192.0.2.0/24, whose container 192.0.2.2 publishes its port 80 as 8080. */
function topologyOf({ version, internal, ipv6, network, hostAddress }: Situation): Topology {
  const options = Object.entries(network ?? {}).map(
    ([key, value]) => [`${bridge}.${key}`, value] as const,
  );
  return smallTopology({
    version,
    networks: [
      defaultBridge,
      {
        name: 'n1',
        subnet: '192.0.2.0/24',
        options: { [`${bridge}.name`]: 'bridge1', ...Object.fromEntries(options) },
        ...(internal === true ? { internal } : {}),
        ...(ipv6 === true ? { ipv6: 'fd00:1::/64' } : {}),
      },
    ],
    containers: [
      {
        name: 'web',
        on: { n1: '192.0.2.2' },
        ...(ipv6 === true ? { ipv6: { n1: 'fd00:1::2' } } : {}),
        ports: {
          '80/tcp': [
            { HostIp: hostAddress ?? '0.0.0.0', HostPort: '8080' },
            ...(ipv6 === true ? [{ HostIp: '::', HostPort: '8080' }] : []),
          ],
        },
      },
    ],
  });
}

function predict(situation: Situation): RuleSet {
  const rules = predictRules(topologyOf(situation), {
    ...(situation.options === undefined ? {} : { daemonOptions: situation.options }),
  });
  assert.ok(isKnown(rules), 'the rules are predicted');
  assert.equal(rules.source.kind, 'predicted');
  return rules.value;
}

/** The rules of one chain; absent chains have none. */
function chain(rules: RuleSet, family: 'ip' | 'ip6', table: string, name: string) {
  return rules.tables
    .filter((one) => one.family === family && one.name === table)
    .flatMap(({ chains }) => chains.filter((one) => one.name === name))
    .flatMap((one) => one.rules.map(({ text }) => text.replace(`-A ${name} `, '')));
}

const ports = '-p tcp -m tcp --dport';
const related = '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
const isolation = 'DOCKER-ISOLATION-STAGE';

describe('rules of generations without snapshots, iptables', () => {
  const cases: readonly {
    readonly name: string;
    readonly situation: Situation;
    readonly family?: 'ip' | 'ip6';
    /** By table and chain; chains that are not named are not compared. */
    readonly expected: Readonly<Record<string, readonly string[]>>;
  }[] = [
    {
      name: '28.0.0 names its bridges in a set, and keeps FORWARD',
      situation: { version: '28.0.0' },
      expected: {
        'filter FORWARD': [
          '-j DOCKER-USER',
          `-m set --match-set docker-ext-bridges-v4 dst ${related}`,
          `-j ${isolation}-1`,
          '-m set --match-set docker-ext-bridges-v4 dst -j DOCKER',
          '-i docker0 -j ACCEPT',
          '-i bridge1 -j ACCEPT',
        ],
        'filter DOCKER': [
          `-d 192.0.2.2/32 ! -i bridge1 -o bridge1 ${ports} 80 -j ACCEPT`,
          '! -i docker0 -o docker0 -j DROP',
          '! -i bridge1 -o bridge1 -j DROP',
        ],
        'filter DOCKER-FORWARD': [],
        'filter DOCKER-USER': ['-j RETURN'],
        [`filter ${isolation}-1`]: [
          `-i docker0 ! -o docker0 -j ${isolation}-2`,
          `-i bridge1 ! -o bridge1 -j ${isolation}-2`,
        ],
        [`filter ${isolation}-2`]: ['-o bridge1 -j DROP', '-o docker0 -j DROP'],
        'nat DOCKER': [
          '-i bridge1 -j RETURN',
          '-i docker0 -j RETURN',
          `! -i bridge1 ${ports} 8080 -j DNAT --to-destination 192.0.2.2:80`,
        ],
        'raw PREROUTING': [`-d 192.0.2.2/32 ! -i bridge1 ${ports} 80 -j DROP`],
      },
    },
    {
      name: '28.1 has chains of its own, guards raw by port and ends DOCKER-USER',
      situation: { version: '28.1.1' },
      expected: {
        'filter FORWARD': ['-j DOCKER-USER', '-j DOCKER-FORWARD'],
        'filter DOCKER-FORWARD': [
          '-j DOCKER-CT',
          `-j ${isolation}-1`,
          '-j DOCKER-BRIDGE',
          '-i docker0 -j ACCEPT',
          '-i bridge1 -j ACCEPT',
        ],
        'filter DOCKER-BRIDGE': ['-o docker0 -j DOCKER', '-o bridge1 -j DOCKER'],
        'filter DOCKER-CT': [`-o docker0 ${related}`, `-o bridge1 ${related}`],
        'filter DOCKER-USER': ['-j RETURN'],
        'raw PREROUTING': [`-d 192.0.2.2/32 ! -i bridge1 ${ports} 80 -j DROP`],
        'nat POSTROUTING': [
          '-s 192.0.2.0/24 ! -o bridge1 -j MASQUERADE',
          '-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
        ],
      },
    },
    {
      name: '28.0.1 in routed mode lets ICMP in and keeps away from DNAT',
      situation: { version: '28.0.1', network: { gateway_mode_ipv4: 'routed' } },
      expected: {
        'filter DOCKER': [
          `-d 192.0.2.2/32 ! -i bridge1 -o bridge1 ${ports} 80 -j ACCEPT`,
          '! -i docker0 -o docker0 -j DROP',
          '-o bridge1 -p icmp -j ACCEPT',
          '! -i bridge1 -o bridge1 -j DROP',
        ],
        [`filter ${isolation}-1`]: [
          `-i bridge1 ${related}`,
          '-o bridge1 -j RETURN',
          `-i docker0 ! -o docker0 -j ${isolation}-2`,
          `-i bridge1 ! -o bridge1 -j ${isolation}-2`,
        ],
        'nat POSTROUTING': ['-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE'],
        'raw PREROUTING': [],
      },
    },
    {
      name: '29 isolates no more and applies published ports between bridges',
      situation: { version: '29.0.0' },
      expected: {
        'filter FORWARD': ['-j DOCKER-USER', '-j DOCKER-FORWARD'],
        'filter DOCKER-FORWARD': [
          '-j DOCKER-CT',
          '-j DOCKER-INTERNAL',
          '-j DOCKER-BRIDGE',
          '-i docker0 -j ACCEPT',
          '-i bridge1 -j ACCEPT',
        ],
        'filter DOCKER': [
          `-d 192.0.2.2/32 ! -i bridge1 -o bridge1 ${ports} 80 -j ACCEPT`,
          '! -i docker0 -o docker0 -j DROP',
          '! -i bridge1 -o bridge1 -j DROP',
        ],
        [`filter ${isolation}-1`]: [],
        'filter DOCKER-USER': [],
        'nat DOCKER': [`! -i bridge1 ${ports} 8080 -j DNAT --to-destination 192.0.2.2:80`],
        'nat OUTPUT': ['! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER'],
        'raw PREROUTING': ['-d 192.0.2.2/32 ! -i bridge1 -j DROP'],
      },
    },
    {
      name: '29 keeps an internal network apart in a chain of its own',
      situation: { version: '29.0.0', internal: true },
      expected: {
        'filter DOCKER-INTERNAL': [
          '! -s 192.0.2.0/24 -o bridge1 -j DROP',
          '! -d 192.0.2.0/24 -i bridge1 -j DROP',
        ],
        'filter DOCKER-FORWARD': [
          '-j DOCKER-CT',
          '-j DOCKER-INTERNAL',
          '-j DOCKER-BRIDGE',
          '-i docker0 -j ACCEPT',
          '-i bridge1 -o bridge1 -j ACCEPT',
        ],
        'filter DOCKER-BRIDGE': ['-o docker0 -j DOCKER'],
        'nat POSTROUTING': ['-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE'],
      },
    },
    {
      name: '29 without talk between containers',
      situation: { version: '29.0.0', network: { enable_icc: 'false' } },
      expected: {
        'filter DOCKER-FORWARD': [
          '-j DOCKER-CT',
          '-j DOCKER-INTERNAL',
          '-j DOCKER-BRIDGE',
          '-i docker0 -j ACCEPT',
          '-i bridge1 -o bridge1 -j DROP',
          '-i bridge1 ! -o bridge1 -j ACCEPT',
        ],
      },
    },
    {
      name: '29 unprotected opens every port',
      situation: { version: '29.0.0', network: { gateway_mode_ipv4: 'nat-unprotected' } },
      expected: {
        'filter DOCKER': ['! -i docker0 -o docker0 -j DROP', '! -i bridge1 -o bridge1 -j ACCEPT'],
        'raw PREROUTING': [],
      },
    },
    {
      name: '29 without the userland proxy',
      situation: { version: '29.0.0', options: { userlandProxy: false } },
      expected: {
        'nat OUTPUT': ['-m addrtype --dst-type LOCAL -j DOCKER'],
        'nat DOCKER': [`${ports} 8080 -j DNAT --to-destination 192.0.2.2:80`],
        'nat POSTROUTING': [
          '-o bridge1 -m addrtype --src-type LOCAL -j MASQUERADE',
          '-s 192.0.2.0/24 ! -o bridge1 -j MASQUERADE',
          '-o docker0 -m addrtype --src-type LOCAL -j MASQUERADE',
          '-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
          `-s 192.0.2.2/32 -d 192.0.2.2/32 ${ports} 80 -j MASQUERADE`,
        ],
      },
    },
    {
      name: '29 with a port on loopback',
      situation: { version: '29.0.0', hostAddress: '127.0.0.1' },
      expected: {
        'raw PREROUTING': [
          '-d 192.0.2.2/32 ! -i bridge1 -j DROP',
          `-d 127.0.0.1/32 ! -i lo ${ports} 8080 -j DROP`,
        ],
        'nat DOCKER': [
          `-d 127.0.0.1/32 ! -i bridge1 ${ports} 8080 -j DNAT --to-destination 192.0.2.2:80`,
        ],
      },
    },
    {
      name: '29 with trusted interfaces and a mark that lets in',
      situation: {
        version: '29.0.0',
        network: { trusted_host_interfaces: 'eth3:vxlan.1' },
        options: { bridgeAcceptFwmark: '1/0xff' },
      },
      expected: {
        'raw PREROUTING': [
          '-d 192.0.2.2/32 -i eth3 -j ACCEPT',
          '-d 192.0.2.2/32 -i vxlan.1 -j ACCEPT',
          '-d 192.0.2.2/32 ! -i bridge1 -j DROP',
        ],
        'filter DOCKER-FORWARD': [
          '-m mark --mark 0x1/0xff -j ACCEPT',
          '-j DOCKER-CT',
          '-j DOCKER-INTERNAL',
          '-j DOCKER-BRIDGE',
          '-i docker0 -j ACCEPT',
          '-i bridge1 -j ACCEPT',
        ],
      },
    },
    {
      name: '29 with direct routing allowed',
      situation: { version: '29.0.0', options: { allowDirectRouting: true } },
      expected: { 'raw PREROUTING': [] },
    },
    {
      name: '29 in IPv6 spares link-local sources',
      situation: { version: '29.0.0', ipv6: true },
      family: 'ip6',
      expected: {
        'nat DOCKER': [
          `! -s fe80::/10 ! -i bridge1 ${ports} 8080 -j DNAT --to-destination [fd00:1::2]:80`,
        ],
        'raw PREROUTING': ['-d fd00:1::2/128 ! -i bridge1 -j DROP'],
      },
    },
    {
      name: '29 told to leave iptables alone',
      situation: { version: '29.0.0', options: { iptables: false } },
      expected: { 'nat DOCKER': [], 'filter FORWARD': [], 'raw PREROUTING': [] },
    },
  ];
  for (const { name, situation, family = 'ip', expected } of cases) {
    it(name, () => {
      const rules = predict(situation);
      for (const [place, texts] of Object.entries(expected)) {
        const [table = '', of = ''] = place.split(' ');
        assert.deepEqual(chain(rules, family, table, of), texts, place);
      }
    });
  }

  it('tells the subnets of the bridges in 28.0.0', () => {
    const set = predict({ version: '28.0.0' }).ipsets.find(
      ({ name }) => name === 'docker-ext-bridges-v4',
    );
    assert.deepEqual(
      set?.entries.map(({ key }) => key),
      [[{ kind: 'prefix', cidr: '172.17.0.0/16' }], [{ kind: 'prefix', cidr: '192.0.2.0/24' }]],
    );
  });
});

const nftables: DaemonOptions = { firewallBackend: 'nftables' };
const known = 'ct state established,related counter accept';

describe('rules of the nftables backend', () => {
  const cases: readonly {
    readonly name: string;
    readonly situation: Omit<Situation, 'version'>;
    readonly family?: 'ip' | 'ip6';
    /** By chain. */
    readonly expected: Readonly<Record<string, readonly string[]>>;
  }[] = [
    {
      name: 'a published port',
      situation: { options: nftables },
      expected: {
        'filter-FORWARD': [
          'oifname vmap @filter-forward-in-jumps',
          'iifname vmap @filter-forward-out-jumps',
        ],
        'nat-OUTPUT': [
          'ip daddr != 127.0.0.0/8 fib daddr type local counter jump nat-prerouting-and-output',
        ],
        'nat-PREROUTING': ['fib daddr type local counter jump nat-prerouting-and-output'],
        'nat-POSTROUTING': [
          'iifname vmap @nat-postrouting-out-jumps',
          'oifname vmap @nat-postrouting-in-jumps',
        ],
        'nat-prerouting-and-output': [
          'iifname != "bridge1" tcp dport 8080 counter dnat to 192.0.2.2:80 comment "DNAT"',
        ],
        'raw-PREROUTING': [
          'ip daddr 192.0.2.2 iifname != "bridge1" counter drop comment "DROP DIRECT ACCESS"',
        ],
        'filter-forward-in__bridge1': [
          known,
          'iifname "bridge1" counter accept comment "ICC"',
          'ip daddr 192.0.2.2 tcp dport 80 counter accept',
          'counter drop comment "UNPUBLISHED PORT DROP"',
        ],
        'filter-forward-out__bridge1': [known, 'counter accept comment "OUTGOING"'],
        'nat-postrouting-in__bridge1': [],
        'nat-postrouting-out__bridge1': [
          'oifname != "bridge1" ip saddr 192.0.2.0/24 counter masquerade comment "MASQUERADE"',
        ],
        'filter-forward-in__docker0': [
          known,
          'iifname "docker0" counter accept comment "ICC"',
          'counter drop comment "UNPUBLISHED PORT DROP"',
        ],
      },
    },
    {
      name: 'an internal network',
      situation: { options: nftables, internal: true },
      expected: {
        'filter-forward-in__bridge1': [
          known,
          'iifname != "bridge1" counter drop comment "INTERNAL NETWORK INGRESS"',
          'counter accept comment "ICC"',
        ],
        'filter-forward-out__bridge1': [
          known,
          'oifname != "bridge1" counter drop comment "INTERNAL NETWORK EGRESS"',
        ],
        'nat-prerouting-and-output': [],
        'nat-postrouting-out__bridge1': [],
        'raw-PREROUTING': [],
      },
    },
    {
      name: 'no talk between containers',
      situation: { options: nftables, network: { enable_icc: 'false' } },
      expected: {
        'filter-forward-in__bridge1': [
          known,
          'iifname "bridge1" counter drop comment "ICC"',
          'ip daddr 192.0.2.2 tcp dport 80 counter accept',
          'counter drop comment "UNPUBLISHED PORT DROP"',
        ],
      },
    },
    {
      name: 'routed mode',
      situation: { options: nftables, network: { gateway_mode_ipv4: 'routed' }, hostAddress: '' },
      expected: {
        'filter-forward-in__bridge1': [
          known,
          'ip protocol icmp counter accept comment "ICMP"',
          'iifname "bridge1" counter accept comment "ICC"',
          'ip daddr 192.0.2.2 tcp dport 80 counter accept',
          'counter drop comment "UNPUBLISHED PORT DROP"',
        ],
        'nat-postrouting-out__bridge1': [],
        'raw-PREROUTING': [],
      },
    },
    {
      name: 'unprotected',
      situation: { options: nftables, network: { gateway_mode_ipv4: 'nat-unprotected' } },
      expected: {
        'filter-forward-in__bridge1': [
          known,
          'iifname "bridge1" counter accept comment "ICC"',
          'counter accept comment "UNPROTECTED"',
        ],
        'raw-PREROUTING': [],
      },
    },
    {
      name: 'a port on loopback',
      situation: { options: nftables, hostAddress: '127.0.0.1' },
      expected: {
        'nat-prerouting-and-output': [
          'iifname != "bridge1" ip daddr 127.0.0.1 tcp dport 8080 counter dnat to 192.0.2.2:80 comment "DNAT"',
        ],
        'raw-PREROUTING': [
          'ip daddr 192.0.2.2 iifname != "bridge1" counter drop comment "DROP DIRECT ACCESS"',
          'iifname != "lo" ip daddr 127.0.0.1 tcp dport 8080 counter drop comment "DROP REMOTE LOOPBACK"',
        ],
      },
    },
    {
      name: 'no userland proxy',
      situation: { options: { ...nftables, userlandProxy: false } },
      expected: {
        'nat-OUTPUT': ['fib daddr type local counter jump nat-prerouting-and-output'],
        'nat-prerouting-and-output': ['tcp dport 8080 counter dnat to 192.0.2.2:80 comment "DNAT"'],
        'nat-postrouting-in__bridge1': [
          'fib saddr type local counter masquerade comment "MASQUERADE FROM HOST"',
          'ip saddr 192.0.2.2 ip daddr 192.0.2.2 tcp dport 80 counter masquerade comment "MASQ TO OWN PORT"',
        ],
      },
    },
    {
      name: 'trusted interfaces and a mark that lets in',
      situation: {
        options: { ...nftables, bridgeAcceptFwmark: '0x10' },
        network: { trusted_host_interfaces: 'eth3' },
      },
      expected: {
        'raw-PREROUTING': [
          'ip daddr 192.0.2.2 iifname != { "bridge1", "eth3" } counter drop comment "DROP DIRECT ACCESS"',
        ],
        'filter-forward-in__bridge1': [
          known,
          'meta mark 16 counter accept comment "ALLOW FW MARK"',
          'iifname "bridge1" counter accept comment "ICC"',
          'ip daddr 192.0.2.2 tcp dport 80 counter accept',
          'counter drop comment "UNPUBLISHED PORT DROP"',
        ],
      },
    },
    {
      name: 'IPv6',
      situation: { options: nftables, ipv6: true },
      family: 'ip6',
      expected: {
        'nat-OUTPUT': [
          'ip6 daddr != ::1 fib daddr type local counter jump nat-prerouting-and-output',
        ],
        'nat-prerouting-and-output': [
          'iifname != "bridge1" ip6 saddr != fe80::/10 tcp dport 8080 counter dnat to [fd00:1::2]:80 comment "DNAT"',
        ],
        'raw-PREROUTING': [
          'ip6 daddr fd00:1::2 iifname != "bridge1" counter drop comment "DROP DIRECT ACCESS"',
        ],
      },
    },
  ];
  for (const { name, situation, family = 'ip', expected } of cases) {
    it(name, () => {
      const rules = predict({ version: '29.0.0', ...situation });
      assert.deepEqual(rules.problems, []);
      for (const [of, texts] of Object.entries(expected)) {
        assert.deepEqual(chain(rules, family, 'docker-bridges', of), texts, of);
      }
      const rest = rules.tables.flatMap(({ chains }) => chains.flatMap((one) => one.rules));
      assert.deepEqual(
        rest.filter((rule) => rule.notUnderstood !== undefined),
        [],
      );
    });
  }

  it('has no table of iptables and no chain of the administrator', () => {
    const { tables } = predict({ version: '29.0.0', options: nftables });
    assert.deepEqual(
      tables.map(({ tool, family, name }) => `${tool} ${family} ${name}`),
      ['nft ip docker-bridges', 'nft ip6 docker-bridges'],
    );
    assert.ok(!tables.some(({ chains }) => chains.some(({ name }) => name === 'DOCKER-USER')));
  });

  it('leads devices to their chains by map', () => {
    const { tables } = predict({ version: '29.0.0', options: nftables });
    const map = tables[0]?.sets.find(({ name }) => name === 'filter-forward-in-jumps');
    assert.deepEqual(map?.entries, [
      {
        key: [{ kind: 'one', value: 'docker0' }],
        verdict: { kind: 'jump', chain: 'filter-forward-in__docker0' },
      },
      {
        key: [{ kind: 'one', value: 'bridge1' }],
        verdict: { kind: 'jump', chain: 'filter-forward-in__bridge1' },
      },
    ]);
  });

  it('has its maps in a family without networks too, since rules name them', () => {
    const { tables } = predict({ version: '29.0.0', options: nftables });
    const six = tables.find(({ family }) => family === 'ip6');
    assert.deepEqual(
      six?.sets.map(({ name, entries }) => `${name} ${entries.length}`),
      [
        'filter-forward-in-jumps 0',
        'filter-forward-out-jumps 0',
        'nat-postrouting-in-jumps 0',
        'nat-postrouting-out-jumps 0',
      ],
    );
  });

  it('is chosen from 29 on only', () => {
    const { tables } = predict({ version: '28.5.2', options: nftables });
    assert.ok(tables.every(({ tool }) => tool === 'iptables'));
  });
});
