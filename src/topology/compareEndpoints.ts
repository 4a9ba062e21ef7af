import { addressBits } from '../model/address';
import type { Endpoint } from '../model/endpoint';
import type { AddressFamily, Network } from '../model/network';
import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { topologyIndex } from '../model/topologyIndex';
import { declaredValue, list, placeOf, ups, type DriftItem } from './drift';

/**
 * Which networks the project's containers are on, and as what. Containers and networks of which only
 * one side knows are told elsewhere.
 * @param real the project's part of the engine
 */
export function compareEndpoints(planned: Topology, real: Topology): readonly DriftItem[] {
  const wantedIndex = topologyIndex(planned);
  const index = topologyIndex(real);
  const names = new Set(real.networks.map(({ name }) => name.value));
  return planned.containers.flatMap((container) => {
    const found = real.containers.find(({ key }) => key === container.key);
    if (container.inactive || found === undefined) return [];
    const there = index.endpointsOf(found.id);
    const wanted = wantedIndex.endpointsOf(container.id);
    const pairs = wanted.map((endpoint) => {
      const network = wantedIndex.networks.get(endpoint.networkId);
      const same = there.find((one) => isSame(network, index.networks.get(one.networkId)));
      return { endpoint, network, same };
    });
    const matched = new Set(pairs.map(({ same }) => same));
    return [
      ...pairs.flatMap(({ endpoint, network, same }) => {
        if (same !== undefined) return changes(endpoint, same, network, found.id);
        const gone = network !== undefined && !names.has(nameOf(network)) && isOwn(network);
        return gone ? [] : [missing(endpoint, found.name.value, network)];
      }),
      ...there
        .filter((endpoint) => !matched.has(endpoint))
        .map((endpoint) =>
          extra(endpoint, found.name.value, nameOf(index.networks.get(endpoint.networkId))),
        ),
    ];
  });
}

/** A network that is to be called otherwise keeps its key. */
function isSame(wanted: Network | undefined, found: Network | undefined): boolean {
  if (wanted === undefined || found === undefined) return false;
  return wanted.name.value === found.name.value || wanted.key === found.key;
}

function nameOf(network: Network | undefined): string {
  return network?.name.value ?? '';
}

/** The list of networks says already that it is missing. */
function isOwn({ compose, external }: Network): boolean {
  return compose !== undefined || external;
}

function missing(endpoint: Endpoint, container: string, network: Network | undefined): DriftItem {
  return {
    mark: 'missing',
    noun: 'endpoint',
    key: endpoint.key,
    message: `${container} is not connected to ${nameOf(network)}.`,
    up: ups.remakesContainer,
    ...placeOf(network?.name),
  };
}

function extra(endpoint: Endpoint, container: string, network: string): DriftItem {
  return {
    mark: 'extra',
    noun: 'endpoint',
    key: endpoint.key,
    message: `${container} is connected to ${network} too, which the files do not say.`,
    up: ups.leavesConnection,
  };
}

function changes(
  wanted: Endpoint,
  found: Endpoint,
  network: Network | undefined,
  foundContainer: string,
): readonly DriftItem[] {
  const where = `${found.name} on ${nameOf(network)}`;
  const item = (message: string, at: ReturnType<typeof placeOf>, up: string): DriftItem => ({
    mark: 'changed',
    noun: 'endpoint',
    key: wanted.key,
    message,
    up,
    ...at,
  });
  const items: DriftItem[] = [];
  const { staleNetworkId } = found;
  if (staleNetworkId !== undefined) {
    items.push(
      item(
        `${found.name} was made for an older network ${nameOf(network)} (${staleNetworkId.value.slice(0, 12)}), which is gone.`,
        {},
        ups.failsOnStale,
      ),
    );
  }
  // Up to 24 the engine puts short id and host name among the aliases.
  const engineOwn = new Set([found.name, foundContainer.slice(0, 12)]);
  const lacking = wanted.aliases.value.filter((alias) => !found.aliases.value.includes(alias));
  const more = found.aliases.value.filter(
    (alias) => !wanted.aliases.value.includes(alias) && !engineOwn.has(alias),
  );
  const at = placeOf(wanted.aliases);
  if (lacking.length > 0 || more.length > 0) {
    const parts = [
      ...(lacking.length > 0 ? [`lacks ${list(lacking)}`] : []),
      ...(more.length > 0 ? [`has ${list(more)} more`] : []),
    ];
    items.push(
      item(`Of its aliases, ${where} ${parts.join(' and ')}.`, at, ups.remakesIfFileChanged),
    );
  }
  for (const family of [4, 6] as const)
    items.push(...addressChange(wanted, found, family, where, item));
  const mac = declaredValue(wanted.mac);
  if (
    mac !== undefined &&
    isKnown(found.mac) &&
    found.mac.value.toLowerCase() !== mac.toLowerCase()
  ) {
    items.push(
      item(
        `${where} has the MAC address ${found.mac.value}, not ${mac}.`,
        placeOf(wanted.mac),
        ups.remakesIfFileChanged,
      ),
    );
  }
  if (wanted.gatewayPriority.value !== found.gatewayPriority.value) {
    items.push(
      item(
        `${where} has gateway priority ${found.gatewayPriority.value}, not ${wanted.gatewayPriority.value}.`,
        placeOf(wanted.gatewayPriority),
        ups.remakesIfFileChanged,
      ),
    );
  }
  return items;
}

/** Of an address nobody asked for, only that nobody asked for it counts. */
function addressChange(
  wanted: Endpoint,
  found: Endpoint,
  family: AddressFamily,
  where: string,
  item: (message: string, at: ReturnType<typeof placeOf>, up: string) => DriftItem,
): readonly DriftItem[] {
  const want = family === 4 ? wanted.staticIpv4 : wanted.staticIpv6;
  const asked = family === 4 ? found.staticIpv4 : found.staticIpv6;
  const given = family === 4 ? found.ipv4 : found.ipv6;
  const address = asked?.value ?? (isKnown(given) ? given.value.address : undefined);
  if (want === undefined) {
    return asked === undefined
      ? []
      : [
          item(
            `${where} has the static address ${asked.value}, which the files do not say.`,
            {},
            ups.remakesIfFileChanged,
          ),
        ];
  }
  if (address === undefined || addressBits(address) === addressBits(want.value)) return [];
  return [
    item(
      `${where} has the address ${address}, not ${want.value}.`,
      placeOf(want),
      ups.remakesIfFileChanged,
    ),
  ];
}
