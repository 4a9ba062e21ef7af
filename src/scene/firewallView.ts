import type { Finding, FindingSeverity } from '../analysis/findings/finding';
import { ruleFindings } from '../analysis/findings/ruleFindings';
import { firewallOf, type Firewall, type ShownRule } from '../analysis/rules/firewall';
import type { RuleOwner } from '../analysis/rules/ruleOwner';
import type { RuleRefs } from '../analysis/rules/ruleRefs';
import { isKnown, type Provenance } from '../model/provenance';
import type { RuleChain, RuleTable } from '../model/rules';
import type { Topology } from '../model/topology';
import { topologyIndex } from '../model/topologyIndex';
import { countersText } from './cards/ruleSection';
import { displayText } from './displayText';
import { busId, endpointId, nicId, portId } from './sceneIds';

/** The host's packet filter as the Firewall panel lists it: plain JSON, text ready to be shown. */
export interface FirewallView {
  readonly source: Provenance;
  readonly findings: readonly FindingView[];
  readonly tables: readonly TableView[];
}

export interface FindingView {
  readonly severity: FindingSeverity;
  readonly sentence: string;
  readonly nextStep: string;
  readonly elements: readonly string[];
}

export interface TableView {
  /** `nat, IPv4`. */
  readonly title: string;
  readonly chains: readonly ChainView[];
}

export interface ChainView {
  readonly name: string;
  /** When the kernel enters it and what holds at its end; empty for chains that others lead to. */
  readonly entry: string;
  readonly owner: RuleOwner;
  readonly rules: readonly RuleView[];
}

export interface RuleView {
  readonly index: number;
  readonly sentence: string;
  readonly text: string;
  /** `12 packets, 720 bytes`; absent where nobody counted. */
  readonly count?: string;
  readonly owner: RuleOwner;
  readonly understood: boolean;
  /** Scene ids of what it is about; none for a rule about every packet. */
  readonly elements: readonly string[];
}

/** What there is to list; a reason and what would settle it where rules are neither read nor predicted. */
export type FirewallAnswer =
  | { readonly kind: 'rules'; readonly view: FirewallView }
  | { readonly kind: 'unknown'; readonly reason: string; readonly settledBy: string };

/** All chains of the host as they are arranged, those the kernel enters first. */
export function firewallView(topology: Topology): FirewallAnswer {
  const firewall = firewallOf(topology);
  if (!isKnown(firewall)) {
    return { kind: 'unknown', reason: firewall.unknown, settledBy: firewall.settledBy };
  }
  const { value, source } = firewall;
  return {
    kind: 'rules',
    view: {
      source,
      findings: ruleFindings(topology).map((finding) => findingView(topology, finding)),
      tables: tableViews(topology, value),
    },
  };
}

function findingView(topology: Topology, finding: Finding): FindingView {
  const { severity, sentence, nextStep, refs } = finding;
  return {
    severity,
    sentence: displayText(sentence),
    nextStep: displayText(nextStep),
    elements: elementsOfRule(topology, refs),
  };
}

function tableViews(topology: Topology, { rules, walk }: Firewall): readonly TableView[] {
  const shown = new Map<RuleTable, Map<string, ShownRule[]>>();
  for (const rule of walk) {
    const chains = shown.get(rule.table) ?? new Map<string, ShownRule[]>();
    shown.set(rule.table, chains);
    chains.set(rule.chain, [...(chains.get(rule.chain) ?? []), rule]);
  }
  return rules.tables.map((table) => {
    const reached = [...(shown.get(table)?.keys() ?? [])];
    const place = new Map(reached.map((name, at) => [name, at]));
    const chains = [...table.chains].sort(
      (a, b) =>
        (place.get(a.name) ?? reached.length) - (place.get(b.name) ?? reached.length) ||
        Number(b.base !== undefined) - Number(a.base !== undefined),
    );
    return {
      title: displayText(tableTitle(table)),
      chains: chains.map((chain) =>
        chainView(topology, chain, shown.get(table)?.get(chain.name) ?? []),
      ),
    };
  });
}

const families: Readonly<Record<RuleTable['family'], string>> = {
  ip: 'IPv4',
  ip6: 'IPv6',
  inet: 'IPv4 and IPv6',
  arp: 'ARP',
  bridge: 'bridged frames',
  netdev: 'devices',
};

const tools: Readonly<Record<RuleTable['tool'], string>> = {
  iptables: 'iptables',
  'iptables-legacy': 'legacy iptables',
  nft: 'nftables',
};

function tableTitle({ name, family, tool }: RuleTable): string {
  return `${name}, ${families[family]}, ${tools[tool]}`;
}

function chainView(topology: Topology, chain: RuleChain, rules: readonly ShownRule[]): ChainView {
  return {
    name: displayText(chain.name),
    entry: entryText(chain, rules),
    owner: chainOwner(rules),
    rules: rules.map((rule): RuleView => ({
      index: rule.index,
      sentence: displayText(rule.sentence),
      text: displayText(rule.text),
      ...(rule.counters === undefined ? {} : { count: countersText(rule.counters) }),
      owner: rule.owner,
      understood: rule.understood,
      elements: elementsOfRule(topology, rule.refs),
    })),
  };
}

function entryText({ base }: RuleChain, [first]: readonly ShownRule[]): string {
  if (base !== undefined) {
    return `entered at ${base.hook}, priority ${base.priority}; at its end: ${base.policy}`;
  }
  return first !== undefined && first.hook === undefined ? 'nothing leads here' : '';
}

/** Whose it is when all its rules have one owner. */
function chainOwner(rules: readonly ShownRule[]): RuleOwner {
  const owners = new Set(rules.map(({ owner }) => owner));
  const [only] = owners;
  return owners.size === 1 && only !== undefined ? only : 'other';
}

/** The narrowest things a rule names: ports, else endpoints, else networks, and devices. */
export function elementsOfRule(topology: Topology, refs: RuleRefs): readonly string[] {
  const { networks, endpoints } = topologyIndex(topology);
  const wanted = new Set(refs.ports);
  const ports =
    wanted.size === 0 ? [] : topology.publishedPorts.filter(({ id }) => wanted.has(id)).map(portId);
  const ends = refs.endpoints.flatMap((id) => {
    const endpoint = endpoints.get(id);
    return endpoint === undefined ? [] : [endpointId(endpoint)];
  });
  const buses = refs.networks.flatMap((id) => {
    const network = networks.get(id);
    return network === undefined ? [] : [busId(network)];
  });
  const nics = refs.devices.map((name) => nicId({ name }));
  const narrow = [...ports, ...ends];
  return [...(narrow.length > 0 ? narrow : buses), ...nics];
}
