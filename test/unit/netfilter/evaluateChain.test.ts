import assert from 'node:assert/strict';
import { hookChains } from '../../../src/netfilter/evaluateChain';
import type { ChainVerdict, HookContext, Packet } from '../../../src/netfilter/evaluatePacket';
import { readIptablesSave } from '../../../src/netfilter/readIptablesSave';
import type { NamedSet, RuleSet } from '../../../src/model/rules';

const syn: Packet = {
  family: 4,
  proto: 'tcp',
  source: '172.18.0.2',
  destination: '172.19.0.3',
  sourcePort: 49152,
  destinationPort: 5432,
  kind: 'request',
  mark: 0,
};

const fromFront: HookContext = {
  hook: 'forward',
  inInterface: 'br-front',
  outInterface: 'br-back',
  state: 'NEW',
  direction: 'original',
  destinationRewritten: false,
  sourceRewritten: false,
  connectionMark: 0,
  addressType: (address) => (address === '203.0.113.2' ? 'LOCAL' : 'UNICAST'),
};

function filter(...rules: readonly string[]): RuleSet {
  return table('filter', ['INPUT', 'FORWARD', 'OUTPUT'], rules);
}

function table(name: string, chains: readonly string[], rules: readonly string[]): RuleSet {
  const own = new Set(rules.flatMap((rule) => /^-A (\S+)/.exec(rule)?.[1] ?? []));
  const users = [...own].filter((chain) => !chains.includes(chain));
  const text = [
    `*${name}`,
    ...chains.map((chain) => `:${chain} ACCEPT [0:0]`),
    ...users.map((chain) => `:${chain} - [0:0]`),
    ...rules,
    'COMMIT',
  ];
  return readIptablesSave(text.join('\n'), 'ip');
}

function walked(
  rules: RuleSet,
  packet: Partial<Packet> = {},
  context: Partial<HookContext> = {},
): ChainVerdict | undefined {
  const full = { ...fromFront, ...context };
  const chain = hookChains(rules).chains(packet.family ?? 4, full.hook)[0];
  return chain?.evaluate({ ...syn, ...packet }, full);
}

function decided(verdict: ChainVerdict | undefined): string {
  if (verdict === undefined) return 'no chain';
  const by = 'by' in verdict ? verdict.by : undefined;
  if (by === undefined) return verdict.kind;
  return 'rule' in by ? `${verdict.kind} ${by.chain} ${by.index}` : `${verdict.kind} policy`;
}

describe('evaluating chains', () => {
  const cases: readonly {
    readonly name: string;
    readonly rules: readonly string[];
    readonly packet?: Partial<Packet>;
    readonly context?: Partial<HookContext>;
    readonly expected: string;
  }[] = [
    { name: 'no rule leaves it to the policy', rules: [], expected: 'accept' },
    {
      name: 'the first rule that matches decides',
      rules: ['-A FORWARD -i br-front -j DROP', '-A FORWARD -j ACCEPT'],
      expected: 'drop FORWARD 1',
    },
    {
      name: 'an inverted interface',
      rules: ['-A FORWARD ! -i br-back -o br-back -j DROP'],
      expected: 'drop FORWARD 1',
    },
    {
      name: 'an interface by its beginning',
      rules: ['-A FORWARD -i br-+ -j DROP'],
      expected: 'drop FORWARD 1',
    },
    {
      name: 'source outside the prefix',
      rules: ['-A FORWARD -s 172.19.0.0/16 -j DROP'],
      expected: 'accept',
    },
    {
      name: 'inverted source outside the prefix',
      rules: ['-A FORWARD ! -s 172.19.0.0/16 -j DROP'],
      expected: 'drop FORWARD 1',
    },
    {
      name: 'a jump comes back when its chain ends',
      rules: ['-A FORWARD -j USER', '-A FORWARD -j DROP', '-A USER -p udp -j ACCEPT'],
      expected: 'drop FORWARD 2',
    },
    {
      name: 'RETURN leaves the chain, not the walk',
      rules: ['-A FORWARD -j USER', '-A FORWARD -j DROP', '-A USER -j RETURN', '-A USER -j ACCEPT'],
      expected: 'drop FORWARD 2',
    },
    {
      name: 'RETURN in a base chain means the policy',
      rules: ['-A FORWARD -j RETURN', '-A FORWARD -j DROP'],
      expected: 'accept',
    },
    {
      name: 'goto does not come back',
      rules: ['-A FORWARD -g USER', '-A FORWARD -j DROP', '-A USER -p udp -j ACCEPT'],
      expected: 'accept',
    },
    {
      name: 'connection state',
      rules: [
        '-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
        '-A FORWARD -j DROP',
      ],
      context: { state: 'ESTABLISHED' },
      expected: 'accept FORWARD 1',
    },
    {
      name: 'connection state of a first packet',
      rules: [
        '-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
        '-A FORWARD -j DROP',
      ],
      expected: 'drop FORWARD 2',
    },
    {
      name: 'DNAT as a state',
      rules: ['-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT', '-A FORWARD -j DROP'],
      context: { destinationRewritten: true },
      expected: 'accept FORWARD 1',
    },
    {
      name: 'a port of another protocol',
      rules: ['-A FORWARD -p udp -m udp --dport 5432 -j DROP'],
      expected: 'accept',
    },
    {
      name: 'several ports',
      rules: ['-A FORWARD -p tcp -m multiport --dports 80,5000:6000 -j DROP'],
      expected: 'drop FORWARD 1',
    },
    {
      name: 'ICMP errors have no ports',
      rules: ['-A FORWARD -p tcp -m tcp --sport 5432 -j DROP'],
      packet: { proto: 'icmp', about: 'tcp', kind: 'error', sourcePort: 5432 },
      expected: 'accept',
    },
    {
      name: 'a local destination',
      rules: ['-A FORWARD -m addrtype --dst-type LOCAL -j DROP'],
      packet: { destination: '203.0.113.2' },
      expected: 'drop FORWARD 1',
    },
    {
      name: 'a rate holds for a single packet',
      rules: ['-A FORWARD -m limit --limit 3/min -j ACCEPT', '-A FORWARD -j DROP'],
      expected: 'accept FORWARD 1',
    },
    {
      name: 'a mark set on the way',
      rules: [
        '-A FORWARD -i br-front -j MARK --set-xmark 0x10/0xff',
        '-A FORWARD -m mark --mark 0x10/0x10 -j DROP',
      ],
      expected: 'drop FORWARD 2',
    },
    {
      name: 'a log rule decides nothing',
      rules: ['-A FORWARD -j LOG --log-prefix "x "', '-A FORWARD -j DROP'],
      expected: 'drop FORWARD 2',
    },
    {
      name: 'a condition that is not understood',
      rules: ['-A FORWARD -m u32 --u32 "6&0xFF=1" -j DROP', '-A FORWARD -j ACCEPT'],
      expected: 'unknown FORWARD 1',
    },
    {
      name: 'a condition that is not understood, where another one fails',
      rules: ['-A FORWARD -i eth0 -m u32 --u32 "6&0xFF=1" -j DROP', '-A FORWARD -j ACCEPT'],
      expected: 'accept FORWARD 2',
    },
    {
      name: 'an action that is not understood',
      rules: ['-A FORWARD -j TEE --gateway 192.0.2.1'],
      expected: 'unknown FORWARD 1',
    },
    {
      name: 'chains that jump in a circle',
      rules: ['-A FORWARD -j A', '-A A -j B', '-A B -j A'],
      expected: 'unknown',
    },
    {
      name: 'a port of a bridge, for a packet that is routed',
      rules: ['-A FORWARD -m physdev --physdev-in veth1 -j DROP'],
      expected: 'accept',
    },
  ];
  for (const { name, rules, packet, context, expected } of cases) {
    it(name, () =>
      assert.match(decided(walked(filter(...rules), packet, context)), new RegExp(`^${expected}`)),
    );
  }

  it('names the policy that drops', () => {
    const rules = readIptablesSave('*filter\n:FORWARD DROP [0:0]\nCOMMIT\n', 'ip');
    assert.deepEqual(walked(rules), {
      kind: 'drop',
      by: { kind: 'policy', family: 4, table: 'filter', chain: 'FORWARD', policy: 'DROP' },
    });
  });

  const answers: readonly (readonly [string, string])[] = [
    ['icmp-port-unreachable', 'port'],
    ['icmp-host-unreachable', 'host'],
    ['icmp-net-unreachable', 'net'],
    ['icmp-proto-unreachable', 'proto'],
    ['icmp-admin-prohibited', 'prohibited'],
    ['icmp-host-prohibited', 'prohibited'],
    ['tcp-reset', 'tcp-reset'],
  ];
  for (const [option, sends] of answers) {
    it(`REJECT with ${option}`, () => {
      const verdict = walked(filter(`-A FORWARD -p tcp -j REJECT --reject-with ${option}`));
      assert.ok(verdict?.kind === 'reject');
      assert.equal(verdict.sends, sends);
    });
  }

  it('does not show IPv4 rules to IPv6', () => {
    const packet = { family: 6 as const, source: 'fd00::2', destination: 'fd01::3' };
    assert.equal(walked(filter('-A FORWARD -j DROP'), packet), undefined);
  });

  describe('translations', () => {
    const nat = (rule: string) =>
      table('nat', ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'], [rule]);
    const rewrites: readonly (readonly [string, HookContext['hook'], object])[] = [
      [
        '-A PREROUTING -p tcp -j DNAT --to-destination 172.18.0.9:80',
        'prerouting',
        { to: 'destination', address: '172.18.0.9', port: 80 },
      ],
      [
        '-A PREROUTING -p tcp -j REDIRECT --to-ports 80',
        'prerouting',
        { to: 'redirect', port: 80 },
      ],
      [
        '-A POSTROUTING -j SNAT --to-source 203.0.113.2',
        'postrouting',
        { to: 'source', address: '203.0.113.2' },
      ],
      ['-A POSTROUTING -j MASQUERADE', 'postrouting', { to: 'masquerade' }],
    ];
    for (const [rule, hook, expected] of rewrites) {
      it(rule, () => {
        const verdict = walked(nat(rule), {}, { hook });
        assert.ok(verdict?.kind === 'rewrite');
        assert.deepEqual(verdict.rewrite, expected);
      });
    }

    it('cannot tell which address of a range the kernel takes', () => {
      const verdict = walked(
        nat('-A POSTROUTING -j SNAT --to-source 203.0.113.2-203.0.113.9'),
        {},
        { hook: 'postrouting' },
      );
      assert.equal(verdict?.kind, 'unknown');
    });
  });

  describe('sets', () => {
    const blocked: NamedSet = {
      name: 'blocked',
      kind: 'set',
      type: 'hash:net',
      entries: [
        { key: [{ kind: 'prefix', cidr: '172.18.0.0/16' }] },
        { key: [{ kind: 'prefix', cidr: '172.18.0.2/32' }], exception: true },
      ],
    };
    const rules = filter('-A FORWARD -m set --match-set blocked src -j DROP');
    const withSet: RuleSet = { ...rules, ipsets: [blocked] };

    it('holds what lies in it', () => {
      assert.equal(walked(withSet, { source: '172.18.0.7' })?.kind, 'drop');
    });
    it('leaves out an exception', () => {
      assert.equal(walked(withSet, { source: '172.18.0.2' })?.kind, 'accept');
    });
    it('is unknown when the set was not read', () => {
      assert.equal(walked(rules)?.kind, 'unknown');
    });
  });
});
