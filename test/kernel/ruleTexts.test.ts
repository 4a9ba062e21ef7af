import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { isKnown } from '../../src/model/provenance';
import type { RuleSet, RuleTable } from '../../src/model/rules';
import { predictRules } from '../../src/netfilter/predict/predictRules';
import { readNftJson } from '../../src/netfilter/readNftJson';
import { readPacketFilter } from '../../src/netfilter/readPacketFilter';
import { writeRules } from '../../src/netfilter/writeRules';
import { buildTopology } from '../../src/topology/buildTopology';
import { oracleNames, oracleSnapshot } from '../support/oracleSnapshots';

/** Runs a command in a network namespace of its own, which is gone afterwards. Needs root. */
function runApart(command: string, input: string) {
  return spawnSync('unshare', ['--net', 'sh', '-c', command], {
    input,
    encoding: 'utf8',
    timeout: 20_000,
  });
}

function has(tool: string): boolean {
  return spawnSync(tool, ['--version']).status === 0;
}

const tools = [
  ['4', 'iptables-restore', 'ip'],
  ['6', 'ip6tables-restore', 'ip6'],
] as const;

function assertRestorable(rules: RuleSet, name: string): void {
  for (const [family, tool, of] of tools) {
    const own = rules.tables.filter((table) => table.family === of && table.tool !== 'nft');
    if (own.length === 0) continue;
    const text = writeRules({ ...rules, tables: own }, family === '4' ? 4 : 6);
    const { status, stderr } = runApart(`${tool} --test`, text);
    assert.equal(status, 0, `${name}: ${stderr}`);
  }
}

/** Loads tables of nftables and tells how nft itself lists them. */
function relisted(tables: readonly RuleTable[], name: string): readonly RuleTable[] {
  const text = writeRules({ tables, ipsets: [], problems: [] });
  const checked = runApart('nft -c -f -', text);
  assert.equal(checked.status, 0, `${name}: ${checked.stderr}\n${text}`);
  const { status, stdout, stderr } = runApart('nft -f - && nft -j list ruleset', text);
  assert.equal(status, 0, `${name}: ${stderr}`);
  return readNftJson(stdout).tables;
}

/** Without what counted, and sets in one order: nft sorts their elements. */
function plain(tables: readonly RuleTable[]): unknown {
  return tables.map(({ chains, sets, ...table }) => ({
    ...table,
    sets: sets
      .map((set) => ({ ...set, entries: set.entries.map((one) => JSON.stringify(one)).sort() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    chains: chains
      .map((chain) => ({ ...chain, rules: chain.rules.map(({ counters: _, ...rule }) => rule) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

describe('rules as this kernel’s tools take them', function () {
  this.timeout(5 * 60_000);

  it('iptables-restore takes back every rule set that was read', () => {
    for (const name of oracleNames()) {
      const { host } = oracleSnapshot(name);
      const rules = readPacketFilter({ iptables: host?.iptables, ip6tables: host?.ip6tables });
      if (rules !== undefined) assertRestorable(rules, name);
    }
  });

  it('iptables-restore takes what is predicted', () => {
    for (const name of oracleNames().filter((one) => one.startsWith('docker'))) {
      const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
      for (const engineVersion of ['20.10.24', '27.5.1', '28.1.1', '28.5.2', '29.0.0']) {
        const rules = predictRules(topology, { engineVersion });
        assert.ok(isKnown(rules));
        assertRestorable(rules.value, `${name} as ${engineVersion}`);
      }
    }
  });

  it('nft takes back every table that was read, and lists it the same', function () {
    if (!has('nft')) {
      console.log('      skipped: nft is not installed');
      this.skip();
    }
    let seen = 0;
    for (const name of oracleNames()) {
      const { host } = oracleSnapshot(name);
      const all = readPacketFilter({
        iptables: host?.iptables,
        ip6tables: host?.ip6tables,
        nft: host?.nft,
      });
      const tables = all?.tables.filter(({ tool }) => tool === 'nft') ?? [];
      if (tables.length === 0) continue;
      seen++;
      assert.deepEqual(plain(relisted(tables, name)), plain(tables), name);
    }
    assert.ok(seen > 0, 'some snapshots hold tables of nftables');
  });

  it('nft takes what is predicted for its backend, and lists it the same', function () {
    if (!has('nft')) {
      console.log('      skipped: nft is not installed');
      this.skip();
    }
    for (const name of oracleNames().filter((one) => one.startsWith('docker28/'))) {
      const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
      for (const userlandProxy of [true, false]) {
        const rules = predictRules(topology, {
          engineVersion: '29.0.0',
          daemonOptions: { firewallBackend: 'nftables', userlandProxy },
        });
        assert.ok(isKnown(rules));
        const { tables } = rules.value;
        assert.deepEqual(plain(relisted(tables, name)), plain(tables), name);
      }
    }
  });
});
