import assert from 'node:assert/strict';
import type { DaemonOptions } from '../../../../src/model/engine';
import { isKnown } from '../../../../src/model/provenance';
import type { RuleSet } from '../../../../src/model/rules';
import { formatIptablesRule } from '../../../../src/netfilter/formatIptablesRule';
import { predictRules } from '../../../../src/netfilter/predict/predictRules';
import { readPacketFilter } from '../../../../src/netfilter/readPacketFilter';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { changedSnapshot, oracleNames, oracleSnapshot } from '../../../support/oracleSnapshots';

/** The daemon's options of the engines the snapshots are named after. */
const optionsOf: Readonly<Record<string, DaemonOptions>> = {
  docker20: {},
  'docker20-ip6t': { ip6tables: true },
  'docker20-ipfwd1': {},
  'docker20-noproxy': { userlandProxy: false },
  docker26: {},
  'docker26-ipfwd1': {},
  'docker26-noiptables': { iptables: false },
  docker28: {},
  'docker28-adr': { allowDirectRouting: true },
  'docker28-iccfalse': {},
  'docker28-ip': {},
  'docker28-nobrnf': {},
  'docker28-noiptables': { iptables: false, ip6tables: false },
  'docker28-nomasq': {},
  'docker28-noproxy': { userlandProxy: false },
  'docker28-v6bridge': {},
};

/** By table and chain; the administrator's chain and policies are left out. */
function chains(rules: RuleSet, family: 'ip' | 'ip6'): ReadonlyMap<string, readonly string[]> {
  return new Map(
    rules.tables
      .filter((table) => table.tool !== 'nft' && table.family === family)
      .flatMap(({ name, chains: all }) =>
        all
          .filter((chain) => chain.rules.length > 0 && chain.name !== 'DOCKER-USER')
          .map((chain): [string, readonly string[]] => [
            `${name} ${chain.name}`,
            chain.rules.map((rule) => formatIptablesRule(chain.name, rule)),
          ]),
      ),
  );
}

describe('predicted rules against those real engines wrote', () => {
  // The kernel that the routing mesh ran on had no IPVS, so that its rules were never written.
  const names = oracleNames().filter((one) => one.startsWith('docker') && !one.includes('swarm'));

  for (const name of names) {
    it(`are equal, order included, for ${name}`, () => {
      const options = optionsOf[name.split('/')[0] ?? ''];
      assert.ok(options, 'the options are known');
      const { host } = oracleSnapshot(name);
      const api = changedSnapshot(name, ({ host: _, sandboxes: __, ...rest }) => rest);
      const read = readPacketFilter({ iptables: host?.iptables, ip6tables: host?.ip6tables });
      assert.ok(read);
      const topology = buildTopology(api, { kind: 'snapshot', label: name }, name);
      const rules = predictRules(topology, { daemonOptions: options });
      assert.ok(isKnown(rules));
      for (const family of ['ip', 'ip6'] as const) {
        assert.deepEqual(chains(rules.value, family), chains(read, family), family);
      }
    });
  }

  it('covers every engine', () => {
    const engines = new Set(names.map((name) => name.split('/')[0]));
    assert.deepEqual([...engines].sort(), Object.keys(optionsOf).sort());
  });
});
