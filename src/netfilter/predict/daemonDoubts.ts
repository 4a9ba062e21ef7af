import type { DaemonOptions } from '../../model/engine';
import type { AddressFamily } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { generationOf, type Generation } from './generation';

/** One way something may be that the API does not tell. */
export interface Choice {
  /** In words, for `… if <text>`. */
  readonly text: string;
  readonly options?: DaemonOptions;
  /** Whether frames that stay on a bridge pass the host's rules (br_netfilter). */
  readonly bridgedFrames?: boolean;
}

/** What an answer may rely on; where it does not, a doubt about it is none for that answer. */
export type Facet = 'rules' | 'published ports' | 'forward policy' | 'bridged frames';

/** Something the API leaves open although answers can hang on it; the usual way comes first. */
export interface Doubt {
  readonly choices: readonly [Choice, ...Choice[]];
  /** The choice makes a difference only to walks that rely on one of these. */
  readonly matters: readonly Facet[];
  readonly settledBy: string;
}

/** What a prediction rests on besides the API. */
export interface DaemonView {
  /** As told, as networks and ports show it, or as the default has it. */
  readonly options: DaemonOptions;
  /** Both ways fit what the API shows. */
  readonly doubts: readonly Doubt[];
  /** Taken for granted though nothing shows it, by family. */
  readonly assumed: Readonly<Record<AddressFamily, readonly string[]>>;
}

/**
 * The daemon's options as far as its API gives them away. A default bridge without masquerading means that
 * the engine writes no rules, or was told not to masquerade (moby: daemon/config, EnableIPMasq); a port on
 * `::` in front of a container without IPv6 can only be docker-proxy's, and its absence says that there is no
 * proxy, or no IPv6 on the host (moby: bridge driver, allocatePorts); before 27 `ip6tables` is an
 * experimental feature.
 */
export function daemonView(topology: Topology): DaemonView {
  const { engine } = topology;
  const told = engine.daemonOptions?.value ?? {};
  const generation = generationOf(engine.version.value);
  const options: { -readonly [K in keyof DaemonOptions]: DaemonOptions[K] } = { ...told };
  const doubts: Doubt[] = [];
  const assumed: Record<AddressFamily, string[]> = { 4: [], 6: [] };
  const assume = (text: string, families: readonly AddressFamily[] = [4, 6]) => {
    for (const family of families) assumed[family].push(text);
  };

  if (told.iptables === undefined) {
    const masquerading = defaultBridgeMasquerades(topology);
    if (masquerading === false) doubts.push(withoutRules(generation));
    if (masquerading === undefined) assume('iptables=true');
  }
  if (told.ip6tables === undefined) {
    if (generation.ip6tablesByDefault) assume('ip6tables=true', [6]);
    else if (engine.experimental === undefined) assume('ip6tables=false', [6]);
    else if (engine.experimental.value) doubts.push(doubtOf('ip6tables', false));
  }
  if (told.userlandProxy === undefined) {
    const shown = proxyShown(topology);
    if (shown === 'on') options.userlandProxy = true;
    else if (shown === 'open') doubts.push(doubtOf('userland-proxy', true));
    else assume('userland-proxy=true');
  }
  if (generation.trustsInterfaces && told.allowDirectRouting === undefined) {
    assume('allow-direct-routing=false');
  }
  if (generation.nftables && told.firewallBackend === undefined) {
    assume('firewall-backend=iptables');
  }
  return { options, doubts, assumed };
}

function doubtOf(option: 'userland-proxy' | 'ip6tables', usual: boolean): Doubt {
  const choice = (value: boolean): Choice => ({
    text: `the daemon runs with ${option}=${value}`,
    options: option === 'ip6tables' ? { ip6tables: value } : { userlandProxy: value },
  });
  return {
    choices: [choice(usual), choice(!usual)],
    // Without the proxy the engine makes bridged frames pass its rules.
    matters: option === 'ip6tables' ? ['rules'] : ['published ports', 'bridged frames'],
    settledBy: `--daemon-option ${option}=true or =false`,
  };
}

function withoutRules(generation: Generation): Doubt {
  const none: Choice = {
    text: 'the daemon runs with iptables=false',
    options: { iptables: false, ip6tables: false },
  };
  const onlySix: Choice = {
    text: 'the daemon runs with iptables=false and ip6tables=true',
    options: { iptables: false },
  };
  const usual: Choice = { text: 'the daemon runs with iptables=true', options: { iptables: true } };
  return {
    choices: generation.ip6tablesByDefault ? [usual, none, onlySix] : [usual, none],
    matters: ['rules'],
    settledBy: '--daemon-option iptables=true or =false',
  };
}

/** `undefined` where there is no default bridge, or the engine does not show its options. */
function defaultBridgeMasquerades(topology: Topology): boolean | undefined {
  const bridge = topology.networks.find((network) => network.isDefaultBridge);
  const written = bridge?.options.value['com.docker.network.bridge.enable_ip_masquerade'];
  return written === undefined ? undefined : written !== 'false';
}

/**
 * What published ports show of the userland proxy: it is on, or nothing (those of containers with IPv6, on one
 * address, or a host without IPv6 look the same without it). Without published ports there is nothing to show.
 */
function proxyShown(topology: Topology): 'on' | 'open' | 'unused' {
  // What a plan says of ports is itself predicted.
  const ports = topology.publishedPorts.filter(
    ({ active, hostAddress }) => active && hostAddress.source.kind === 'observed',
  );
  if (ports.length === 0) return 'unused';
  const endpoints = new Map(topology.endpoints.map((one) => [one.id, one]));
  const proxied = ports.some(({ hostAddress, endpointId = '' }) => {
    const endpoint = endpoints.get(endpointId);
    return hostAddress.value.includes(':') && endpoint !== undefined && !isKnown(endpoint.ipv6);
  });
  return proxied ? 'on' : 'open';
}
