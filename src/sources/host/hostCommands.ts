import type { Command } from './runCommand';

/** Facts of the host that one program prints; named as in the snapshot. */
export type HostCommandPart =
  | 'addr'
  | 'route'
  | 'route6'
  | 'rule'
  | 'rule6'
  | 'neigh'
  | 'bridgeLink'
  | 'bridgeFdb'
  | 'iptables'
  | 'ip6tables'
  | 'iptablesLegacy'
  | 'ip6tablesLegacy'
  | 'nft'
  | 'ipset'
  | 'listeners';

export type SandboxCommandPart = 'addr' | 'route' | 'route6' | 'iptables';

/** `rules`: the text of iptables-save, whose end shows whether it is whole. */
export type OutputFormat = 'json' | 'rules' | 'text';

export interface FactCommand<Part extends string = string> extends Command {
  readonly part: Part;
  readonly format: OutputFormat;
  /** Runs only where this path is there and, for a file, says something: the program would else load a kernel module. */
  readonly onlyIf?: string;
}

/** Legacy tables are listed here, and only those that are in use. */
const legacyTables = { ip: '/proc/net/ip_tables_names', ip6: '/proc/net/ip6_tables_names' };

/** One process for each kind of fact; all may run at once (ip(8), bridge(8), ss(8), nft(8), iptables-save(8)). */
export const hostCommands: readonly FactCommand<HostCommandPart>[] = [
  json('addr', 'ip', '-d', '-j', 'addr'),
  json('route', 'ip', '-j', '-4', 'route', 'show', 'table', 'all'),
  json('route6', 'ip', '-j', '-6', 'route', 'show', 'table', 'all'),
  json('rule', 'ip', '-j', 'rule'),
  json('rule6', 'ip', '-j', '-6', 'rule'),
  json('neigh', 'ip', '-j', 'neigh'),
  json('bridgeLink', 'bridge', '-d', '-j', 'link'),
  json('bridgeFdb', 'bridge', '-j', 'fdb'),
  rules('iptables', 'iptables-save'),
  rules('ip6tables', 'ip6tables-save'),
  { ...rules('iptablesLegacy', 'iptables-legacy-save'), onlyIf: legacyTables.ip },
  { ...rules('ip6tablesLegacy', 'ip6tables-legacy-save'), onlyIf: legacyTables.ip6 },
  json('nft', 'nft', '-j', 'list', 'ruleset'),
  { part: 'ipset', program: 'ipset', args: ['save'], format: 'text', onlyIf: '/sys/module/ip_set' },
  { part: 'listeners', program: 'ss', args: ['-Hlntup'], format: 'text' },
];

/** The same for one sandbox, run inside its network namespace. */
export const sandboxCommands: readonly FactCommand<SandboxCommandPart>[] = [
  json('addr', 'ip', '-d', '-j', 'addr'),
  json('route', 'ip', '-j', '-4', 'route'),
  json('route6', 'ip', '-j', '-6', 'route'),
  rules('iptables', 'iptables-save'),
];

/** Settings of the kernel that decide about packets; `*` stands for each interface (ip-sysctl). */
export const sysctlPaths: readonly string[] = [
  '/proc/sys/net/ipv4/ip_forward',
  '/proc/sys/net/ipv4/conf/*/forwarding',
  '/proc/sys/net/ipv4/conf/*/rp_filter',
  '/proc/sys/net/ipv4/conf/*/route_localnet',
  '/proc/sys/net/ipv6/bindv6only',
  '/proc/sys/net/ipv6/conf/*/forwarding',
  '/proc/sys/net/ipv6/conf/*/disable_ipv6',
  '/proc/sys/net/bridge/bridge-nf-call-iptables',
  '/proc/sys/net/bridge/bridge-nf-call-ip6tables',
];

/** The same settings by one process (grep(1)): a line `path:value` for each. */
export const sysctlCommand: Command = {
  program: 'grep',
  args: [
    '-rsH',
    '',
    ...[...new Set(sysctlPaths.map((path) => `--include=${path.split('/').pop() ?? ''}`))],
    '/proc/sys/net/ipv4/ip_forward',
    '/proc/sys/net/ipv4/conf',
    '/proc/sys/net/ipv6/bindv6only',
    '/proc/sys/net/ipv6/conf',
    '/proc/sys/net/bridge',
  ],
};

function json<Part extends string>(
  part: Part,
  program: string,
  ...args: readonly string[]
): FactCommand<Part> {
  return { part, program, args, format: 'json' };
}

function rules<Part extends string>(part: Part, program: string): FactCommand<Part> {
  return { part, program, args: ['-c'], format: 'rules' };
}
