import { isPodman } from '../../model/isPodman';
import type { ContainerRecord, EndpointSettingsRecord } from '../../model/records/containerRecord';
import type { Snapshot } from '../../model/snapshot';
import type { ConnectRequest, DisconnectRequest, EndpointSettings } from './engine';

/** What an undo needs to know of the engine: whether it chooses MAC addresses by rule or at random. */
export type UndoEngine = Snapshot['engine'];

export interface UndoNetwork {
  readonly id: string;
  readonly name: string;
}

/**
 * The request that puts a container back on a network, made from its record as it was before it was
 * disconnected. Restores what was asked for: aliases, links, driver options, gateway priority, static
 * addresses. What the engine chose by itself (dynamic addresses, the names it adds) it chooses again.
 * `undefined` when the record says the container was not on the network.
 */
export function undoDisconnect(
  before: ContainerRecord,
  network: UndoNetwork,
  engine: UndoEngine,
): ConnectRequest | undefined {
  const endpoint = endpointOn(before, network);
  if (endpoint === undefined) return undefined;
  return {
    networkId: network.id,
    containerId: before.Id,
    settings: askedSettings(before, endpoint, network, engine),
  };
}

/** The request that takes a container off the network it was connected to. */
export function undoConnect(request: ConnectRequest): DisconnectRequest {
  return { networkId: request.networkId, containerId: request.containerId, force: false };
}

export interface AddressChange {
  readonly kind: 'ipv4' | 'ipv6' | 'mac';
  readonly before: string;
  readonly after: string;
}

/**
 * Which addresses on a network are others than before; empty when all came back, or when either
 * record has none to compare (a container that does not run).
 */
export function addressChange(
  before: ContainerRecord,
  after: ContainerRecord,
  network: UndoNetwork,
): readonly AddressChange[] {
  const old = endpointOn(before, network);
  const now = endpointOn(after, network);
  if (old === undefined || now === undefined) return [];
  const pairs = [
    { kind: 'ipv4', before: old.IPAddress ?? '', after: now.IPAddress ?? '' },
    { kind: 'ipv6', before: old.GlobalIPv6Address ?? '', after: now.GlobalIPv6Address ?? '' },
    { kind: 'mac', before: old.MacAddress ?? '', after: now.MacAddress ?? '' },
  ] as const;
  return pairs.filter(
    (pair) => pair.before !== '' && pair.after !== '' && pair.before !== pair.after,
  );
}

/**
 * The endpoint's record. The engine keys them by the network's name, and by its id where a container
 * that never ran was created with one; names are not unique, so the id decides where it is told.
 */
function endpointOn(
  container: ContainerRecord,
  network: UndoNetwork,
): EndpointSettingsRecord | undefined {
  const endpoints = Object.entries(container.NetworkSettings?.Networks ?? {});
  const byId = endpoints.find(([, endpoint]) => endpoint.NetworkID === network.id);
  const byKey = endpoints.find(
    ([key, endpoint]) =>
      (endpoint.NetworkID ?? '') === '' && (key === network.name || key === network.id),
  );
  return (byId ?? byKey)?.[1];
}

function askedSettings(
  container: ContainerRecord,
  endpoint: EndpointSettingsRecord,
  network: UndoNetwork,
  engine: UndoEngine,
): EndpointSettings {
  const ipam = endpoint.IPAMConfig;
  const aliases = askedAliases(container, endpoint);
  const mac = askedMac(container, endpoint, network, engine);
  return {
    ...present('ipv4', filled(ipam?.IPv4Address)),
    ...present('ipv6', filled(ipam?.IPv6Address)),
    ...present('linkLocalIps', nonEmpty(ipam?.LinkLocalIPs)),
    ...present('aliases', nonEmpty(aliases)),
    ...present('links', nonEmpty(endpoint.Links)),
    ...present('mac', mac),
    ...present(
      'driverOptions',
      Object.keys(endpoint.DriverOpts ?? {}).length > 0 ? endpoint.DriverOpts : undefined,
    ),
    ...present('gatewayPriority', endpoint.GwPriority === 0 ? undefined : endpoint.GwPriority),
  };
}

/**
 * Engines up to 24, and Podman, list the short id among the aliases, and then the hostname that was
 * asked for (moby: updateNetworkConfig, 20.10; podman: getExtraNetworkAliases). Later ones list only
 * what was asked for.
 */
function askedAliases(
  container: ContainerRecord,
  endpoint: EndpointSettingsRecord,
): readonly string[] {
  const aliases = endpoint.Aliases ?? [];
  const shortId = container.Id.slice(0, 12);
  if (!aliases.includes(shortId)) return aliases;
  return aliases.filter((alias) => alias !== shortId && alias !== container.Config?.Hostname);
}

/** First API version whose bridge driver makes random MAC addresses (28.0). */
const apiWithRandomMacs = 48;
/** First API version that honours a MAC address on connect (29.3). */
const apiWithMacOnConnect = 54;

/**
 * The MAC address to ask for. A record does not tell an asked one from a chosen one, so: never one
 * the engine derives from the IPv4 address; otherwise where it was asked for by `--mac-address`,
 * where the engine chooses no other kind, or where it honours the wish and so can give it back.
 */
function askedMac(
  container: ContainerRecord,
  endpoint: EndpointSettingsRecord,
  network: UndoNetwork,
  engine: UndoEngine,
): string | undefined {
  const config = container.Config?.MacAddress;
  const mode = container.HostConfig?.NetworkMode;
  const isFirstNetwork =
    mode === network.name ||
    mode === network.id ||
    (network.name === 'bridge' && (mode === 'default' || mode === 'bridge'));
  if (filled(config) !== undefined && isFirstNetwork) return config;
  const mac = filled(endpoint.MacAddress);
  if (mac === undefined || isDerivedMac(mac, endpoint.IPAddress)) return undefined;
  if (isPodman(engine.version)) return mac;
  const minor = apiMinor(engine);
  if (minor === undefined) return undefined;
  return minor < apiWithRandomMacs || minor >= apiWithMacOnConnect ? mac : undefined;
}

/** `02:42` and the four bytes of the address (moby: netutils.GenerateMACFromIP, up to 27). */
function isDerivedMac(mac: string, ipv4: string | undefined): boolean {
  const bytes = (ipv4 ?? '').split('.').map(Number);
  if (bytes.length !== 4) return false;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  return mac.toLowerCase() === `02:42:${hex}`;
}

/** 48 of `1.48`. */
function apiMinor(engine: UndoEngine): number | undefined {
  const minor = /^1\.(\d+)$/.exec(engine.version.ApiVersion ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function nonEmpty(texts: readonly string[] | undefined): readonly string[] | undefined {
  return texts === undefined || texts.length === 0 ? undefined : texts;
}

function present<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: T });
}
