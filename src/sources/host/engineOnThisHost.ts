import { isPodman } from '../../model/isPodman';
import type { Snapshot } from '../../model/snapshot';

/**
 * Whether these interfaces (`ip -j addr`) are those of the engine's host. An engine behind a local socket can
 * live in another network namespace or in a virtual machine (Docker Desktop, rootless, a lab): then its
 * bridges are not here. Docker's bridges are always there (moby: bridge driver, setupDevice); Podman's only
 * while a container is on them.
 */
export function isEngineHere(snapshot: Snapshot, addr: unknown): boolean {
  const { OperatingSystem: system, SecurityOptions: security } = snapshot.engine.info;
  if (/docker desktop/i.test(system ?? '')) return false;
  // Rootless engines have a network namespace of their own (RootlessKit).
  if (security?.some((option) => option.startsWith('name=rootless')) === true) return false;
  const here = interfacesOf(addr);
  const bridges = snapshot.networks.filter(({ Driver }) => Driver === 'bridge');
  const ofUser = bridges.filter(({ Options }) => !isDefault(Options));
  // The default bridge has the same name and address everywhere: it tells only when it is alone.
  const telling = ofUser.length > 0 ? ofUser : bridges;
  if (telling.length === 0) return true;
  const lazy = telling.filter(
    ({ Options }) => nameOption(Options) === undefined && isPodman(snapshot.engine.version),
  );
  if (lazy.length === telling.length) {
    return telling.every((network) => Object.keys(network.Containers ?? {}).length === 0)
      ? true
      : telling.some((network) =>
          gatewaysOf(network).some((gateway) => here.addresses.has(gateway)),
        );
  }
  return telling.some(({ Id, Options }) =>
    here.names.has(nameOption(Options) ?? `br-${Id.slice(0, 12)}`),
  );
}

/**
 * Whether the wires of these sandboxes (`ip -j addr` inside) end here: the two ends of a veth name each
 * other's index. True where there is no wire to tell.
 */
export function doWiresEndHere(addr: unknown, insides: readonly unknown[]): boolean {
  const ends = new Map(recordsOf(addr).map((link) => [link['ifindex'], link['link_index']]));
  const wires = insides
    .flatMap(recordsOf)
    .filter((link) => link['link_netnsid'] !== undefined && kindOf(link) === 'veth');
  return (
    wires.length === 0 || wires.some((link) => ends.get(link['link_index']) === link['ifindex'])
  );
}

function kindOf(link: Readonly<Record<string, unknown>>): unknown {
  const info: unknown = link['linkinfo'];
  return typeof info === 'object' && info !== null && 'info_kind' in info
    ? info.info_kind
    : undefined;
}

type Network = Snapshot['networks'][number];

function isDefault(options: Network['Options']): boolean {
  return options?.['com.docker.network.bridge.default_bridge'] === 'true';
}

function nameOption(options: Network['Options']): string | undefined {
  return options?.['com.docker.network.bridge.name'] ?? options?.['network_interface'];
}

function gatewaysOf(network: Network): readonly string[] {
  return (network.IPAM?.Config ?? []).flatMap(({ Gateway }) => Gateway ?? []);
}

function interfacesOf(addr: unknown): {
  readonly names: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
} {
  const links = recordsOf(addr);
  return {
    names: new Set(links.flatMap(({ ifname }) => (typeof ifname === 'string' ? [ifname] : []))),
    addresses: new Set(
      links
        .flatMap((link) => recordsOf(link['addr_info']))
        .flatMap(({ local }) => (typeof local === 'string' ? [local] : [])),
    ),
  };
}

function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value)
    ? value.filter(
        (item: unknown): item is Record<string, unknown> =>
          typeof item === 'object' && item !== null,
      )
    : [];
}
