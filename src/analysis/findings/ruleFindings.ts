import { isKnown } from '../../model/provenance';
import type { NetfilterHook, RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import { daemonView } from '../../netfilter/predict/daemonDoubts';
import { predictRules } from '../../netfilter/predict/predictRules';
import { firewallOf, type ShownRule } from '../rules/firewall';
import { placesOf } from '../rules/places';
import { placedText, type RuleOwner } from '../rules/ruleOwner';
import { ruleRefs, type RuleRefs } from '../rules/ruleRefs';
import { ruleSentence } from '../rules/ruleSentence';
import { ledTo, walkOrder, type PlacedRule } from '../rules/walkOrder';
import { optionsShownByRules } from './daemonOptions';
import { noRefs, type Finding, type FindingSeverity } from './finding';

export type RuleFindingCode =
  'rule-missing' | 'rules-missing' | 'foreign-rule-first' | 'foreign-chain-drops';

/** Of the same kind, more than this many are one finding. */
const most = 5;

/**
 * Where the rules that were read differ from what Docker would have written: rules that are missing, and
 * rules of other hands that decide before Docker's are asked. Nothing without rules of both kinds; whether
 * the daemon writes rules at all, and which, is taken from those that were read.
 */
export function ruleFindings(topology: Topology): readonly Finding<RuleFindingCode>[] {
  const read = topology.kernel?.host?.packetFilter;
  const firewall = firewallOf(topology);
  if (read === undefined || !isKnown(firewall)) return [];
  return [...missingRules(topology, read), ...foreignFirst(firewall.value.walk, read)];
}

function missingRules(topology: Topology, read: RuleSet): readonly Finding<RuleFindingCode>[] {
  const expected = predictRules(topology, {
    daemonOptions: { ...daemonView(topology).options, ...optionsShownByRules(read) },
  });
  if (!isKnown(expected)) return [];
  const there = new Set(walkOrder(read).map(placedText));
  // DOCKER-USER is the administrator's, its RETURN included.
  const missing = walkOrder(expected.value).filter(
    (placed) => placed.chain.name !== 'DOCKER-USER' && !there.has(placedText(placed)),
  );
  if (missing.length === 0) return [];
  const refs = ruleRefs(topology);
  if (missing.length > most) {
    const chains = [...new Set(missing.map(({ table, chain }) => `${table.name} ${chain.name}`))];
    return [
      {
        code: 'rules-missing',
        severity: worst(missing.map(severityOf)),
        sentence: `${missing.length} rules that Docker would have written are not there, in ${chains.join(', ')}.`,
        nextStep: repair,
        refs: joined(missing.map(refs)),
      },
    ];
  }
  const places = placesOf(topology);
  return missing.map((placed) => ({
    code: 'rule-missing',
    severity: severityOf(placed),
    sentence: `The rule in ${placed.table.name} ${placed.chain.name} that ${ruleSentence(placed, places)} is not there, although Docker would have written it.`,
    nextStep: repair,
    refs: refs(placed),
  }));
}

const repair =
  'Something removed it after Docker wrote it, such as a reload of the host’s firewall; restarting Docker writes its rules again.';

/** Without a jump whole chains are skipped; without the rest something is closed, or open, that should not be. */
function severityOf({ rule, chain }: PlacedRule): FindingSeverity {
  const isJump = rule.actions.some(({ kind }) => kind === 'jump' || kind === 'goto');
  return isJump && chain.base !== undefined ? 'error' : 'warning';
}

function worst(severities: readonly FindingSeverity[]): FindingSeverity {
  return severities.includes('error') ? 'error' : 'warning';
}

function joined(all: readonly RuleRefs[]): RuleRefs {
  const each = (of: (refs: RuleRefs) => readonly string[]) => [...new Set(all.flatMap(of))];
  return {
    networks: each(({ networks }) => networks),
    endpoints: each(({ endpoints }) => endpoints),
    ports: each(({ ports }) => ports),
    devices: each(({ devices }) => devices),
  };
}

/** Where Docker's rules stand, and what of others' before them would keep packets from them. */
const watched: readonly { readonly hook: NetfilterHook; readonly table: string }[] = [
  { hook: 'prerouting', table: 'nat' },
  { hook: 'forward', table: 'filter' },
  { hook: 'postrouting', table: 'nat' },
];

function foreignFirst(
  walk: readonly ShownRule[],
  read: RuleSet,
): readonly Finding<RuleFindingCode>[] {
  const findings: Finding<RuleFindingCode>[] = [];
  for (const { hook, table } of watched) {
    for (const family of ['ip', 'ip6'] as const) {
      const own = walk.filter(
        (shown) =>
          shown.hook === hook && shown.table.name === table && shown.table.family === family,
      );
      const first = own.findIndex(({ owner }) => isEngines(owner));
      const before = own.slice(0, Math.max(first, 0));
      findings.push(...before.filter(decidesFirst).slice(0, most).map(foreignRule));
    }
  }
  return [...findings, ...droppingChains(walk, read)];
}

function isEngines(owner: RuleOwner): boolean {
  return owner === 'docker' || owner === 'podman';
}

function decidesFirst({ owner, decides }: ShownRule): boolean {
  return decides && !isEngines(owner) && owner !== 'admin';
}

function foreignRule(shown: ShownRule): Finding<RuleFindingCode> {
  const { table, chain, index, sentence, owner, refs } = shown;
  return {
    code: 'foreign-rule-first',
    severity: /^(drops|refuses|rewrites)/.test(sentence) ? 'warning' : 'information',
    sentence: `Rule ${index} of ${table.name} ${chain}, ${ownerText[owner]}, ${sentence} before Docker’s rules are asked.`,
    nextStep: `If containers should not be held by it, put what you want into DOCKER-USER and remove it: ${shown.text}`,
    refs,
  };
}

const ownerText: Readonly<Record<RuleOwner, string>> = {
  docker: 'which is Docker’s',
  podman: 'which is Podman’s',
  ufw: 'which is ufw’s',
  firewalld: 'which is firewalld’s',
  admin: 'which is the administrator’s',
  other: 'which is not Docker’s',
};

/** In nftables every base chain of a hook is asked: what one drops, no other can let through. */
function droppingChains(
  walk: readonly ShownRule[],
  { tables }: RuleSet,
): readonly Finding<RuleFindingCode>[] {
  return tables.flatMap((table) => {
    if (table.tool !== 'nft') return [];
    const [shown] = walk.filter((one) => one.table === table);
    if (shown !== undefined && isEngines(shown.owner)) return [];
    return table.chains.flatMap((chain): readonly Finding<RuleFindingCode>[] => {
      const { base } = chain;
      const drops =
        base?.policy === 'drop' ||
        chain.rules.some(({ actions }) =>
          actions.some(({ kind }) => kind === 'drop' || kind === 'reject'),
        ) ||
        chain.rules.some((rule) => ledTo(table, rule).length > 0 && leadsToDrop(table, rule));
      if (base?.hook !== 'forward' || !drops) return [];
      const whole =
        base.policy === 'drop'
          ? 'drops what it does not let through itself'
          : 'drops some of what is forwarded';
      return [
        {
          code: 'foreign-chain-drops',
          severity: base.policy === 'drop' ? 'warning' : 'information',
          sentence: `The chain ${chain.name} of table ${table.family} ${table.name} ${whole}, whatever Docker’s rules say.`,
          nextStep: `Let what containers need pass in ${chain.name} too.`,
          refs: noRefs,
        },
      ];
    });
  });
}

type Table = RuleSet['tables'][number];

/** One step through jumps is enough to tell: chains are made to decide. */
function leadsToDrop(table: Table, rule: Table['chains'][number]['rules'][number]): boolean {
  return ledTo(table, rule).some((name) =>
    table.chains
      .find((chain) => chain.name === name)
      ?.rules.some(({ actions }) =>
        actions.some(({ kind }) => kind === 'drop' || kind === 'reject'),
      ),
  );
}
