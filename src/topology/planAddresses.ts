import { addressBits, addressText, contains, parseSubnet } from '../model/address';
import type { Endpoint } from '../model/endpoint';
import type { AddressFamily, IpamPool, Network } from '../model/network';
import { assumed, isKnown, predicted, unknown, type Knowable } from '../model/provenance';
import { groupBy } from '../model/topologyIndex';
import { assignableAddresses } from './assignableAddresses';
import type { PlannedContainer } from './planContainers';
import type { Surroundings } from './planSurroundings';
import type { StartOrder } from './startOrder';

type Addressed = Pick<
  Endpoint,
  'id' | 'networkId' | 'containerId' | 'active' | 'ipv4' | 'ipv6' | 'staticIpv4' | 'staticIpv6'
>;

/** Who asks for an address: an endpoint of a service, at its place in the order of starting. */
interface Claim {
  readonly endpointId: string;
  readonly service: string;
  readonly number: number;
}

/**
 * Gives endpoints without an address of their own the one the engine would: the lowest free one of the
 * pool at the moment the container starts (moby: ipam getAddress, 20.10 to 29). Where the order of
 * starts leaves it open, the order of names is assumed and the provenance says so. What runs already
 * keeps the address it has.
 */
export function withAddresses<T extends Addressed>(
  endpoints: readonly T[],
  networks: readonly Network[],
  containers: readonly PlannedContainer[],
  surroundings: Surroundings,
  order: StartOrder,
): readonly T[] {
  const byId = new Map(containers.map((container) => [container.id, container]));
  const members = groupBy(endpoints, (endpoint) => endpoint.networkId);
  const given = new Map<string, Pick<Endpoint, 'ipv4' | 'ipv6'>>();
  for (const network of networks) {
    for (const family of [4, 6] as const) {
      const pool = network.ipam.find((one) => one.family === family && isKnown(one.subnet));
      if (pool === undefined) continue;
      const own = members.get(network.id) ?? [];
      const handedOut = handOut(network, pool, own, byId, surroundings, order);
      for (const [id, address] of handedOut) {
        given.set(id, { ...given.get(id), [`ipv${family}`]: address });
      }
    }
  }
  return endpoints.map((endpoint) => {
    const found = given.get(endpoint.id);
    return found === undefined ? endpoint : { ...endpoint, ...found };
  });
}

type Address = NonNullable<Endpoint['ipv4']>;

function handOut(
  network: Network,
  pool: IpamPool,
  members: readonly Addressed[],
  containers: ReadonlyMap<string, PlannedContainer>,
  surroundings: Surroundings,
  order: StartOrder,
): ReadonlyMap<string, Address> {
  const { family } = pool;
  const result = new Map<string, Address>();
  if (!isKnown(pool.subnet)) return result;
  const subnet = pool.subnet.value;
  const there = surroundings.networkNamed(network.name.value);
  const running = there === undefined ? [] : surroundings.endpointsOn(there);
  const occupied = new Set<bigint>();
  const occupy = (address: string | undefined) => {
    const bits = addressBits(address ?? '');
    if (bits !== undefined) occupied.add(bits);
  };
  if (isKnown(pool.gateway)) occupy(pool.gateway.value);
  for (const { address } of pool.aux.value) occupy(address);
  for (const endpoint of running) occupy(addressIn(endpoint, family));

  const claims: Claim[] = [];
  const fixed: { readonly bits: bigint; readonly service: string }[] = [];
  for (const member of members) {
    const container = containers.get(member.containerId ?? '');
    if (container === undefined || !member.active) continue;
    const own = family === 4 ? member.ipv4 : member.ipv6;
    if (isKnown(own)) {
      const bits = addressBits(own.value.address);
      if (bits !== undefined) fixed.push({ bits, service: container.service.name });
      continue;
    }
    const wished = family === 4 ? member.staticIpv4 : member.staticIpv6;
    if (own === undefined || wished !== undefined) continue;
    const kept = keptAddress(container, running, family, subnet, surroundings);
    if (kept === undefined) {
      claims.push({
        endpointId: member.id,
        service: container.service.name,
        number: container.number,
      });
    } else result.set(member.id, kept);
  }
  for (const { bits } of fixed) occupied.add(bits);
  assign({ claims, fixed, occupied, pool, subnet, order, result });
  return result;
}

/** The address of the same container while it runs: `up` leaves it alone. */
function keptAddress(
  container: PlannedContainer,
  running: readonly Endpoint[],
  family: AddressFamily,
  subnet: string,
  surroundings: Surroundings,
): Address | undefined {
  const same = surroundings.containerOf(container.key);
  const endpoint = running.find(
    ({ containerId, active }) => active && same !== undefined && containerId === same.id,
  );
  const address = family === 4 ? endpoint?.ipv4 : endpoint?.ipv6;
  return isKnown(address) && contains(subnet, address.value.address) ? address : undefined;
}

function addressIn(endpoint: Endpoint, family: AddressFamily): string | undefined {
  const address = family === 4 ? endpoint.ipv4 : endpoint.ipv6;
  return isKnown(address) ? address.value.address : undefined;
}

interface Assignment {
  readonly claims: readonly Claim[];
  /** Addresses that services of the project asked for. */
  readonly fixed: readonly { readonly bits: bigint; readonly service: string }[];
  readonly occupied: ReadonlySet<bigint>;
  readonly pool: IpamPool;
  readonly subnet: string;
  readonly order: StartOrder;
  readonly result: Map<string, Address>;
}

function assign({ claims, fixed, occupied, pool, subnet, order, result }: Assignment): void {
  const { family } = pool;
  const prefixLength = parseSubnet(subnet)?.prefixLength ?? 0;
  const sorted = [...claims].sort(
    (a, b) =>
      order.depthOf(a.service) - order.depthOf(b.service) ||
      (a.service < b.service ? -1 : a.service > b.service ? 1 : a.number - b.number),
  );
  const open = unordered(sorted, order);
  const free = assignableAddresses(subnet, pool.range?.value);
  const subnetIsSure =
    isKnown(pool.subnet) &&
    (pool.subnet.source.kind !== 'predicted' || pool.subnet.source.assumed !== true);
  for (const { endpointId, service } of sorted) {
    let next = free.next();
    while (next.done !== true && occupied.has(next.value)) next = free.next();
    if (next.done === true) {
      result.set(endpointId, exhausted);
      continue;
    }
    const bits = next.value;
    const address = { address: addressText(bits, family), prefixLength };
    // An address that is asked for can be taken by whoever is started before its owner.
    const passedOver = fixed.some(
      (one) => one.bits < bits && one.service !== service && !order.isBefore(one.service, service),
    );
    const isOpen = open.has(service) || passedOver;
    const rule = isOpen ? openRule : lowestFree;
    result.set(
      endpointId,
      isOpen || !subnetIsSure ? assumed(address, rule) : predicted(address, rule),
    );
  }
}

const lowestFree = 'the lowest free address of the network when the container starts';

const openRule = `${lowestFree}; docker compose starts services that do not depend on each other at the same time: the order of their names is assumed`;

const exhausted: Knowable<never> = unknown(
  'no address of the network is free: the engine would refuse to start the container',
  'a larger subnet or range',
);

/** Services on a network whose place in the order of starting is not decided; replicas of one service never are. */
function unordered(claims: readonly Claim[], order: StartOrder): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { service } of claims) counts.set(service, (counts.get(service) ?? 0) + 1);
  const names = [...counts.keys()];
  return new Set(
    names.filter(
      (one) =>
        (counts.get(one) ?? 0) > 1 ||
        names.some(
          (other) => other !== one && !order.isBefore(one, other) && !order.isBefore(other, one),
        ),
    ),
  );
}
