import { addressFamily, canonicalAddress, contains, overlaps, parseSubnet } from '../model/address';
import type {
  ComposeNetwork,
  ComposePort,
  ComposeProblem,
  ComposeProject,
  ComposeService,
  Placed,
} from '../model/composeProject';
import { modeConflicts } from './modeConflicts';
import { bindsPorts, portText } from './unboundPorts';
import { warningAt } from './warningAt';

/**
 * What docker compose accepts and the engine refuses while the project comes up: addresses and ports that two
 * want, addresses outside their network, networks that overlap, and what a shared namespace cannot have. Only what
 * the files say for certain.
 */
export function upProblems(project: ComposeProject): readonly ComposeProblem[] {
  const services = project.services.filter(({ inactive }) => !inactive);
  const networks = project.networks.filter(({ external, unused }) => !external && !unused);
  return [
    ...overlappingNetworks(networks),
    ...networks.flatMap((network) => staticAddresses(network, services)),
    ...hostPorts(services.filter((service) => bindsPorts(service, networks))),
    ...services.flatMap(modeConflicts),
  ];
}

/** moby: ipam.Allocator.RequestPool; overlay networks are given from a space of their own. */
function overlappingNetworks(networks: readonly ComposeNetwork[]): readonly ComposeProblem[] {
  const pools = networks
    .filter(({ driver }) => driver?.value !== 'overlay')
    .flatMap(({ key, ipam }) => ipam.flatMap(({ subnet }) => subnetOf(key, subnet)));
  return pools.flatMap(({ key, subnet }, index) => {
    const other = pools
      .slice(0, index)
      .find((one) => one.key !== key && overlaps(one.subnet.value, subnet.value));
    if (other === undefined) return [];
    const said = 'the engine refuses it: Pool overlaps with other one on this address space';
    return [
      warningAt(subnet, `${subnet.value} overlaps ${other.key} (${other.subnet.value}); ${said}`),
    ];
  });
}

function subnetOf(key: string, subnet: Placed<string> | undefined) {
  return subnet === undefined || parseSubnet(subnet.value) === undefined ? [] : [{ key, subnet }];
}

/** moby: Network.createEndpoint asks IPAM for the address; networks of other projects are not looked at. */
function staticAddresses(
  network: ComposeNetwork,
  services: readonly ComposeService[],
): readonly ComposeProblem[] {
  const asked = services.flatMap(({ name, replicas, networks }) =>
    networks
      .filter((one) => one.network === network.key)
      .flatMap(({ ipv4, ipv6 }) =>
        [ipv4, ipv6].flatMap((address) =>
          address === undefined ? [] : [{ name, replicas: replicas.value, address }],
        ),
      ),
  );
  const owners = new Map<string, string>();
  return asked.flatMap(({ name, replicas, address }) => {
    const own = canonicalAddress(address.value);
    if (own === undefined) return [];
    const owner = owners.get(own);
    owners.set(own, owner ?? name);
    const why =
      outside(network, own) ??
      gateway(network, own) ??
      (owner === undefined ? undefined : `${owner} asks for it on ${network.key}, too`) ??
      (replicas > 1 ? `${name} has ${replicas} containers` : undefined);
    return why === undefined
      ? []
      : [warningAt(address, `${address.value} is refused by the engine: ${why}`)];
  });
}

function outside({ key, ipam }: ComposeNetwork, address: string): string | undefined {
  const family = addressFamily(address);
  const subnets = ipam.flatMap(({ subnet }) =>
    subnet !== undefined && parseSubnet(subnet.value)?.family === family ? [subnet.value] : [],
  );
  if (subnets.length === 0 || subnets.some((one) => contains(one, address))) return undefined;
  return `it lies outside ${key} (${subnets.join(', ')})`;
}

function gateway({ key, ipam }: ComposeNetwork, address: string): string | undefined {
  const isGateway = ipam.some((pool) => canonicalAddress(pool.gateway?.value ?? '') === address);
  return isGateway ? `it is the gateway of ${key}` : undefined;
}

interface AskedPort {
  readonly service: ComposeService;
  readonly port: ComposePort;
}

/** moby: portallocator; a range leaves the choice to the engine. */
function hostPorts(services: readonly ComposeService[]): readonly ComposeProblem[] {
  const asked = services
    .flatMap((service) => service.ports.map((port): AskedPort => ({ service, port })))
    .filter(({ port }) => /^\d+$/.test(port.published ?? '') && Number(port.published) > 0);
  return asked.flatMap(({ service, port }, index) => {
    const other = asked.slice(0, index).find((one) => shareSocket(one.port, port));
    const { name, replicas } = service;
    const who =
      other !== undefined
        ? other.service === service
          ? `${name} publishes it twice`
          : `${other.service.name} publishes it, too`
        : replicas.value > 1
          ? `${name} has ${replicas.value} containers`
          : undefined;
    if (who === undefined) return [];
    const shown = port.proto === 'tcp' ? (port.published ?? '') : `${port.published}/${port.proto}`;
    const said = 'the second to start is refused: port is already allocated';
    return [
      warningAt({ value: portText(port), at: port.at }, `Host port ${shown}: ${who}; ${said}`),
    ];
  });
}

function shareSocket(one: ComposePort, other: ComposePort): boolean {
  if (one.proto !== other.proto || one.published !== other.published) return false;
  if (one.hostAddress === undefined || other.hostAddress === undefined) return true;
  const [a, b] = [one.hostAddress, other.hostAddress];
  const every = (address: string) => address === '0.0.0.0' || address === '::';
  return addressFamily(a) === addressFamily(b) && (a === b || every(a) || every(b));
}
