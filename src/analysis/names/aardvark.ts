import { contains } from '../../model/address';
import type { Container } from '../../model/container';
import type { AddressFamily, Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import type { NameIndex } from './nameIndex';

const domain = '.dns.podman';

/** The network whose aardvark-dns listens at this address: its gateway, where the engine is the gateway. */
export function aardvarkNetwork(topology: Topology, server: string): Network | undefined {
  if (topology.engine.product !== 'podman') return undefined;
  return topology.networks.find(
    (network) =>
      hasNames(network) &&
      network.ipam.some((pool) =>
        isKnown(pool.gateway)
          ? pool.gateway.value === server
          : isKnown(pool.subnet) && contains(pool.subnet.value, server),
      ),
  );
}

/**
 * A and AAAA at aardvark-dns: the answers of all the client's networks together; names are looked up
 * with and without `.dns.podman`. `undefined` when no network of the client knows the name.
 * (aardvark-dns: backend/mod.rs DNSBackend::lookup; coredns.rs)
 */
export function aardvarkAddress(
  index: NameIndex,
  client: Container,
  name: string,
  family: AddressFamily,
): readonly string[] | undefined {
  const wanted = withoutDomain(name);
  const holders = namedAttachments(index, client).flatMap(
    ({ network }) => index.names(network).get(wanted) ?? [],
  );
  if (holders.length === 0) return undefined;
  return holders.flatMap(({ ipv4, ipv6 }) => {
    const address = family === 4 ? ipv4 : ipv6;
    return isKnown(address) ? [address.value.address] : [];
  });
}

/** PTR: every name of the address, in alphabetical order here; `undefined` when nobody has it. */
export function aardvarkPointer(
  index: NameIndex,
  client: Container,
  address: string,
): readonly string[] | undefined {
  for (const { network } of namedAttachments(index, client)) {
    const holder = index.holder(network, address);
    if (holder !== undefined && isKnown(holder.dnsNames)) return [...holder.dnsNames.value].sort();
  }
  return undefined;
}

/** Whether the name can only be the engine's: such names are never forwarded. */
export function isAardvarkDomain(name: string): boolean {
  return name.toLowerCase().replace(/\.$/, '').endsWith(domain);
}

/** Clients on internal networks alone are not given answers from outside. */
export function aardvarkForwards(index: NameIndex, client: Container): boolean {
  return index.attachments(client).some(({ network }) => !network.internal.value);
}

function namedAttachments(index: NameIndex, client: Container) {
  return index.attachments(client).filter(({ network }) => hasNames(network));
}

/** The default network has none; a macvlan's gateway is another machine (netavark: network/vlan.rs). */
function hasNames(network: Network): boolean {
  return !network.isDefaultBridge && network.driver.value === 'bridge';
}

function withoutDomain(name: string): string {
  const lower = name.toLowerCase().replace(/\.$/, '');
  return lower.endsWith(domain) ? lower.slice(0, -domain.length) : lower;
}
