import { firewallOf, rulesConcerning } from '../../analysis/rules/firewall';
import type { RuleSubject, ShownRule } from '../../analysis/rules/firewall';
import { isKnown, type Provenance } from '../../model/provenance';
import type { Counters } from '../../model/rules';
import type { Topology } from '../../model/topology';
import type { CardLine, CardSection } from '../card';
import { displayText } from '../displayText';
import { counted, factLine, sourcedLine } from './cardLines';

/** A card stays readable; the Firewall panel shows all. */
const most = 12;

/**
 * The rules that act on what the card is about, in the order the kernel walks them: what each does, how
 * often it did, and its text.
 * @param whenNone what it means that no rule does
 */
export function ruleSection(
  topology: Topology,
  subject: RuleSubject,
  whenNone: string,
): CardSection {
  const title = 'Firewall rules';
  const firewall = firewallOf(topology);
  if (!isKnown(firewall)) return { title, lines: [factLine('Rules', firewall, () => '')] };
  const { source } = firewall;
  const rules = rulesConcerning(firewall.value, subject);
  if (rules.length === 0) return { title, lines: [sourcedLine('Rules', whenNone, source)] };
  // A rule that rewrites is what a port is about: it is never among those left out.
  const shown = rules.length <= most ? rules : rules.filter(isTold(rules));
  const left = rules.length - shown.length;
  return {
    title,
    lines: [
      sourcedLine('Rules', `${rules.length}, in the order the kernel walks them`, source),
      ...shown.map((rule) => ruleLineOf(rule, source)),
      ...(left === 0
        ? []
        : [
            sourcedLine(
              'Further rules',
              `${counted(left, 'rule', 'rules')} more: the Firewall panel shows all`,
              source,
            ),
          ]),
    ],
  };
}

/** Those that decide, in their order, as many as fit. */
function isTold(rules: readonly ShownRule[]): (rule: ShownRule) => boolean {
  const first = [...rules].sort((a, b) => Number(b.decides) - Number(a.decides)).slice(0, most);
  const told = new Set(first);
  return (rule) => told.has(rule);
}

function ruleLineOf(rule: ShownRule, source: Provenance): CardLine {
  const count = rule.counters === undefined ? '' : ` (${countersText(rule.counters)})`;
  return {
    label: displayText(ruleLabel(rule)),
    value: displayText(`${rule.sentence}${count}`),
    source: shortSource(rule, source),
    code: displayText(rule.text),
  };
}

/** The first line says it in full. */
function shortSource({ table }: ShownRule, source: Provenance): Provenance {
  if (source.kind !== 'observed') return { kind: 'predicted', rule: 'as said above' };
  const save = table.family === 'ip6' ? 'ip6tables-save' : 'iptables-save';
  return { kind: 'observed', from: table.tool === 'nft' ? 'nft -j list ruleset' : save };
}

/** `IPv4 nat DOCKER 3`, and whose it is when it is not the engine's. */
function ruleLabel({ table, chain, index, owner }: ShownRule): string {
  const family = { ip: 'IPv4 ', ip6: 'IPv6 ', inet: '', arp: '', bridge: '', netdev: '' }[
    table.family
  ];
  const whose = owner === 'docker' || owner === 'podman' ? '' : `, ${ownerWords[owner]}`;
  return `${family}${table.name} ${chain} ${index}${whose}`;
}

const ownerWords = {
  ufw: 'of ufw',
  firewalld: 'of firewalld',
  admin: 'of the administrator',
  other: 'not Docker’s',
} as const;

/** `12 packets, 720 bytes`. */
export function countersText({ packets, bytes }: Counters): string {
  return `${counted(packets, 'packet', 'packets')}, ${counted(bytes, 'byte', 'bytes')}`;
}
