import { addressFamily } from '../../model/address';
import type { Container } from '../../model/container';
import type { ResolvConf } from '../../model/kernel';
import { isKnown } from '../../model/provenance';
import { engineGeneration } from '../../topology/engineGeneration';
import { aardvarkNetwork } from './aardvark';
import type { NameIndex } from './nameIndex';

export const embeddedAddress = '127.0.0.11';

/** A name server and the namespace it is asked from. */
export interface Upstream {
  readonly address: string;
  readonly from: 'host' | 'container';
}

/** What a container's programs resolve names with. */
export interface Resolver {
  /** The first one; `undefined` when the host's servers were not read. */
  readonly nameserver: string | undefined;
  readonly search: readonly string[];
  readonly ndots: number;
  /** Where the embedded resolver asks on; `undefined` when the host's servers were not read. */
  readonly upstreams: readonly Upstream[] | undefined;
  readonly observed: boolean;
}

/**
 * resolv.conf of a container: as read, else as the engine writes it. Docker: 127.0.0.11 for whoever is on
 * a user-defined network (moby: Endpoint.needResolver), else a copy of the host's without loopback
 * servers; Podman: the gateways of its networks that have names.
 */
export function resolverOf(index: NameIndex, container: Container): Resolver {
  const { kernel } = index.topology;
  const owner = index.owner(container);
  const read =
    kernel?.files.get(container.id)?.resolvConf ?? kernel?.files.get(owner.id)?.resolvConf;
  if (read !== undefined) {
    return {
      nameserver: read.nameservers[0],
      search: read.search,
      ndots: read.ndots ?? 1,
      upstreams: read.upstreams ?? upstreams(index, owner),
      observed: true,
    };
  }
  const host = hostServers(kernel?.hostResolvConf);
  const own = isKnown(owner.dns) ? owner.dns.value : [];
  const search =
    isKnown(owner.dnsSearch) && owner.dnsSearch.value.length > 0
      ? owner.dnsSearch.value.filter((one) => one !== '.')
      : (kernel?.hostResolvConf?.search ?? []);
  const engine = engineServer(index, owner);
  return {
    nameserver: engine ?? own[0] ?? host?.[0],
    search:
      engine !== undefined && index.topology.engine.product === 'podman'
        ? ['dns.podman', ...search]
        : search,
    ndots: userNdots(owner) ?? (engine === embeddedAddress ? 0 : 1),
    upstreams: upstreams(index, owner),
    observed: false,
  };
}

/** `--dns-option ndots:N` as the user set it. */
export function userNdots(container: Container): number | undefined {
  const options = isKnown(container.dnsOptions) ? container.dnsOptions.value : [];
  const option = options.find((one) => /^ndots:\d+$/.test(one));
  return option === undefined ? undefined : Number(option.slice('ndots:'.length));
}

/** What the engine takes for its default bridge. */
const defaultNetworks = new Set(['', 'default', 'bridge']);

function engineServer(index: NameIndex, container: Container): string | undefined {
  const named = index.attachments(container).filter(({ network }) => !network.isDefaultBridge);
  if (index.topology.engine.product === 'docker') {
    // The file keeps the embedded resolver when the last network is taken away.
    const mode = container.networkMode.value;
    const began = mode.kind === 'networks' && !defaultNetworks.has(mode.network);
    return named.length > 0 || began ? embeddedAddress : undefined;
  }
  for (const { network } of named) {
    for (const pool of network.ipam) {
      if (!isKnown(pool.gateway)) continue;
      if (aardvarkNetwork(index.topology, pool.gateway.value) !== undefined) {
        return pool.gateway.value;
      }
    }
  }
  return undefined;
}

function hostServers(conf: ResolvConf | undefined): readonly string[] | undefined {
  const servers = conf?.nameservers.filter((server) => !isLoopback(server));
  if (servers === undefined) return undefined;
  return servers.length > 0 ? servers : ['8.8.8.8', '8.8.4.4'];
}

/**
 * Servers asked for (`--dns`) are asked from the container; the host's own from the host from 28.1 on,
 * before only those on a loopback address (moby: resolvconf.TransformForIntNS, HostLoopback).
 */
function upstreams(index: NameIndex, container: Container): readonly Upstream[] | undefined {
  if (isKnown(container.dns) && container.dns.value.length > 0) {
    return container.dns.value.map((address) => ({ address, from: 'container' }));
  }
  const servers = index.topology.kernel?.hostResolvConf?.nameservers;
  const always = asksFromHost(index.topology.engine.version.value);
  return servers?.map((address) => ({
    address,
    from: always || isLoopback(address) ? 'host' : 'container',
  }));
}

function isLoopback(address: string): boolean {
  return (
    (addressFamily(address) === 4 && address.startsWith('127.')) ||
    address === '::1' ||
    address === '0:0:0:0:0:0:0:1'
  );
}

function asksFromHost(version: string): boolean {
  const generation = engineGeneration(version);
  if (generation === undefined) return true;
  return generation.major > 28 || (generation.major === 28 && generation.minor >= 1);
}
