import type { Container } from '../../model/container';
import type { HostsEntry } from '../../model/kernel';
import { isKnown } from '../../model/provenance';
import { atLeast } from '../../topology/engineGeneration';
import type { NameIndex } from './nameIndex';

/** The lines of a container's /etc/hosts, and whether they were read or are what the engine writes. */
export interface HostsFile {
  readonly entries: readonly HostsEntry[];
  readonly observed: boolean;
  /** Names that stand in it with an address the API does not tell. */
  readonly unclear: readonly string[];
}

/**
 * /etc/hosts of a container: as read, else as the engine writes it: localhost, extra hosts, legacy
 * links of the default bridge, and a line per address of its own (moby: etchosts.Build and
 * Sandbox.buildHostsFile; `host-gateway` is the default bridge's gateway).
 */
export function hostsFile(index: NameIndex, container: Container): HostsFile {
  const owner = index.owner(container);
  const read =
    index.topology.kernel?.files.get(container.id)?.hosts ??
    index.topology.kernel?.files.get(owner.id)?.hosts;
  if (read !== undefined) return { entries: read, observed: true, unclear: [] };
  const host = podmanHost(index, owner);
  return {
    entries: [
      { address: '127.0.0.1', names: ['localhost'] },
      { address: '::1', names: ['localhost', 'ip6-localhost', 'ip6-loopback'] },
      ...extraHosts(index, owner),
      ...links(index, owner),
      ...ownLines(index, owner),
      ...(host === undefined ? [] : [{ address: host, names: podmanHostNames }]),
    ],
    observed: false,
    unclear:
      index.topology.engine.product === 'podman' && host === undefined ? podmanHostNames : [],
  };
}

const podmanHostNames: readonly string[] = ['host.containers.internal', 'host.docker.internal'];

/**
 * Podman names the host in every container: by the gateway of its first network, which shows only where there is
 * one; rootless engines choose another way (Podman 5: etchosts.GetHostContainersInternalIP).
 */
function podmanHost(index: NameIndex, container: Container): string | undefined {
  const { product, rootless, version } = index.topology.engine;
  if (product !== 'podman' || !isKnown(rootless) || rootless.value) return undefined;
  const own = index.attachments(container);
  const gateway = own[0]?.endpoint.gateway4;
  const certain = own.length === 1 && own[0]?.network.kind === 'bridge';
  return certain && atLeast(version.value, 5) && isKnown(gateway) ? gateway.value : undefined;
}

/** Addresses the file gives for a name, in the order of its lines. */
export function lookUpHosts(file: HostsFile, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const found = file.entries
    .filter((entry) => entry.names.some((one) => one.toLowerCase() === wanted))
    .map((entry) => entry.address);
  return [...new Set(found)];
}

function extraHosts(index: NameIndex, container: Container): readonly HostsEntry[] {
  const entries = isKnown(container.extraHosts) ? container.extraHosts.value : [];
  return entries.flatMap((entry) => {
    const [name = '', address = ''] = splitOnce(entry, entry.includes('=') ? '=' : ':');
    const resolved = address === 'host-gateway' ? hostGateways(index) : [address];
    return resolved.map((one) => ({ address: one.replace(/^\[|\]$/g, ''), names: [name] }));
  });
}

function hostGateways(index: NameIndex): readonly string[] {
  const bridge = index.topology.networks.find((network) => network.isDefaultBridge);
  return (bridge?.ipam ?? []).flatMap((pool) =>
    isKnown(pool.gateway) ? [pool.gateway.value] : [],
  );
}

/** Links on the default bridge become lines; on other networks they are aliases of the resolver. */
function links(index: NameIndex, container: Container): readonly HostsEntry[] {
  const onDefault = index.attachments(container).some(({ network }) => network.isDefaultBridge);
  if (!onDefault || !isKnown(container.links)) return [];
  return container.links.value.flatMap((link) => {
    const [target = '', alias = ''] = splitOnce(link, ':');
    const linked = index.topology.containers.find((one) => one.name.value === target);
    if (linked === undefined) return [];
    const hostname = isKnown(linked.hostname) ? linked.hostname.value : '';
    return index
      .attachments(linked)
      .filter(({ network }) => network.isDefaultBridge)
      .flatMap(({ endpoint }) =>
        isKnown(endpoint.ipv4)
          ? [{ address: endpoint.ipv4.value.address, names: [alias, hostname, target] }]
          : [],
      );
  });
}

function ownLines(index: NameIndex, container: Container): readonly HostsEntry[] {
  const hostname = isKnown(container.hostname) ? container.hostname.value : '';
  if (hostname === '') return [];
  const short = hostname.split('.')[0] ?? hostname;
  const names = short === hostname ? [hostname] : [hostname, short];
  if (index.topology.engine.product === 'podman') names.push(container.name.value);
  return index
    .attachments(container)
    .filter(({ network }) => !network.ingress.value && network.name.value !== 'docker_gwbridge')
    .flatMap(({ endpoint }) => [endpoint.ipv4, endpoint.ipv6])
    .flatMap((address) => (isKnown(address) ? [{ address: address.value.address, names }] : []));
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
