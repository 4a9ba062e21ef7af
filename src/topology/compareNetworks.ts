import { canonicalSubnet } from '../model/address';
import type { Network } from '../model/network';
import { isKnown, type Knowable } from '../model/provenance';
import { list, declaredValue, placeOf, sameTexts, ups, type DriftItem } from './drift';

/**
 * Networks of a plan against those that are there. Only what the file says is compared: what it leaves
 * open is right as it is.
 * @param there every network of the engine
 */
export function compareNetworks(
  planned: readonly Network[],
  there: readonly Network[],
  project: string,
): readonly DriftItem[] {
  const byKey = new Map(there.map((network) => [network.key, network]));
  const byName = new Map(there.map((network) => [network.name.value, network]));
  const wanted = planned.filter(({ unused }) => unused !== true);
  const wantedKeys = new Set(wanted.map(({ key }) => key));
  return [
    ...wanted.flatMap((network) => {
      const name = network.name.value;
      const found = network.external
        ? byName.get(name)
        : (byKey.get(network.key) ?? byName.get(name));
      return found === undefined ? missing(network) : changes(network, found);
    }),
    ...there
      .filter(({ key, compose }) => compose?.project === project && !wantedKeys.has(key))
      .map((network) => extra(network, planned)),
  ];
}

function missing(network: Network): readonly DriftItem[] {
  const name = network.name.value;
  // The engine always has host, none and bridge; one of a plan without an engine is no difference.
  const isOwn = network.compose !== undefined;
  if (!isOwn && !network.external) return [];
  return [
    {
      mark: 'missing',
      noun: 'network',
      key: network.key,
      message: network.external
        ? `The external network ${name} does not exist.`
        : `The network ${name} does not exist.`,
      up: network.external ? ups.needsNetwork : ups.makesNetwork,
      ...placeOf(network.name),
    },
  ];
}

function extra(network: Network, planned: readonly Network[]): DriftItem {
  const unused = planned.some(({ key }) => key === network.key);
  return {
    mark: 'extra',
    noun: 'network',
    key: network.key,
    message: unused
      ? `The network ${network.name.value} exists, but no active service uses it.`
      : `The network ${network.name.value} bears the project’s label, but is not in its files.`,
    up: ups.leavesNetwork,
  };
}

function changes(planned: Network, found: Network): readonly DriftItem[] {
  const item = (message: string, fact: Knowable<unknown>): DriftItem => ({
    mark: 'changed',
    noun: 'network',
    key: planned.key,
    message,
    up: planned.external ? ups.needsNetwork : ups.remakesNetwork,
    ...placeOf(fact),
  });
  const name = planned.name.value;
  // What a file says of an external network has no effect.
  if (planned.external) return [];
  const items: DriftItem[] = [];
  if (found.name.value !== name) {
    items.push(item(`The network ${found.name.value} is to be called ${name}.`, planned.name));
  }
  if (found.compose === undefined && planned.compose !== undefined) {
    items.push({
      ...item(`The network ${name} was not made by docker compose.`, planned.name),
      up: 'up uses it as it is, and warns.',
    });
  }
  const told = [
    ['driver', planned.driver, found.driver],
    ['internal', planned.internal, found.internal],
    ['attachable', planned.attachable, found.attachable],
    ['enable_ipv4', planned.ipv4, found.ipv4],
    ['enable_ipv6', planned.ipv6, found.ipv6],
  ] as const;
  for (const [option, wanted, is] of told) {
    if (wanted.value !== is.value) {
      items.push(
        item(`${option} of ${name} is ${String(is.value)}, not ${String(wanted.value)}.`, wanted),
      );
    }
  }
  items.push(...poolChanges(planned, found, item));
  for (const [option, value] of Object.entries(planned.options.value)) {
    const is = found.options.value[option];
    if (is !== value) {
      items.push(
        item(`Option ${option} of ${name} is ${is ?? 'not set'}, not ${value}.`, planned.options),
      );
    }
  }
  return items;
}

function poolChanges(
  planned: Network,
  found: Network,
  item: (message: string, fact: Knowable<unknown>) => DriftItem,
): readonly DriftItem[] {
  const name = planned.name.value;
  const subnetsOf = (network: Network) =>
    network.ipam.flatMap(({ subnet }) =>
      isKnown(subnet) ? [canonicalSubnet(subnet.value) ?? subnet.value] : [],
    );
  const is = subnetsOf(found);
  return planned.ipam.flatMap((pool) => {
    const subnet = declaredValue(pool.subnet);
    if (subnet === undefined) return [];
    const canonical = canonicalSubnet(subnet) ?? subnet;
    const other = found.ipam.find(
      (one) => isKnown(one.subnet) && canonicalSubnet(one.subnet.value) === canonical,
    );
    if (other === undefined) {
      return [item(`${name} has the subnet ${list(is)}, not ${subnet}.`, pool.subnet)];
    }
    const items: DriftItem[] = [];
    const gateway = declaredValue(pool.gateway);
    if (gateway !== undefined && isKnown(other.gateway) && other.gateway.value !== gateway) {
      items.push(
        item(
          `The gateway of ${subnet} on ${name} is ${other.gateway.value}, not ${gateway}.`,
          pool.gateway ?? pool.subnet,
        ),
      );
    }
    if (pool.range !== undefined && pool.range.value !== other.range?.value) {
      const range = other.range?.value ?? 'the whole subnet';
      items.push(
        item(`Addresses on ${name} come from ${range}, not ${pool.range.value}.`, pool.range),
      );
    }
    const reserved = (one: typeof pool) =>
      one.aux.value.map((entry) => `${entry.name}=${entry.address}`);
    if (!sameTexts(reserved(pool), reserved(other))) {
      items.push(
        item(
          `Reserved on ${name} are ${list(reserved(other))}, not ${list(reserved(pool))}.`,
          pool.aux,
        ),
      );
    }
    return items;
  });
}
