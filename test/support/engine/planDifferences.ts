import { addressBits, parseSubnet } from '../../../src/model/address';
import type { Endpoint } from '../../../src/model/endpoint';
import type { Network } from '../../../src/model/network';
import { isKnown, type Knowable } from '../../../src/model/provenance';
import type { PublishedPort } from '../../../src/model/publishedPort';
import type { Topology } from '../../../src/model/topology';

/**
 * Where a plan and the real thing differ, in lines. What the plan says for sure must be so; of what it
 * marks as assumed the same values must come out, whoever has which.
 */
export function planDifferences(planned: Topology, real: Topology): readonly string[] {
  return [
    ...compare('network', networkFacts(planned), networkFacts(real)),
    ...compare('container', containerFacts(planned), containerFacts(real)),
    ...compare('endpoint', endpointFacts(planned), endpointFacts(real)),
    ...ports(planned, real),
    ...assumedSubnets(planned, real),
    ...assumedAddresses(planned, real),
  ];
}

/** By key: the facts of a noun by their names; `undefined` is what the plan does not say. */
type Facts = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

function compare(noun: string, planned: Facts, real: Facts): readonly string[] {
  const lines: string[] = [];
  for (const [key, facts] of planned) {
    const found = real.get(key);
    if (found === undefined) {
      lines.push(`${noun} ${key} is planned only`);
      continue;
    }
    for (const [name, value] of Object.entries(facts)) {
      const [wanted, got] = [JSON.stringify(value), JSON.stringify(found[name])];
      if (value !== undefined && wanted !== got) {
        lines.push(`${noun} ${key}: ${name} is planned as ${wanted} and is ${got}`);
      }
    }
  }
  for (const key of real.keys()) {
    if (!planned.has(key)) lines.push(`${noun} ${key} is real only`);
  }
  return lines;
}

function networkFacts(topology: Topology): Facts {
  return new Map(
    topology.networks
      .filter((network) => network.unused !== true)
      .map((network) => [
        network.key,
        {
          name: network.name.value,
          kind: network.kind,
          driver: network.driver.value,
          internal: network.internal.value,
          attachable: network.attachable.value,
          ipv4: network.ipv4.value,
          ipv6: network.ipv6.value,
          options: network.options.value,
          device: sure(network.bridgeDevice),
          pools: network.ipam.map(({ family }) => family),
          subnets: allSure(network.ipam.map(({ subnet }) => subnet)),
          gateways: gatewaysOf(network),
          ranges: network.ipam.map(({ range }) => range?.value),
          reserved: network.ipam.map(({ aux }) => aux.value),
        },
      ]),
  );
}

/** Offsets in the subnet, so that they can be compared when the subnet was only assumed. */
function gatewaysOf(network: Network) {
  return network.ipam.map(({ subnet, gateway }) =>
    isKnown(gateway) && isKnown(subnet) ? offset(gateway.value, subnet.value) : '-',
  );
}

function containerFacts(topology: Topology): Facts {
  const keys = new Map(topology.containers.map(({ id, key }) => [id, key]));
  const sandboxes = new Map(topology.sandboxes.map((sandbox) => [sandbox.id, sandbox]));
  return new Map(
    topology.containers
      .filter(({ inactive }) => !inactive)
      .map((container) => {
        const sandbox = sandboxes.get(container.sandboxId);
        const mode = container.networkMode.value;
        return [
          container.key,
          {
            name: container.name.value,
            image: container.image.value,
            mode: mode.kind === 'networks' ? { ...mode } : mode.kind,
            hostname: sure(container.hostname),
            dns: sure(container.dns),
            dnsSearch: sure(container.dnsSearch),
            dnsOptions: sure(container.dnsOptions),
            extraHosts: sure(container.extraHosts),
            exposed: sure(container.exposedPorts),
            owner: sandbox?.kind === 'own' ? keys.get(sandbox.ownerId ?? '') : 'host',
            endpoints: container.endpointIds.length,
          },
        ];
      }),
  );
}

function endpointFacts(topology: Topology): Facts {
  return new Map(
    endpointsOf(topology).map((endpoint) => [
      endpoint.key,
      {
        ipv4: sure(endpoint.ipv4),
        ipv6: sure(endpoint.ipv6),
        staticIpv4: endpoint.staticIpv4?.value ?? '-',
        staticIpv6: endpoint.staticIpv6?.value ?? '-',
        mac: sure(endpoint.mac),
        families: [endpoint.ipv4 === undefined ? [] : 4, endpoint.ipv6 === undefined ? [] : 6],
        routes: [endpoint.gateway4 !== undefined, endpoint.gateway6 !== undefined],
        gatewayFor: sure(endpoint.gatewayFor),
        aliases: [...endpoint.aliases.value].sort(),
        names: namesOf(topology, endpoint),
        links: endpoint.links.value,
        options: endpoint.driverOptions.value,
        priority: endpoint.gatewayPriority.value,
      },
    ]),
  );
}

/** Without the short id, which only exists once the container does. */
function namesOf(topology: Topology, endpoint: Endpoint): readonly string[] | undefined {
  if (!isKnown(endpoint.dnsNames)) return undefined;
  const container = topology.containers.find(({ id }) => id === endpoint.containerId);
  const shortId = container?.id.slice(0, 12);
  return endpoint.dnsNames.value.filter((name) => name !== shortId).sort();
}

function endpointsOf(topology: Topology): readonly Endpoint[] {
  const active = new Set(
    topology.containers.filter(({ inactive }) => !inactive).map(({ id }) => id),
  );
  return topology.endpoints.filter(({ containerId }) => active.has(containerId ?? ''));
}

function ports(planned: Topology, real: Topology): readonly string[] {
  const wanted = planned.publishedPorts.filter(({ active }) => active);
  const left = new Set(real.publishedPorts);
  const lines: string[] = [];
  for (const port of wanted) {
    const found = [...left].find((other) => isPort(planned, port, real, other));
    if (found === undefined) lines.push(`port ${port.key} is planned only`);
    else left.delete(found);
  }
  return [...lines, ...[...left].map(({ key }) => `port ${key} is real only`)];
}

function isPort(planned: Topology, one: PublishedPort, real: Topology, other: PublishedPort) {
  const [first = 0, last = 0] = [one.requested?.first, one.requested?.last];
  const hostPort = isKnown(other.hostPort) ? other.hostPort.value : 0;
  return (
    keyOf(planned, one) === keyOf(real, other) &&
    (first === 0 ? hostPort > 0 : first <= hostPort && hostPort <= last) &&
    (!isKnown(one.hostPort) || one.hostPort.value === hostPort)
  );
}

function keyOf(topology: Topology, port: PublishedPort): string {
  const container = topology.containers.find(({ id }) => id === port.containerId);
  const endpoint = topology.endpoints.find(({ id }) => id === port.endpointId);
  const { proto, containerPort, hostAddress } = port;
  return JSON.stringify([
    container?.key,
    endpoint?.key,
    proto,
    containerPort.value,
    hostAddress.value,
  ]);
}

/** Each assumed subnet goes to one of the networks it was assumed for. */
function assumedSubnets(planned: Topology, real: Topology): readonly string[] {
  const open = planned.networks.filter(
    ({ ipam, unused }) => unused !== true && ipam.some(({ subnet }) => isAssumed(subnet)),
  );
  const keys = new Set(open.map(({ key }) => key));
  const list = (networks: readonly Network[]) =>
    networks
      .filter(({ key }) => keys.has(key))
      .flatMap(({ ipam }) => ipam.map(({ subnet }) => (isKnown(subnet) ? subnet.value : '?')))
      .sort()
      .join(', ');
  const [wanted, got] = [list(planned.networks), list(real.networks)];
  return wanted === got ? [] : [`assumed subnets are ${wanted} and came out as ${got}`];
}

/** Within a network, the places that assumed addresses have in its subnet. */
function assumedAddresses(planned: Topology, real: Topology): readonly string[] {
  const lines: string[] = [];
  for (const { id, key } of planned.networks) {
    const open = planned.endpoints.filter(
      ({ networkId, ipv4 }) => networkId === id && isAssumed(ipv4),
    );
    const keys = new Set(open.map((endpoint) => endpoint.key));
    const [wanted, got] = [places(planned, keys), places(real, keys)];
    if (wanted !== got) lines.push(`addresses on ${key} are assumed at ${wanted} and are ${got}`);
  }
  return lines;
}

function places(topology: Topology, keys: ReadonlySet<string>): string {
  return topology.endpoints
    .filter(({ key }) => keys.has(key))
    .map(({ ipv4 }) =>
      isKnown(ipv4)
        ? offset(ipv4.value.address, `${ipv4.value.address}/${ipv4.value.prefixLength}`)
        : '?',
    )
    .sort()
    .join(', ');
}

function offset(address: string, cidr: string): string {
  return String((addressBits(address) ?? 0n) - (parseSubnet(cidr)?.first ?? 0n));
}

function isAssumed<T>(fact: Knowable<T> | undefined): boolean {
  return isKnown(fact) && fact.source.kind === 'predicted' && fact.source.assumed === true;
}

/** What is said for sure. */
function sure<T>(fact: Knowable<T> | undefined): T | undefined {
  return isKnown(fact) && !isAssumed(fact) ? fact.value : undefined;
}

function allSure<T>(facts: readonly Knowable<T>[]): readonly T[] | undefined {
  const values = facts.map((fact) => sure(fact));
  return values.every((value) => value !== undefined) ? values : undefined;
}
