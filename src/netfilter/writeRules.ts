import type { AddressFamily } from '../model/network';
import type { RuleSet, RuleTable } from '../model/rules';
import { writeIptablesSave } from './writeIptablesSave';
import { writeNft } from './writeNft';

/** All tables as their own tool prints them: iptables' first. `family` keeps what sees that family. */
export function writeRules(rules: RuleSet, family?: AddressFamily): string {
  const shown = rules.tables.filter((table) => family === undefined || sees(table, family));
  const iptables = shown.filter(({ tool }) => tool !== 'nft');
  const nft = shown.filter(({ tool }) => tool === 'nft');
  return writeIptablesSave(iptables) + writeNft(nft);
}

function sees(table: RuleTable, family: AddressFamily): boolean {
  if (table.family === 'inet') return true;
  return table.family === (family === 4 ? 'ip' : 'ip6');
}
