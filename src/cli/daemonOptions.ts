import type { DaemonOptions } from '../model/engine';
import { CliError } from './cliIo';

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
