import type { DaemonOptions, Engine } from '../model/engine';
import type { Host } from '../model/host';
import { isPodman } from '../model/isPodman';
import { isKnown, observed, unknown, type Fact, type Knowable } from '../model/provenance';
import type { Network } from '../model/network';
import type { PublishedPort } from '../model/publishedPort';
import type { Snapshot } from '../model/snapshot';
import { compareAddresses } from '../model/address';
import { boundAddresses } from './readPublishedPorts';

/** Engine facts from `GET /version` and `GET /info`. */
export function readEngine(snapshot: Snapshot, key: string): Engine {
  const { version, info } = snapshot.engine;
  const security = info.SecurityOptions;
  const system = info.OperatingSystem ?? '';
  return {
    key,
    product: isPodman(version) ? 'podman' : 'docker',
    version: observed(version.Version ?? info.ServerVersion ?? '', 'GET /version'),
    apiVersion: told(version.ApiVersion, 'GET /version'),
    rootless:
      security === undefined
        ? unknown('the engine does not tell its security options', 'a newer engine')
        : observed(
            security.some((option) => option.includes('rootless')),
            'GET /info',
          ),
    virtualMachine:
      system === ''
        ? unknown('the engine does not tell its operating system', 'a newer engine')
        : observed(/docker desktop|orbstack|lima|colima/i.test(system), 'GET /info'),
    addressPools:
      info.DefaultAddressPools === undefined
        ? unknown('the engine runs with its built-in pools', 'the daemon’s configuration')
        : observed(
            info.DefaultAddressPools.map((pool) => ({ base: pool.Base, size: pool.Size })),
            'GET /info',
          ),
    ...(info.ExperimentalBuild === undefined
      ? {}
      : { experimental: observed(info.ExperimentalBuild, 'GET /info') }),
    daemonOptions: readDaemonOptions(snapshot),
  };
}

/** From `GET /info` (28.3 and later tell the backend, 29.5 and later the proxy) and the daemon's own configuration. */
function readDaemonOptions(snapshot: Snapshot): Fact<DaemonOptions> {
  const told: Partial<NonNullable<Snapshot['engine']['options']>> = snapshot.engine.options ?? {};
  const backend = snapshot.engine.info.FirewallBackend;
  const proxy = backend?.Info?.find(([name]) => name === 'EnableUserlandProxy')?.[1];
  const options: DaemonOptions = {
    ...(backend?.Driver === undefined ? {} : { firewallBackend: firewallBackend(backend.Driver) }),
    ...(proxy === undefined ? {} : { userlandProxy: proxy === 'true' }),
    ...defined({
      userlandProxy: told.userlandProxy,
      iptables: told.iptables,
      ip6tables: told.ip6tables,
      ipForward: told.ipForward,
      ipForwardNoDrop: told.ipForwardNoDrop,
      allowDirectRouting: told.allowDirectRouting,
      bridgeAcceptFwmark: told.bridgeAcceptFwmark,
    }),
    ...(told.firewallBackend === undefined
      ? {}
      : { firewallBackend: firewallBackend(told.firewallBackend) }),
  };
  return observed(options, 'GET /info and the daemon’s configuration');
}

/** `iptables`, `nftables`, or either with `+firewalld` (moby: daemon/info.go). */
function firewallBackend(driver: string): 'iptables' | 'nftables' {
  return driver.startsWith('nftables') ? 'nftables' : 'iptables';
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Host facts the engine tells without host access. */
export function readHost(
  snapshot: Snapshot,
  networks: readonly Network[],
  ports: readonly PublishedPort[],
): Host {
  const { info, version } = snapshot.engine;
  const addresses = new Set<string>(boundAddresses(ports));
  for (const network of networks) {
    if (network.kind !== 'bridge') continue;
    for (const pool of network.ipam) {
      if (isKnown(pool.gateway)) addresses.add(pool.gateway.value);
    }
    // Ports without a host address of their own are bound there, so it is one of the host's.
    const binding = network.options.value['com.docker.network.bridge.host_binding_ipv4'];
    if (binding !== undefined && binding !== '' && binding !== '0.0.0.0') addresses.add(binding);
  }
  const nodeAddress = info.Swarm?.NodeAddr ?? '';
  if (nodeAddress !== '') addresses.add(nodeAddress);
  return {
    name: told(info.Name, 'GET /info'),
    operatingSystem: told(info.OperatingSystem, 'GET /info'),
    kernel: told(version.KernelVersion ?? info.KernelVersion, 'GET /version'),
    interfaces: unknown('the host’s interfaces were not read', 'host access'),
    addresses: observed(
      [...addresses].sort(compareAddresses),
      'bridge gateways, host addresses that ports are bound to and the swarm node address',
    ),
    ...(info.IPv4Forwarding === undefined
      ? {}
      : { ipv4Forwarding: observed(info.IPv4Forwarding, 'GET /info') }),
    ...(info.BridgeNfIptables === undefined
      ? {}
      : {
          bridgeNetfilter: observed(
            {
              iptables: info.BridgeNfIptables,
              ip6tables: info.BridgeNfIp6tables ?? info.BridgeNfIptables,
            },
            'GET /info',
          ),
        }),
  };
}

function told(value: string | undefined, from: string): Knowable<string> {
  return value === undefined || value === ''
    ? unknown('the engine does not tell', 'a newer engine')
    : observed(value, from);
}
