import type { Engine } from '../model/engine';
import type { Endpoint, InterfaceAddress } from '../model/endpoint';
import type { AddressFamily, Network } from '../model/network';
import { isKnown, observed, predicted, unknown, type Knowable } from '../model/provenance';
import type { EndpointSettingsRecord } from '../model/records/containerRecord';
import type { NetworkRecord } from '../model/records/networkRecord';
import { dnsNames } from './dnsNames';
import { electGateway, gatewayCandidate, gatewayRule } from './gatewayEndpoint';
import type { ContainerDraft } from './readContainers';
import { byKey, uniqueKeys } from './uniqueKeys';

const inspected = 'GET /containers/{id}/json';
const fromNetwork = 'GET /networks/{id}';

const interfaceUnknown = unknown(
  'the engine does not tell which ethN an endpoint is',
  'host access, or reading the container’s namespace',
);

/** An endpoint before the default route is elected. */
type Draft = Omit<Endpoint, 'gatewayFor' | 'key'>;

/**
 * Endpoints of all containers, and those only the networks know: left-overs, load balancers of
 * swarm, and the gateway endpoints on docker_gwbridge. Sorted by key.
 */
export function readEndpoints(
  containers: readonly ContainerDraft[],
  networks: readonly Network[],
  networkRecords: readonly NetworkRecord[],
  engine: Engine,
): readonly Endpoint[] {
  const lookup = new NetworkLookup(networks);
  const own = containers.flatMap((container) => ownEndpoints(container, lookup, engine));
  const known = new Set(own.map((draft) => draft.id));
  const listed = new Set(containers.map((container) => container.id));
  const held = new Set(own.map((draft) => `${draft.containerId}@${draft.networkId}`));
  const others = networkRecords.flatMap((record) =>
    networkEndpoints(record, listed, lookup, engine).filter(
      (draft) => !known.has(draft.id) && !held.has(`${draft.containerId}@${draft.networkId}`),
    ),
  );
  const drafts = [...own, ...others];
  const containerKeys = new Map(containers.map((container) => [container.id, container.key]));
  const keys = uniqueKeys(drafts, (draft) => {
    const owner =
      draft.containerId === undefined ? draft.name : containerKeys.get(draft.containerId);
    return `${owner}@${lookup.byId(draft.networkId)?.key ?? draft.networkId}`;
  });
  const gateways = electGateways(drafts, lookup, engine);
  return drafts
    .map((draft) => ({
      key: keys.get(draft.id) ?? draft.id,
      gatewayFor:
        gateways.get(draft.id) ?? predicted([], 'host and none have no route of their own'),
      // Last, so that all share one hidden class.
      ...draft,
    }))
    .sort(byKey);
}

class NetworkLookup {
  private readonly ids: ReadonlyMap<string, Network>;
  private readonly names: ReadonlyMap<string, Network>;

  constructor(networks: readonly Network[]) {
    this.ids = new Map(networks.map((network) => [network.id, network]));
    this.names = new Map(networks.map((network) => [network.name.value, network]));
  }

  byId(id: string): Network | undefined {
    return this.ids.get(id);
  }

  /**
   * Container records are keyed by network name; before the first start `NetworkID` is empty and the
   * name may be the id.
   */
  of(name: string, settings: EndpointSettingsRecord): Network | undefined {
    return this.ids.get(settings.NetworkID ?? '') ?? this.names.get(name) ?? this.ids.get(name);
  }
}

function ownEndpoints(
  container: ContainerDraft,
  lookup: NetworkLookup,
  engine: Engine,
): readonly Draft[] {
  // Podman repeats the owner's networks for containers that join its sandbox; they are not theirs.
  if (container.facts.networkMode.value.kind === 'container') return [];
  return Object.entries(container.settings).flatMap(([name, settings]) => {
    const network = lookup.of(name, settings);
    return network === undefined ? [] : [ownEndpoint(container, network, settings, engine)];
  });
}

function ownEndpoint(
  container: ContainerDraft,
  network: Network,
  settings: EndpointSettingsRecord,
  engine: Engine,
): Draft {
  const config = settings.IPAMConfig;
  const shortId = container.id.slice(0, 12);
  const aliases = (settings.Aliases ?? []).filter((alias) => alias !== shortId);
  const configured = text(settings.NetworkID);
  return {
    id: text(settings.EndpointID) ?? `${container.id}@${network.id}`,
    networkId: network.id,
    containerId: container.id,
    name: container.facts.name.value,
    active: container.running && isActive(settings, network),
    ...optional('staleNetworkId', configured === network.id ? undefined : fact(configured)),
    ...optional('ipv4', address(settings.IPAddress, settings.IPPrefixLen)),
    ...optional('ipv6', address(settings.GlobalIPv6Address, settings.GlobalIPv6PrefixLen)),
    ...optional('staticIpv4', fact(config?.IPv4Address)),
    ...optional('staticIpv6', fact(config?.IPv6Address)),
    ...optional('mac', fact(settings.MacAddress)),
    ...optional('gateway4', fact(settings.Gateway)),
    ...optional('gateway6', fact(settings.IPv6Gateway)),
    aliases: observed(aliases, inspected),
    dnsNames: dnsNames({
      product: engine.product,
      networkKind: network.kind,
      isDefaultBridge: network.isDefaultBridge,
      ingress: network.ingress.value,
      containerName: container.facts.name.value,
      containerId: container.id,
      hostname: container.detail?.Config?.Hostname,
      aliases,
      told: settings.DNSNames,
    }),
    links: observed([...(settings.Links ?? [])].sort(), inspected),
    driverOptions: observed(settings.DriverOpts ?? {}, inspected),
    gatewayPriority: observed(settings.GwPriority ?? 0, inspected),
    interfaceName: interfaceUnknown,
  };
}

/** Active endpoints have an id (Docker), an address (Podman), or nothing at all to show (host, none). */
function isActive(settings: EndpointSettingsRecord, network: Network): boolean {
  return (
    text(settings.EndpointID) !== undefined ||
    text(settings.IPAddress) !== undefined ||
    network.kind === 'host' ||
    network.kind === 'none'
  );
}

function networkEndpoints(
  record: NetworkRecord,
  listed: ReadonlySet<string>,
  lookup: NetworkLookup,
  engine: Engine,
): readonly Draft[] {
  const network = lookup.byId(record.Id);
  if (network === undefined) return [];
  return Object.entries(record.Containers ?? {}).map(([key, entry]) => {
    const isListed = listed.has(key);
    const name = entry.Name ?? key;
    return {
      // Left-overs are keyed `ep-<endpoint id>`.
      id: text(entry.EndpointID) ?? (isListed ? `${key}@${record.Id}` : key),
      networkId: record.Id,
      ...(isListed ? { containerId: key } : {}),
      name,
      active: true,
      ...optional('ipv4', cidrAddress(entry.IPv4Address)),
      ...optional('ipv6', cidrAddress(entry.IPv6Address)),
      ...optional('mac', fact(entry.MacAddress, fromNetwork)),
      ...optional('gateway4', network.ipam.find((pool) => pool.family === 4)?.gateway),
      ...optional('gateway6', network.ipam.find((pool) => pool.family === 6)?.gateway),
      aliases: observed([], fromNetwork),
      dnsNames:
        engine.product === 'docker' && network.kind === 'overlay'
          ? unknown(
              'the engine does not tell the names of this endpoint',
              'the service’s own record',
            )
          : predicted([], 'no container of this engine answers here'),
      links: observed([], fromNetwork),
      driverOptions: observed({}, fromNetwork),
      gatewayPriority: observed(0, fromNetwork),
      interfaceName: interfaceUnknown,
    };
  });
}

/** Runs the election once per container, over its endpoints that can carry a route. */
function electGateways(
  drafts: readonly Draft[],
  lookup: NetworkLookup,
  engine: Engine,
): ReadonlyMap<string, Knowable<readonly AddressFamily[]>> {
  const version = engine.version.value;
  const result = new Map<string, Knowable<readonly AddressFamily[]>>();
  const byContainer = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const kind = lookup.byId(draft.networkId)?.kind;
    if (draft.containerId === undefined || kind === 'host' || kind === 'none') continue;
    const group = byContainer.get(draft.containerId);
    if (group === undefined) byContainer.set(draft.containerId, [draft]);
    else group.push(draft);
  }
  for (const group of byContainer.values()) {
    if (engine.product === 'podman') {
      for (const [id, families] of podmanGateways(group, lookup)) result.set(id, families);
      continue;
    }
    const elected = electGateway(
      group.map((draft) => gatewayCandidate(draft, lookup.byId(draft.networkId), version)),
      version,
    );
    for (const draft of group) {
      const families = ([4, 6] as const).filter((family) => elected[family] === draft.id);
      result.set(draft.id, predicted(families, gatewayRule(version)));
    }
  }
  return result;
}

/** Podman gives every network that is not internal a default route (netavark: Core::setup). */
function podmanGateways(
  group: readonly Draft[],
  lookup: NetworkLookup,
): readonly (readonly [string, Knowable<readonly AddressFamily[]>])[] {
  const internal = (draft: Draft) => lookup.byId(draft.networkId)?.internal.value === true;
  const open = group.filter((draft) => !internal(draft));
  return group.map((draft) => {
    if (internal(draft)) {
      return [draft.id, predicted([], 'Podman gives internal networks no default route')];
    }
    if (open.length > 1) {
      const reason = unknown(
        'Podman gives every network a default route and its Docker API does not tell which wins',
        'reading the container’s namespace',
      );
      return [draft.id, reason];
    }
    const families = ([4, 6] as const).filter((family) =>
      isKnown(family === 4 ? draft.gateway4 : draft.gateway6),
    );
    return [draft.id, predicted(families, 'Podman gives every network a default route')];
  });
}

function text(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

function fact(value: string | undefined, from = inspected) {
  return text(value) === undefined ? undefined : observed(value ?? '', from);
}

function address(
  value: string | undefined,
  prefixLength: number | undefined,
): Knowable<InterfaceAddress> | undefined {
  const known = text(value);
  if (known === undefined) return undefined;
  return observed({ address: known, prefixLength: prefixLength ?? 0 }, inspected);
}

function cidrAddress(value: string | undefined): Knowable<InterfaceAddress> | undefined {
  const [ip = '', prefix = '0'] = (value ?? '').split('/');
  return ip === ''
    ? undefined
    : observed({ address: ip, prefixLength: Number(prefix) }, fromNetwork);
}

/** A property that is there only when it has a value, as `exactOptionalPropertyTypes` wants it. */
function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
