import assert from 'node:assert/strict';
import type { Rule, RuleSet } from '../../../src/model/rules';
import { readIpset } from '../../../src/netfilter/ipset';
import { readIptablesSave } from '../../../src/netfilter/readIptablesSave';
import { readNftJson } from '../../../src/netfilter/readNftJson';
import { readPacketFilter } from '../../../src/netfilter/readPacketFilter';

function rulesOf({ tables }: RuleSet): readonly Rule[] {
  return tables.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules));
}

function save(...rules: readonly string[]): string {
  return ['*filter', ':FORWARD ACCEPT [0:0]', ':mine - [0:0]', ...rules, 'COMMIT', ''].join('\n');
}

describe('rules of iptables that are not understood', () => {
  const unknown = [
    '-A FORWARD -m bpf --bytecode "4,48 0 0 9,21 0 1 6" -j DROP',
    '-A FORWARD -m unheard --of 3 ! --nor this -j ACCEPT',
    '-A FORWARD --unheard-of',
    '-A FORWARD -p tcp -j UNHEARD --with "an option"',
    '-A FORWARD -m recent --name ssh --set',
    '-A FORWARD -m u32 --u32 "0x0&0xff=0x1" -j mine',
    '-A FORWARD -s',
    '-A FORWARD -j',
    '-A FORWARD -m',
  ];
  for (const text of unknown) {
    it(`${text} is kept as text and marked`, () => {
      const read = readIptablesSave(save(text, '-A FORWARD -j DROP'), 'ip');
      const [first, second] = rulesOf(read);
      assert.equal(first?.text, text);
      assert.ok(first.notUnderstood !== undefined && first.notUnderstood.length > 5);
      assert.equal(second?.index, 2, 'the next rule is read');
      assert.equal(second.notUnderstood, undefined);
    });
  }

  const broken: readonly (readonly [name: string, text: string, code: string])[] = [
    [
      'a text that ends within a table',
      '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -j AC',
      'truncated',
    ],
    ['a table of another program', '*mine\n:FORWARD ACCEPT [0:0]\nCOMMIT\n', 'unknown-table'],
    ['a table begun twice', '*filter\n*nat\nCOMMIT\n', 'truncated'],
    ['a line of something else', '*filter\n:FORWARD ACCEPT\nhello\nCOMMIT\n', 'malformed-line'],
    ['a rule outside of a table', '-A FORWARD -j DROP\n', 'malformed-line'],
    ['a message instead of rules', 'sudo: a password is required\n', 'malformed-line'],
    [
      'a table only nft can show',
      "# Table `filter' is incompatible, use 'nft' tool.\n",
      'unknown-table',
    ],
  ];
  for (const [name, text, code] of broken) {
    it(`${name} is a problem with a next step`, () => {
      const { problems } = readIptablesSave(text, 'ip');
      assert.ok(
        problems.some((problem) => problem.code === code),
        JSON.stringify(problems),
      );
      assert.ok(problems.every(({ message, nextStep }) => message !== '' && nextStep !== ''));
    });
  }

  it('a rule in the last, cut line may be incomplete, and says so', () => {
    const { tables } = readIptablesSave(
      '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -s 10.0.0.0/8',
      'ip',
    );
    assert.match(tables[0]?.chains[0]?.rules[0]?.notUnderstood ?? '', /ends in this line/);
  });

  it('whatever is cut off, the rest is read', () => {
    const text = save('-A FORWARD -i br0 -j mine', '-A mine -m comment --comment "a b" -j DROP');
    for (let end = 0; end < text.length; end++) {
      assert.doesNotThrow(() => readIptablesSave(text.slice(0, end), 'ip'), `at ${end}`);
    }
  });
});

const place = { family: 'inet', table: 't' };

function nft(...expr: readonly unknown[]): RuleSet {
  return readNftJson({
    nftables: [
      { metainfo: { version: '1.0.6' } },
      { table: { family: 'inet', name: 't' } },
      { chain: { ...place, name: 'c', type: 'filter', hook: 'forward', prio: 0, policy: 'drop' } },
      { rule: { ...place, chain: 'c', handle: 4, expr } },
      {
        rule: {
          ...place,
          chain: 'c',
          handle: 5,
          expr: [{ counter: { packets: 3, bytes: 180 } }, { drop: null }],
        },
      },
    ],
  });
}

const match = (left: unknown, right: unknown, op = '==') => ({ match: { op, left, right } });

describe('rules of nftables that are not understood', () => {
  const unknown: readonly (readonly [name: string, ...expr: readonly unknown[]])[] = [
    ['a statement', { unheard: { of: 1 } }, { accept: null }],
    ['a condition', match({ unheard: 'of' }, 3), { accept: null }],
    ['an operator', match({ meta: { key: 'mark' } }, 3, '<'), { drop: null }],
    ['a field', match({ payload: { protocol: 'ip', field: 'ttl' } }, 3), { drop: null }],
    ['a match of iptables', { xt: { type: 'match', name: 'bpf' } }, { accept: null }],
    ['a target of iptables', { xt: { type: 'target', name: 'TPROXY' } }],
    ['a condition behind a verdict', { accept: null }, match({ meta: { key: 'mark' } }, 3)],
    ['an address from elsewhere', { dnat: { addr: { numgen: { mod: 2 } } } }],
    ['a queue', { queue: { num: 1 } }],
    ['no object', 'accept'],
    ['nothing', null],
    ['two statements in one', { accept: null, drop: null }],
  ];
  for (const [name, ...expr] of unknown) {
    it(`${name} is kept as text and marked`, () => {
      const [first, second] = rulesOf(nft(...expr));
      assert.ok(first?.notUnderstood !== undefined, JSON.stringify(first));
      assert.ok(first.text.length > 0);
      assert.deepEqual(second?.actions, [{ kind: 'drop' }], 'the next rule is read');
      assert.deepEqual(second.counters, { packets: 3, bytes: 180 });
    });
  }

  const broken: readonly (readonly [name: string, input: unknown])[] = [
    ['a text that ends in the middle', '{"nftables": [{"table"'],
    ['a message instead of JSON', 'Operation not permitted'],
    ['other JSON', { tables: [] }],
    ['nothing', undefined],
    ['a number', 3],
  ];
  for (const [name, input] of broken) {
    it(`${name} is a problem with a next step`, () => {
      const { tables, problems } = readNftJson(input);
      assert.deepEqual(tables, []);
      assert.equal(problems[0]?.code, 'malformed-json');
      assert.ok(problems[0].nextStep.length > 10);
    });
  }

  it('objects of other kinds and shapes are passed over', () => {
    const odd = [
      null,
      3,
      'x',
      [],
      {},
      { flowtable: { ...place, name: 'f' } },
      { table: { family: 'unheard', name: 'x' } },
      { rule: { ...place, chain: 'gone', expr: [] } },
      { chain: { ...place, name: 'c', hook: 'unheard', prio: 0 } },
    ];
    const { tables, problems } = readNftJson({ nftables: odd });
    assert.deepEqual(
      tables.map(({ name, chains }) => [name, chains.map((chain) => chain.base)]),
      [['t', [undefined]]],
    );
    assert.match(problems[0]?.message ?? '', /names no chain/);
  });

  it('a set that is only half understood is left out and named', () => {
    const { tables, problems } = readNftJson({
      nftables: [
        { table: { family: 'inet', name: 't' } },
        { set: { ...place, name: 's', type: 'ipv4_addr', elem: ['10.0.0.1', { unheard: 1 }] } },
        { set: { ...place, name: 'whole', type: 'ipv4_addr', elem: ['10.0.0.1'] } },
      ],
    });
    assert.deepEqual(
      tables[0]?.sets.map(({ name }) => name),
      ['whole'],
    );
    assert.match(problems[0]?.message ?? '', /set s /);
  });
});

describe('reading sets of ipset', () => {
  it('takes prefixes, ranges, addresses with ports, and exceptions', () => {
    const sets = readIpset(
      [
        'create nets hash:net family inet hashsize 1024 maxelem 65536',
        'add nets 172.17.0.0/16',
        'add nets 172.17.5.0/24 nomatch',
        'create pairs hash:ip,port family inet',
        'add pairs 10.0.0.1,tcp:80',
        'create span list:set size 8',
        'add unheard 1.2.3.4',
        'gibberish',
        '',
      ].join('\n'),
    );
    assert.deepEqual(sets, [
      {
        name: 'nets',
        kind: 'set',
        type: 'hash:net',
        entries: [
          { key: [{ kind: 'prefix', cidr: '172.17.0.0/16' }] },
          { key: [{ kind: 'prefix', cidr: '172.17.5.0/24' }], exception: true },
        ],
      },
      {
        name: 'pairs',
        kind: 'set',
        type: 'hash:ip,port',
        entries: [
          {
            key: [
              { kind: 'one', value: '10.0.0.1' },
              { kind: 'one', value: 'tcp:80' },
            ],
          },
        ],
      },
      { name: 'span', kind: 'set', type: 'list:set', entries: [] },
    ]);
  });
});

describe('reading a whole packet filter', () => {
  const table = (family: string, name: string, chain: string) => [
    { table: { family, name } },
    { chain: { family, table: name, name: chain, type: 'filter', hook: 'forward', prio: 0 } },
    { rule: { family, table: name, chain, expr: [{ drop: null }] } },
  ];
  const names = (rules: RuleSet | undefined) =>
    rules?.tables.map(({ tool, family, name }) => `${tool} ${family} ${name}`);
  const filter = '*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n';

  it('is nothing where nothing was read', () => {
    assert.equal(readPacketFilter({}), undefined);
  });

  it('takes a table that iptables shows from iptables alone', () => {
    const nftables = [...table('ip', 'filter', 'FORWARD'), ...table('inet', 'mine', 'c')];
    assert.deepEqual(names(readPacketFilter({ iptables: filter, nft: { nftables } })), [
      'iptables ip filter',
      'nft inet mine',
    ]);
    assert.deepEqual(names(readPacketFilter({ nft: { nftables } })), [
      'nft ip filter',
      'nft inet mine',
    ]);
  });

  it('keeps legacy tables beside the others: the kernel asks both', () => {
    assert.deepEqual(
      names(readPacketFilter({ iptables: filter, iptablesLegacy: filter, ip6tables: filter })),
      ['iptables ip filter', 'iptables ip6 filter', 'iptables-legacy ip filter'],
    );
  });

  it('names the problems of every part', () => {
    const read = readPacketFilter({ iptables: '*filter\n', nft: 'x', ipset: 'create s hash:ip\n' });
    assert.deepEqual(
      read?.problems.map(({ code }) => code),
      ['truncated', 'malformed-json'],
    );
    assert.equal(read.ipsets.length, 1);
  });
});
