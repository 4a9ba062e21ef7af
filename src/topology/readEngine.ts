import type { Engine } from '../model/engine';
import type { Host } from '../model/host';
import { isKnown, observed, unknown, type Knowable } from '../model/provenance';
import type { Network } from '../model/network';
import type { PublishedPort } from '../model/publishedPort';
import type { Snapshot } from '../model/snapshot';
import { compareAddresses } from '../model/address';
import { boundAddresses } from './readPublishedPorts';

/** Engine facts from `GET /version` and `GET /info`. */
export function readEngine(snapshot: Snapshot, key: string): Engine {
  const { version, info } = snapshot.engine;
  const podman = (version.Components ?? []).some((part) => part.Name === 'Podman Engine');
  const security = info.SecurityOptions;
  const system = info.OperatingSystem ?? '';
  return {
    key,
    product: podman ? 'podman' : 'docker',
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
      'bridge gateways, bound host addresses and the swarm node address',
    ),
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
