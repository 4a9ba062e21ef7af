import type { Endpoint } from '../model/endpoint';
import type { Bridge, Host, HostInterface, VethPair } from '../model/host';
import type { KernelFacts, KernelInterface } from '../model/kernel';
import type { Network } from '../model/network';
import { isKnown, observed, unknown } from '../model/provenance';
import type { SandboxId } from '../model/sandbox';
import { bridges } from './bridges';
import type { LearnedAddress } from './bridgesForwarding';
import { hostInterfaces } from './hostInterfaces';
import { optional } from './kernelJson';
import { interfaceOf, looseVeths, pairVeths, type WireFacts } from './vethPairing';
import { vethPairs } from './vethPairs';

/** The wires as the kernel has them. */
export interface HostWires {
  readonly host: Pick<Host, 'interfaces' | 'looseVeths'>;
  readonly bridges: readonly Bridge[];
  readonly vethPairs: readonly VethPair[];
}

/** Host interfaces, bridges and veth pairs; where the host was not read, what the engine tells of them. */
export function readHostWires(
  endpoints: readonly Endpoint[],
  networks: readonly Network[],
  kernel: KernelFacts | undefined,
  forwarding: readonly LearnedAddress[],
  sandboxOf: (endpoint: Endpoint) => SandboxId | undefined,
): HostWires {
  const interfaces = kernel?.host?.interfaces;
  if (kernel?.host === undefined || interfaces === undefined) {
    const unread = unknown('the host’s interfaces were not read', 'host access');
    return {
      host: { interfaces: unread },
      bridges: bridges(networks, undefined, () => false),
      vethPairs: vethPairs(endpoints, networks, unread),
    };
  }
  const facts: WireFacts = { interfaces, forwarding, sandboxes: kernel.sandboxes, sandboxOf };
  const pairs = pairVeths(endpoints, networks, facts);
  const wired = new Set([
    ...pairs.flatMap(({ hostEnd }) => (isKnown(hostEnd) ? hostEnd.value : [])),
    ...networks.flatMap(({ bridgeDevice }) => (isKnown(bridgeDevice) ? bridgeDevice.value : [])),
  ]);
  const nics = hostInterfaces(kernel.host, interfaces, (name) => wired.has(name));
  const own = new Set(nics.map(({ name }) => name));
  return {
    host: {
      interfaces: observed(withChildren(nics, endpoints, facts), 'ip -d -j addr'),
      looseVeths: looseVeths(pairs, endpoints, networks, facts, (name) => own.has(name)),
    },
    bridges: bridges(networks, interfaces, (name) => own.has(name)),
    vethPairs: pairs,
  };
}

/** macvlan and ipvlan interfaces name the index of their parent, which is in the host's namespace. */
function withChildren(
  nics: readonly HostInterface[],
  endpoints: readonly Endpoint[],
  { sandboxes, sandboxOf }: WireFacts,
): readonly HostInterface[] {
  const children = endpoints.flatMap((endpoint) => {
    const own = endpoint.active ? ownInterface(endpoint, sandboxes, sandboxOf) : undefined;
    const isChild = own?.kind === 'macvlan' || own?.kind === 'ipvlan';
    return isChild ? [{ network: endpoint.networkId, parent: own.linkIndex }] : [];
  });
  return nics.map((nic) => {
    const found = children.flatMap(({ network, parent }) => (parent === nic.index ? network : []));
    return found.length === 0 ? nic : { ...nic, parentOf: [...new Set(found)] };
  });
}

function ownInterface(
  endpoint: Endpoint,
  sandboxes: KernelFacts['sandboxes'],
  sandboxOf: (endpoint: Endpoint) => SandboxId | undefined,
): KernelInterface | undefined {
  const sandbox = sandboxOf(endpoint);
  const inside = sandbox === undefined ? undefined : sandboxes.get(sandbox)?.interfaces;
  return inside && interfaceOf(endpoint, inside);
}

/** Endpoints with the names that their interfaces have in the namespaces that were read. */
export function withInterfaceNames(
  endpoints: readonly Endpoint[],
  kernel: KernelFacts | undefined,
  sandboxOf: (endpoint: Endpoint) => SandboxId | undefined,
): readonly Endpoint[] {
  if (kernel === undefined) return endpoints;
  return endpoints.map((endpoint) => {
    const own = endpoint.active ? ownInterface(endpoint, kernel.sandboxes, sandboxOf) : undefined;
    const name = own && observed(own.name, 'ip -d -j addr in the container’s namespace');
    return name === undefined ? endpoint : { ...endpoint, ...optional('interfaceName', name) };
  });
}
