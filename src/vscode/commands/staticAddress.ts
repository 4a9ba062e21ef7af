import { addressFamily, contains, isAssignable } from '../../model/address';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { endpointTarget } from '../elementTarget';
import type { Localiser } from '../localiser';

/** Why the address cannot be asked for on the network; `undefined` when it can, and for an empty text. */
export function staticAddressProblem(
  topology: Topology,
  network: Network,
  address: string,
  l10n: Localiser,
): string | undefined {
  if (address === '') return undefined;
  const family = addressFamily(address);
  if (family === undefined) return l10n.t('“{0}” is not an IP address.', address);
  const pools = network.ipam.filter((pool) => pool.family === family);
  const subnets = pools.flatMap(({ subnet }) => (isKnown(subnet) ? [subnet.value] : []));
  if (subnets.length === 0) {
    return l10n.t('{0} has no IPv{1} subnet.', network.name.value, family);
  }
  const subnet = subnets.find((candidate) => contains(candidate, address));
  if (subnet === undefined) {
    return l10n.t('{0} lies outside {1}.', address, subnets.join(', '));
  }
  if (!isAssignable(subnet, address)) {
    return l10n.t('{0} is reserved: it is the first or last address of {1}.', address, subnet);
  }
  if (gatewaysOf(topology, network).some((gateway) => same(gateway, address))) {
    return l10n.t('{0} is the gateway.', address);
  }
  const reserved = pools.flatMap(({ aux }) => aux.value).find((aux) => same(aux.address, address));
  if (reserved !== undefined) {
    return l10n.t('{0} is set aside for “{1}”.', address, reserved.name);
  }
  const holder = topology.endpoints.find(
    ({ networkId, ipv4, ipv6 }) =>
      networkId === network.id &&
      [ipv4, ipv6].some((used) => isKnown(used) && same(used.value.address, address)),
  );
  if (holder === undefined) return undefined;
  const name = endpointTarget(topology, holder).container?.name.value ?? holder.name;
  return l10n.t('{0} is in use by {1}.', address, name);
}

/** Engine 28 leaves a gateway it chose itself out of the IPAM part; its endpoints tell it. */
function gatewaysOf(topology: Topology, network: Network): readonly string[] {
  return [
    ...network.ipam.map(({ gateway }) => gateway),
    ...topology.endpoints
      .filter(({ networkId }) => networkId === network.id)
      .flatMap(({ gateway4, gateway6 }) => [gateway4, gateway6]),
  ].flatMap((gateway) => (isKnown(gateway) ? [gateway.value] : []));
}

/** IPv6 can be written in several ways; as a subnet of one address the texts compare. */
function same(a: string, b: string): boolean {
  const width = addressFamily(a) === 4 ? 32 : 128;
  return contains(`${a}/${width}`, b);
}

/** Split at spaces and commas; the engine takes any text, DNS does not. */
export function parseAliases(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((alias) => alias !== ''))];
}

/** Why these aliases would be no use; `undefined` when they are fine. */
export function aliasProblem(text: string, l10n: Localiser): string | undefined {
  const bad = parseAliases(text).find(
    (alias) =>
      alias.length > 253 || !/^[\p{L}\p{N}_]([\p{L}\p{N}_.-]*[\p{L}\p{N}_])?$/u.test(alias),
  );
  return bad === undefined
    ? undefined
    : l10n.t('“{0}” cannot be a DNS name: use letters, digits, dots, dashes, underscores.', bad);
}
