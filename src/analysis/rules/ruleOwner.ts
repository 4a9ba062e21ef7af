import type { Topology } from '../../model/topology';
import { isKnown } from '../../model/provenance';
import { formatIptablesRule } from '../../netfilter/formatIptablesRule';
import { predictedRules } from './hostRules';
import { placesOf, type Places } from './places';
import { ledTo, type PlacedRule } from './walkOrder';

/** Who wrote a rule: `admin` is what stands in DOCKER-USER, `other` what nobody known writes. */
export type RuleOwner = 'docker' | 'podman' | 'ufw' | 'firewalld' | 'admin' | 'other';

const made = new WeakMap<Topology, (placed: PlacedRule) => RuleOwner>();

/**
 * Tells who wrote a rule: by the names of its table and chain, by the chain it leads to, and in built-in
 * chains by what Docker would have written there and by the form of what it wrote for networks that are
 * gone. Nothing else says so; a rule in Docker's form by another hand counts as Docker's.
 */
export function ruleOwner(topology: Topology): (placed: PlacedRule) => RuleOwner {
  const known = made.get(topology);
  if (known !== undefined) return known;
  const predicted = predictedTexts(topology);
  const places = placesOf(topology);
  const owner = (placed: PlacedRule): RuleOwner => {
    const { table, chain, rule } = placed;
    const named = tableOwner(table.name) ?? chainOwner(chain.name);
    if (named !== undefined) return named === 'admin' ? adminOrDocker(placed) : named;
    for (const target of ledTo(table, rule)) {
      const led = chainOwner(target);
      if (led !== undefined) return led === 'admin' ? 'docker' : led;
    }
    if (predicted.has(placedText(placed))) return 'docker';
    return isDockerForm(placed, places) ? 'docker' : 'other';
  };
  made.set(topology, owner);
  return owner;
}

/** A rule with its place, in one spelling whoever wrote it. */
export function placedText({ table, chain, rule }: PlacedRule): string {
  const plain = table.tool === 'nft' || rule.notUnderstood !== undefined;
  const text = plain ? rule.text : formatIptablesRule(chain.name, rule);
  return `${table.family} ${table.name} ${chain.name} ${text}`;
}

function predictedTexts(topology: Topology): ReadonlySet<string> {
  const rules = predictedRules(topology);
  if (!isKnown(rules)) return new Set();
  return new Set(
    rules.value.tables.flatMap((table) =>
      table.chains.flatMap((chain) =>
        chain.rules.map((rule) => placedText({ table, chain, rule })),
      ),
    ),
  );
}

function tableOwner(table: string): RuleOwner | undefined {
  if (table === 'docker-bridges' || table === 'docker-dns') return 'docker';
  if (table === 'netavark' || table.startsWith('netavark-')) return 'podman';
  if (table === 'firewalld') return 'firewalld';
  return undefined;
}

function chainOwner(chain: string): RuleOwner | undefined {
  if (chain === 'DOCKER-USER') return 'admin';
  if (/^DOCKER($|[-_])/.test(chain)) return 'docker';
  if (/^(NETAVARK|CNI-)/.test(chain)) return 'podman';
  if (/^ufw6?-/.test(chain)) return 'ufw';
  return isFirewalldChain(chain) ? 'firewalld' : undefined;
}

/** firewalld over iptables: `IN_public_allow`, `FWDI_public`, `POSTROUTING_ZONES`, `INPUT_direct`. */
function isFirewalldChain(chain: string): boolean {
  return (
    /^(IN|FWDI|FWDO|FWD|PRE|POST)_\w+$/.test(chain) ||
    /^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)_(direct|ZONES|ZONES_SOURCE|IN_ZONES|OUT_ZONES|POLICIES_pre|POLICIES_post|rich_rule_priority)$/.test(
      chain,
    )
  );
}

/** Until 28.1 Docker ends its administrator's chain itself. */
function adminOrDocker({ rule }: PlacedRule): RuleOwner {
  const bare = rule.matches.length === 0 && rule.comment === undefined;
  return bare && rule.actions.every(({ kind }) => kind === 'return') ? 'docker' : 'admin';
}

/** What bridges of networks that are gone, or of other generations, leave in built-in chains. */
const dockerForms: readonly RegExp[] = [
  /^-A FORWARD -o DEV -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT$/,
  /^-A FORWARD -i DEV (! )?-o DEV -j ACCEPT$/,
  /^-A FORWARD -i DEV -o DEV -j DROP$/,
  /^-A POSTROUTING -s \S+ ! -o DEV -j (MASQUERADE|SNAT --to-source \S+)$/,
  /^-A POSTROUTING -o DEV -m addrtype --src-type LOCAL -j (MASQUERADE|SNAT --to-source \S+)$/,
  /^-A POSTROUTING -s (\S+) -d \1 -p \w+ -m \w+ --dport \d+ -j MASQUERADE$/,
  /^-A PREROUTING -d \S+ ! -i DEV (-p \w+ -m \w+ --dport \d+ )?-j DROP$/,
  /^-A PREROUTING -d 127\.\S+ ! -i lo -p \w+ -m \w+ --dport \d+ -j DROP$/,
  /^-A POSTROUTING -p sctp -m sctp --sport \d+ -j CHECKSUM --checksum-fill$/,
];

function isDockerForm({ table, chain, rule }: PlacedRule, places: Places): boolean {
  if (table.tool === 'nft' || chain.base === undefined) return false;
  const text = rule.notUnderstood === undefined ? formatIptablesRule(chain.name, rule) : rule.text;
  const form = text.replace(/(-[io]) (\S+)/g, (written, option: string, device: string) =>
    isBridge(device, places) ? `${option} DEV` : written,
  );
  return dockerForms.some((known) => known.test(form));
}

function isBridge(device: string, places: Places): boolean {
  return (
    /^(docker0|docker_gwbridge|br-[0-9a-f]{12})$/.test(device) ||
    places.networkOf(device) !== undefined
  );
}
