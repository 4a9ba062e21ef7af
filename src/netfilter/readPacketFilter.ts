import type { RuleSet, RuleTable } from '../model/rules';
import { readIpset } from './ipset';
import { readIptablesSave } from './readIptablesSave';
import { readNftJson } from './readNftJson';

/** What the tools of one network namespace printed; absent what was not read. */
export interface PacketFilterTexts {
  readonly iptables?: string | undefined;
  readonly ip6tables?: string | undefined;
  readonly iptablesLegacy?: string | undefined;
  readonly ip6tablesLegacy?: string | undefined;
  readonly ipset?: string | undefined;
  /** `nft -j list ruleset`, parsed. */
  readonly nft?: unknown;
}

/**
 * All tables of a namespace, each once: iptables over nftables shows its tables to nft too, but without
 * the details of its own matches, so that its own text counts. `undefined` when nothing was read.
 */
export function readPacketFilter(texts: PacketFilterTexts): RuleSet | undefined {
  const own = [
    ...read(texts.iptables, 'ip', 'iptables'),
    ...read(texts.ip6tables, 'ip6', 'iptables'),
  ];
  const legacy = [
    ...read(texts.iptablesLegacy, 'ip', 'iptables-legacy'),
    ...read(texts.ip6tablesLegacy, 'ip6', 'iptables-legacy'),
  ];
  const nft = texts.nft === undefined ? [] : [readNftJson(texts.nft)];
  const sets = [...own, ...legacy, ...nft];
  if (sets.length === 0 && texts.ipset === undefined) return undefined;
  const shown = new Set(own.flatMap(({ tables }) => tables.map(tableKey)));
  const asked = { ip: texts.iptables !== undefined, ip6: texts.ip6tables !== undefined };
  const isRepeated = (table: RuleTable) =>
    shown.has(tableKey(table)) ||
    (isIptablesTable(table) && asked[table.family === 'ip' ? 'ip' : 'ip6']);
  return {
    tables: [
      ...own.flatMap(({ tables }) => tables),
      ...legacy.flatMap(({ tables }) => tables),
      ...nft.flatMap(({ tables }) => tables).filter((table) => !isRepeated(table)),
    ],
    ipsets: texts.ipset === undefined ? [] : readIpset(texts.ipset),
    problems: sets.flatMap(({ problems }) => problems),
  };
}

function read(
  text: string | undefined,
  family: 'ip' | 'ip6',
  tool: 'iptables' | 'iptables-legacy',
): readonly RuleSet[] {
  return text === undefined ? [] : [readIptablesSave(text, family, tool)];
}

function tableKey(table: RuleTable): string {
  return `${table.family} ${table.name}`;
}

const iptablesTables = new Set(['raw', 'mangle', 'nat', 'filter', 'security']);
const builtInChains = new Set(['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']);

/** Made by iptables over nftables, with chains of its names only; iptables-save leaves empty ones out. */
function isIptablesTable({ family, name, chains }: RuleTable): boolean {
  return (
    (family === 'ip' || family === 'ip6') &&
    iptablesTables.has(name) &&
    chains.every((chain) => chain.base === undefined || builtInChains.has(chain.name)) &&
    chains.every((chain) => chain.base === undefined || chain.rules.length === 0)
  );
}
