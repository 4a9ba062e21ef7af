import { addressFamily } from '../../model/address';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import type { EndpointSettings } from '../../sources/engine/engine';
import type { Localiser } from '../localiser';
import { pairsProblem, parsePairs } from './optionPairs';
import { aliasProblem, parseAliases, staticAddressProblem } from './staticAddress';

/** What can be asked for on an endpoint; in the order of docker's own help. */
export const endpointFields = [
  'aliases',
  'ipv4',
  'ipv6',
  'linkLocalIps',
  'links',
  'mac',
  'gatewayPriority',
  'driverOptions',
] as const;

export type EndpointField = (typeof endpointFields)[number];

/** As typed; empty means the engine's choice. */
export type EndpointWish = Readonly<Record<EndpointField, string>>;

export const emptyEndpointWish: EndpointWish = {
  aliases: '',
  ipv4: '',
  ipv6: '',
  linkLocalIps: '',
  links: '',
  mac: '',
  gatewayPriority: '',
  driverOptions: '',
};

/** First API versions that take a gateway priority, and that honour a MAC address on connect (28.0, 29.3). */
const apiWithGatewayPriority = 48;
const apiWithMacOnConnect = 54;
/** First API version with driver options on connect (17.09). */
const apiWithDriverOptions = 32;

/**
 * What of it the engine takes on this network. What stands for one container (addresses, MAC address)
 * is not offered for several. Sources: moby api/docs/api-v1.*, daemon/network.go; podman
 * pkg/api/handlers/compat/networks.go, which reads aliases, addresses and the MAC address only.
 */
export function offeredFields(
  topology: Topology,
  network: Network,
  containers: number,
): readonly EndpointField[] {
  const { engine } = topology;
  const isDocker = engine.product === 'docker';
  const api = apiMinor(isKnown(engine.apiVersion) ? engine.apiVersion.value : '');
  const alone = containers === 1;
  // On its default bridge the engine takes neither names nor addresses.
  const own = !network.isDefaultBridge;
  const has = (family: 4 | 6) => network.ipam.some((pool) => pool.family === family);
  const offered: Readonly<Record<EndpointField, boolean>> = {
    aliases: own,
    ipv4: own && alone && has(4),
    ipv6: own && alone && has(6),
    linkLocalIps: own && alone && isDocker,
    links: own && isDocker,
    mac: alone && (!isDocker || api >= apiWithMacOnConnect),
    gatewayPriority: isDocker && api >= apiWithGatewayPriority,
    driverOptions: isDocker && api >= apiWithDriverOptions,
  };
  return endpointFields.filter((field) => offered[field]);
}

/** 48 of `1.48`; an engine that does not say counts as an old one. */
function apiMinor(version: string): number {
  return Number(/^1\.(\d+)$/.exec(version)?.[1] ?? 0);
}

export function endpointSettings(wish: EndpointWish): EndpointSettings {
  const { ipv4, ipv6, mac, gatewayPriority } = wish;
  const [aliases, links, linkLocalIps] = [wish.aliases, wish.links, wish.linkLocalIps].map(
    parseAliases,
  );
  const driverOptions = parsePairs(wish.driverOptions);
  return {
    ...filled('ipv4', ipv4),
    ...filled('ipv6', ipv6),
    ...listed('linkLocalIps', linkLocalIps),
    ...listed('aliases', aliases),
    ...listed('links', links),
    ...filled('mac', mac),
    ...(Object.keys(driverOptions).length === 0 ? {} : { driverOptions }),
    ...(gatewayPriority === '' ? {} : { gatewayPriority: Number(gatewayPriority) }),
  };
}

/** Why the text cannot be asked for; `undefined` when it can, and for an empty one. */
export function endpointProblem(
  topology: Topology,
  network: Network,
  field: EndpointField,
  text: string,
  l10n: Localiser,
): string | undefined {
  switch (field) {
    case 'aliases':
      return aliasProblem(text, l10n);
    case 'ipv4':
      return addressProblem(topology, network, 4, text, l10n);
    case 'ipv6':
      return addressProblem(topology, network, 6, text, l10n);
    case 'linkLocalIps': {
      const bad = parseAliases(text).find((one) => addressFamily(one) === undefined);
      return bad === undefined ? undefined : l10n.t('“{0}” is not an IP address.', bad);
    }
    case 'links':
      return linksProblem(topology, text, l10n);
    case 'mac':
      return macProblem(text, l10n);
    case 'gatewayPriority':
      return /^(-?\d{1,9})?$/.test(text) ? undefined : l10n.t('“{0}” is no whole number.', text);
    case 'driverOptions':
      return pairsProblem(text, l10n);
  }
}

function addressProblem(
  topology: Topology,
  network: Network,
  family: 4 | 6,
  text: string,
  l10n: Localiser,
): string | undefined {
  const typed = addressFamily(text);
  if (text !== '' && typed !== undefined && typed !== family) {
    return l10n.t('{0} is not an IPv{1} address.', text, family);
  }
  return staticAddressProblem(topology, network, text, l10n);
}

/** `db` or `db:database`, for containers that are there (docker/cli: opts.ValidateLink). */
function linksProblem({ containers }: Topology, text: string, l10n: Localiser): string | undefined {
  for (const link of parseAliases(text)) {
    const [name = '', alias, ...rest] = link.split(':');
    if (name === '' || alias === '' || rest.length > 0) {
      return l10n.t('“{0}” is no link: write it as container:alias.', link);
    }
    const isThere = containers.some(
      ({ id, name: own }) => own.value === name || id.startsWith(name),
    );
    if (!isThere) return l10n.t('There is no container named “{0}”.', name);
  }
  return undefined;
}

function macProblem(text: string, l10n: Localiser): string | undefined {
  if (text === '') return undefined;
  if (!/^[\da-f]{2}([:-][\da-f]{2}){5}$/i.test(text)) {
    return l10n.t('“{0}” is not a MAC address: write it as 02:42:ac:11:00:09.', text);
  }
  // The lowest bit of the first byte marks groups (IEEE 802, 8.2.2).
  return Number.parseInt(text.slice(0, 2), 16) % 2 === 1
    ? l10n.t('{0} is the address of a group, not of one interface.', text)
    : undefined;
}

function filled<K extends EndpointField>(key: K, text: string): { readonly [P in K]?: string } {
  return text === '' ? {} : ({ [key]: text } as { readonly [P in K]: string });
}

function listed<K extends EndpointField>(
  key: K,
  texts: readonly string[] | undefined,
): { readonly [P in K]?: readonly string[] } {
  return texts === undefined || texts.length === 0
    ? {}
    : ({ [key]: texts } as { readonly [P in K]: readonly string[] });
}
