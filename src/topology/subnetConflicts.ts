import { canonicalSubnet, overlaps, parseSubnet } from '../model/address';
import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { freeSubnets } from './addressPools';
import { surroundingsOf } from './planSurroundings';

/** Something that has addresses of a subnet already. */
export interface SubnetConflict {
  /** A network refuses the subnet; an interface or a route of the host is only in its way. */
  readonly kind: 'network' | 'interface' | 'route';
  /** The network's name, the interface's, or the route's destination with its device. */
  readonly name: string;
  /** CIDR. */
  readonly subnet: string;
}

/** What overlaps a subnet: the engine's networks, and the host's interfaces and routes as far as they were read. */
export function subnetConflicts(topology: Topology, cidr: string): readonly SubnetConflict[] {
  const networks = topology.networks.flatMap(({ name, ipam }) =>
    ipam.flatMap(({ subnet }) =>
      isKnown(subnet) && overlaps(subnet.value, cidr)
        ? [{ kind: 'network' as const, name: name.value, subnet: subnet.value }]
        : [],
    ),
  );
  const taken = new Set(networks.map(({ subnet }) => canonicalSubnet(subnet)));
  const beyond = [...interfaceSubnets(topology), ...routedSubnets(topology)].filter(
    ({ subnet }) => overlaps(subnet, cidr) && !taken.has(canonicalSubnet(subnet)),
  );
  const seen = new Set<string>();
  const first = beyond.filter(({ subnet }) => {
    const isNew = !seen.has(subnet);
    seen.add(subnet);
    return isNew;
  });
  return [...networks, ...first];
}

function interfaceSubnets({ host }: Topology): readonly SubnetConflict[] {
  if (!isKnown(host.interfaces)) return [];
  return host.interfaces.value.flatMap(({ name, addresses }) =>
    addresses.flatMap((address) => {
      const subnet = canonicalSubnet(address);
      return subnet === undefined || subnet.startsWith('fe80:')
        ? []
        : [{ kind: 'interface' as const, name, subnet }];
    }),
  );
}

function routedSubnets({ kernel }: Topology): readonly SubnetConflict[] {
  return (kernel?.host?.routes ?? [])
    .filter(({ table, destination }) => table === 'main' && !destination.endsWith('/0'))
    .flatMap(({ destination, device, gateway }) => {
      const subnet = canonicalSubnet(destination);
      if (subnet === undefined || subnet.startsWith('fe80:')) return [];
      return [{ kind: 'route' as const, name: device ?? gateway ?? '', subnet }];
    });
}

export interface NextSubnet {
  /** CIDR; `undefined` when no pool has a free one. */
  readonly subnet: string | undefined;
  readonly rule: string;
  /** Whether the host's routes, which the engine passes over, were taken into account. */
  readonly hostRead: boolean;
}

/** The IPv4 subnet the engine would choose for a network without one; `undefined` where nothing tells its pools. */
export function nextSubnet(topology: Topology): NextSubnet | undefined {
  const { pools, poolsAreDockers, hostRoutesRead } = surroundingsOf(topology, []);
  if (!poolsAreDockers) return undefined;
  const { subnets, rule } = freeSubnets(pools, 1, topology.engine.version.value);
  return { subnet: subnets[0], rule, hostRead: hostRoutesRead };
}

/** Whether one subnet lies wholly in another. */
export function isWithin(inner: string, outer: string): boolean {
  const [small, large] = [parseSubnet(inner), parseSubnet(outer)];
  return (
    small !== undefined &&
    large !== undefined &&
    small.family === large.family &&
    small.first >= large.first &&
    small.last <= large.last
  );
}
