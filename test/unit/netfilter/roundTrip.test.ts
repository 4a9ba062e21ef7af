import assert from 'node:assert/strict';
import type { Rule, RuleTable } from '../../../src/model/rules';
import { readIptablesSave } from '../../../src/netfilter/readIptablesSave';
import { readNftJson } from '../../../src/netfilter/readNftJson';
import { readPacketFilter } from '../../../src/netfilter/readPacketFilter';
import { writeIptablesSave } from '../../../src/netfilter/writeIptablesSave';
import { writeNft } from '../../../src/netfilter/writeNft';
import { writeRules } from '../../../src/netfilter/writeRules';
import { oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';

/** What a rule means: its text may be spelled otherwise. */
function meaning(tables: readonly RuleTable[]): unknown {
  return tables.map(({ chains, ...table }) => ({
    ...table,
    chains: chains.map(({ rules, ...chain }) => ({
      ...chain,
      rules: rules.map((rule: Rule) => ({ ...rule, text: undefined })),
    })),
  }));
}

/** iptables-save's lines without remarks and counters of chains: what the tool itself would print. */
function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/ \[\d+:\d+\]$/, ''));
}

describe('writing back what was read', () => {
  let texts = 0;
  let rulesets = 0;

  for (const name of oracleNames()) {
    const { host, sandboxes } = oracleSnapshot(name);
    const saved: readonly (readonly [string, 'ip' | 'ip6', string | undefined])[] = [
      ['iptables', 'ip', host?.iptables],
      ['ip6tables', 'ip6', host?.ip6tables],
      ['legacy iptables', 'ip', host?.iptablesLegacy],
      ['legacy ip6tables', 'ip6', host?.ip6tablesLegacy],
      ...Object.entries(sandboxes ?? {}).map(
        ([id, box]) => [`iptables of sandbox ${id.slice(0, 12)}`, 'ip', box.iptables] as const,
      ),
    ];
    for (const [what, family, text] of saved) {
      if (text === undefined || text.trim() === '') continue;
      texts++;
      it(`${what} of ${name} stay the same`, () => {
        const read = readIptablesSave(text, family);
        assert.deepEqual(read.problems, []);
        const written = writeIptablesSave(read.tables);
        assert.deepEqual(lines(written), lines(text));
        const again = readIptablesSave(written, family);
        assert.deepEqual(again.problems, []);
        assert.deepEqual(meaning(again.tables), meaning(read.tables));
      });
    }
    const nft = host?.nft;
    if (nft === undefined) continue;
    rulesets++;
    it(`nftables of ${name} are read whole, and every chain and rule is written`, () => {
      const read = readNftJson(nft);
      assert.deepEqual(read.problems, []);
      const rules = read.tables.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules));
      const told = JSON.stringify(nft).match(/"rule":\{/g)?.length ?? 0;
      assert.equal(rules.length, told);
      const written = writeNft(read.tables).split('\n');
      for (const { chains } of read.tables) {
        for (const chain of chains) {
          const at = written.indexOf(`\tchain ${chain.name} {`);
          assert.ok(at >= 0, chain.name);
          for (const rule of chain.rules)
            assert.ok(written.includes(`\t\t${rule.text}`), rule.text);
        }
      }
      assert.deepEqual(readNftJson(JSON.stringify(nft)), read, 'parsed or as text');
    });
  }

  it('found something to read', () => {
    assert.ok(texts > 150 && rulesets > 30, `${texts} texts, ${rulesets} rulesets`);
  });

  it('keeps counters, policies, comments and what is not understood', () => {
    const text = [
      '*filter',
      ':INPUT ACCEPT [7:700]',
      ':FORWARD DROP [1:40]',
      ':OUTPUT ACCEPT [0:0]',
      ':mine - [0:0]',
      '[3:180] -A FORWARD -m comment --comment "two words" -j mine',
      '[0:0] -A FORWARD -m quota --quota 1000 -j ACCEPT',
      '[5:300] -A mine -p tcp -m tcp --dport 80 -j TPROXY --on-port 3128 --on-ip 127.0.0.1',
      'COMMIT',
      '',
    ].join('\n');
    const read = readIptablesSave(text, 'ip');
    assert.equal(writeIptablesSave(read.tables), text);
    const rules = read.tables[0]?.chains.flatMap((chain) => chain.rules) ?? [];
    assert.deepEqual(
      rules.map((rule) => rule.notUnderstood !== undefined),
      [false, true, true],
    );
  });

  it('writes iptables before nftables, and one family when asked', () => {
    const rules = readPacketFilter({
      iptables: '*nat\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n',
      ip6tables: '*raw\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n',
      nft: {
        nftables: [
          { table: { family: 'inet', name: 'both' } },
          { table: { family: 'ip', name: 'four' } },
        ],
      },
    });
    assert.ok(rules);
    assert.match(writeRules(rules), /\*nat[^]*\*raw[^]*table inet both[^]*table ip four/);
    assert.doesNotMatch(writeRules(rules, 6), /\*nat|table ip four/);
    assert.match(writeRules(rules, 6), /\*raw[^]*table inet both/);
  });
});
