import { parseArgs } from 'node:util';
import type { DaemonOptions } from '../model/engine';
import { isKnown, observed, type Fact } from '../model/provenance';
import type { RuleSet } from '../model/rules';
import type { Topology } from '../model/topology';
import { predictRules } from '../netfilter/predict/predictRules';
import { writeRules } from '../netfilter/writeRules';
import { CliError, exitCode, type CliIo } from './cliIo';
import { loadSource } from './loadSource';
import { oneSource, sourceOptions } from './sourceOptions';

/**
 * `vethscope rules SOURCE [--predicted|--observed] [--family 4|6] [--no-host] [--daemon-option k=v]…`:
 * the rules as iptables-save prints them, tables of nftables as `nft list ruleset` does. What the host
 * told where it was read, else what Docker would have written; stderr says which.
 * @throws CliError, and what loadSource throws
 */
export async function runRules(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...sourceOptions,
      predicted: { type: 'boolean' },
      observed: { type: 'boolean' },
      family: { type: 'string' },
      'no-host': { type: 'boolean' },
      'daemon-option': { type: 'string', multiple: true },
    },
  });
  if (values.predicted === true && values.observed === true) {
    throw new CliError('rules: --predicted or --observed, not both');
  }
  const family = readFamily(values.family);
  const daemonOptions = readDaemonOptions(values['daemon-option'] ?? []);
  const topology = await loadSource(oneSource(positionals, 'rules'), values, io);
  const rules = chooseRules(topology, values, daemonOptions);
  const kind = rules.source.kind === 'observed' ? rules.source.from : describe(rules);
  io.stderr(`rules ${rules.source.kind}: ${kind}\n`);
  for (const problem of rules.value.problems) {
    io.stderr(`vethscope: ${problem.message} ${problem.nextStep}\n`);
  }
  io.stdout(writeRules(rules.value, family));
  return exitCode.fine;
}

function describe(rules: Fact<RuleSet>): string {
  return rules.source.kind === 'predicted' ? rules.source.rule : '';
}

interface Choice {
  readonly predicted?: boolean | undefined;
  readonly observed?: boolean | undefined;
  readonly 'engine-version'?: string | undefined;
}

function chooseRules(
  topology: Topology,
  values: Choice,
  daemonOptions: DaemonOptions,
): Fact<RuleSet> {
  const read = topology.kernel?.host?.packetFilter;
  if (values.predicted !== true && read !== undefined) {
    return observed(read, 'iptables-save, ip6tables-save and nft -j list ruleset');
  }
  if (values.observed === true) {
    throw new CliError(
      'rules: the host’s rules were not read; leave out --observed to predict them',
    );
  }
  const engineVersion = values['engine-version'];
  const rules = predictRules(topology, {
    daemonOptions,
    ...(engineVersion === undefined ? {} : { engineVersion }),
  });
  if (isKnown(rules)) return rules;
  throw new CliError(`rules: ${rules.unknown}; what would settle it: ${rules.settledBy}`);
}

function readFamily(written: string | undefined): 4 | 6 | undefined {
  if (written === undefined) return undefined;
  if (written === '4' || written === '6') return Number(written) as 4 | 6;
  throw new CliError(`rules: --family is 4 or 6, not ${JSON.stringify(written)}`);
}

const flags: Readonly<
  Record<
    string,
    | 'userlandProxy'
    | 'iptables'
    | 'ip6tables'
    | 'ipForward'
    | 'ipForwardNoDrop'
    | 'allowDirectRouting'
  >
> = {
  'userland-proxy': 'userlandProxy',
  iptables: 'iptables',
  ip6tables: 'ip6tables',
  'ip-forward': 'ipForward',
  'ip-forward-no-drop': 'ipForwardNoDrop',
  'allow-direct-routing': 'allowDirectRouting',
};

/** Options whose effect the API shows on networks and ports, so that a prediction needs no telling. */
const shownByTheEngine = new Set([
  'icc',
  'ip',
  'ip-masq',
  'ipv6',
  'fixed-cidr',
  'fixed-cidr-v6',
  'mtu',
  'bip',
  'experimental',
]);

/** `userland-proxy=false`, as dockerd and daemon.json spell them; later ones win. @throws CliError */
export function readDaemonOptions(written: readonly string[]): DaemonOptions {
  return written.reduce<DaemonOptions>((options, option) => {
    const [name = '', value = 'true'] = splitOnce(option.replace(/^--/, ''));
    const flag = flags[name];
    if (flag !== undefined) return { ...options, [flag]: readFlag(name, value) };
    if (name === 'firewall-backend' && (value === 'iptables' || value === 'nftables')) {
      return { ...options, firewallBackend: value };
    }
    if (name === 'bridge-accept-fwmark') return { ...options, bridgeAcceptFwmark: value };
    if (shownByTheEngine.has(name)) return options;
    throw new CliError(
      `${JSON.stringify(option)} is no daemon option that changes rules; known are ${[...Object.keys(flags), 'firewall-backend=iptables|nftables', 'bridge-accept-fwmark'].join(', ')}`,
    );
  }, {});
}

function splitOnce(option: string): readonly string[] {
  const at = option.indexOf('=');
  return at < 0 ? [option] : [option.slice(0, at), option.slice(at + 1)];
}

function readFlag(name: string, value: string): boolean {
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new CliError(`the daemon option ${name} is true or false, not ${JSON.stringify(value)}`);
}
