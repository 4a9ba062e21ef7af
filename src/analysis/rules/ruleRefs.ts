import { addressFamily, canonicalAddress } from '../../model/address';
import type { EndpointId } from '../../model/endpoint';
import type { NetworkId } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { PublishedPort } from '../../model/publishedPort';
import type { RuleMatch } from '../../model/ruleMatch';
import type { PortRange, Rule, SetValue, TableFamily } from '../../model/rules';
import type { Topology } from '../../model/topology';
import { groupBy, topologyIndex } from '../../model/topologyIndex';
import { placesOf, type Places } from './places';
import { ledTo, type PlacedRule } from './walkOrder';

/** What a rule names; empty lists for a rule that is about every packet. */
export interface RuleRefs {
  readonly networks: readonly NetworkId[];
  readonly endpoints: readonly EndpointId[];
  /** Ids of published ports. */
  readonly ports: readonly string[];
  /** Devices that are no bridge of a network, in full. */
  readonly devices: readonly string[];
}

/** Tells what rules of the topology's host are about. */
export function ruleRefs(topology: Topology): (placed: PlacedRule) => RuleRefs {
  const places = placesOf(topology);
  const { endpoints: byId } = topologyIndex(topology);
  const portsAt = groupBy(topology.publishedPorts, ({ endpointId }) => endpointId);
  const portsOn = groupBy(topology.publishedPorts, ({ hostPort }) =>
    isKnown(hostPort) ? hostPort.value : undefined,
  );
  const addresses = (id: EndpointId | undefined) => {
    const endpoint = id === undefined ? undefined : byId.get(id);
    return [endpoint?.ipv4, endpoint?.ipv6].flatMap((own) =>
      isKnown(own) ? [canonicalAddress(own.value.address) ?? own.value.address] : [],
    );
  };
  return (placed) => {
    const facts = readFacts(placed, places);
    const endpoints = [
      ...new Set(facts.addresses.flatMap((address) => places.endpointsAt(address))),
    ];
    const candidates = new Set([
      ...endpoints.flatMap(({ id }) => portsAt.get(id) ?? []),
      ...facts.destinationPorts.flatMap(({ first, last }) =>
        first === last ? (portsOn.get(first) ?? []) : [],
      ),
    ]);
    const ports = [...candidates].filter((port) =>
      concernsPort(placed, facts, port, addresses(port.endpointId)),
    );
    const networks = new Set<NetworkId>([
      ...facts.networks,
      ...endpoints.map(({ networkId }) => networkId),
    ]);
    return {
      networks: [...networks],
      endpoints: endpoints.map(({ id }) => id),
      ports: ports.map(({ id }) => id),
      devices: facts.devices,
    };
  };
}

interface Facts {
  readonly networks: readonly NetworkId[];
  readonly devices: readonly string[];
  /** Single addresses, in one spelling. */
  readonly addresses: readonly string[];
  readonly destinations: readonly string[];
  readonly destinationPorts: readonly PortRange[];
  readonly protocols: readonly string[];
}

function readFacts({ table, rule }: PlacedRule, places: Places): Facts {
  const networks = new Set<NetworkId>();
  const devices = new Set<string>();
  const device = (name: string) => {
    const network = places.networkOf(name);
    if (network === undefined) devices.add(name);
    else networks.add(network.id);
  };
  const values = rule.matches.flatMap(addressValues);
  for (const name of rule.matches.flatMap(deviceNames)) device(name);
  for (const name of mapDevices(rule)) device(name);
  for (const value of values) {
    const network = value.kind === 'prefix' ? places.networkOfSubnet(value.cidr) : undefined;
    if (network !== undefined) networks.add(network.id);
  }
  // nftables names a network by the chain that its device leads to.
  for (const target of ledTo(table, rule)) {
    const network = places.networkOf(target.split('__')[1] ?? '');
    if (network !== undefined) networks.add(network.id);
  }
  const targets = rule.actions.flatMap((action) =>
    action.kind === 'dnat' || action.kind === 'snat' ? [action.addresses?.first ?? ''] : [],
  );
  return {
    networks: [...networks],
    devices: [...devices],
    addresses: [...values.flatMap(single), ...targets.flatMap(spelled)],
    destinations: rule.matches
      .filter(({ kind }) => kind === 'destination')
      .flatMap(addressValues)
      .flatMap(single),
    destinationPorts: rule.matches.flatMap((match) =>
      match.kind === 'destinationPort' && !match.negated ? match.ports : [],
    ),
    protocols: rule.matches.flatMap((match) => {
      if (match.kind === 'protocol' && !match.negated) return match.protocols;
      return match.kind === 'destinationPort' ? [match.protocol] : [];
    }),
  };
}

function addressValues(match: RuleMatch): readonly SetValue[] {
  switch (match.kind) {
    case 'source':
    case 'destination':
    case 'connectionAddress':
      return match.addresses;
    default:
      return [];
  }
}

function deviceNames(match: RuleMatch): readonly string[] {
  if (!('names' in match)) return [];
  return match.names.flatMap((name) => (name.kind === 'one' ? [name.value] : []));
}

/** Devices that a verdict map of nftables tells apart in the rule itself. */
function mapDevices(rule: Rule): readonly string[] {
  return rule.actions.flatMap((action) => {
    if (action.kind !== 'verdictMap' || action.entries === undefined) return [];
    const isDevice = /Interface$/.test(action.fields[0] ?? '');
    return isDevice
      ? action.entries.flatMap(({ key: [name] }) => (name?.kind === 'one' ? [name.value] : []))
      : [];
  });
}

function single(value: SetValue): readonly string[] {
  if (value.kind === 'one') return spelled(value.value);
  if (value.kind !== 'prefix') return [];
  const [address = '', length] = value.cidr.split('/');
  return length === (address.includes(':') ? '128' : '32') ? spelled(address) : [];
}

function spelled(address: string): readonly string[] {
  const canonical = canonicalAddress(address);
  return canonical === undefined ? [] : [canonical];
}

function includes(ports: readonly PortRange[], port: number): boolean {
  return ports.some(({ first, last }) => first <= port && port <= last);
}

/** Whether a rule acts on what comes to a published port, before or after it was rewritten. */
function concernsPort(
  { rule, chain, table }: PlacedRule,
  facts: Facts,
  port: PublishedPort,
  containerAddresses: readonly string[],
): boolean {
  // A port of an IPv6 address without a rule of that family is docker-proxy's alone.
  if (!seesFamily(table.family, port.hostAddress.value)) return false;
  const generic = new Set(['th', 'multiport']);
  const { protocols, destinations, destinationPorts } = facts;
  if (protocols.length > 0 && !protocols.some((one) => one === port.proto || generic.has(one))) {
    return false;
  }
  const hostPort = isKnown(port.hostPort) ? port.hostPort.value : undefined;
  for (const action of rule.actions) {
    if (action.kind !== 'dnat') continue;
    const toContainer =
      containerAddresses.includes(canonicalAddress(action.addresses?.first ?? '') ?? '') &&
      includes([action.ports ?? { first: 0, last: 65535 }], port.containerPort.value);
    return toContainer && hostPort !== undefined && fitsHost(facts, port, hostPort);
  }
  if (destinations.some((address) => containerAddresses.includes(address))) {
    return destinationPorts.length === 0 || includes(destinationPorts, port.containerPort.value);
  }
  // Before it is rewritten a packet still goes to the host's port.
  const early = chain.base?.hook === 'prerouting' || table.name === 'nat' || table.name === 'raw';
  const isRestricted = destinationPorts.length > 0;
  return early && isRestricted && hostPort !== undefined && fitsHost(facts, port, hostPort);
}

function seesFamily(family: TableFamily, hostAddress: string): boolean {
  return family === 'inet' || family === (addressFamily(hostAddress) === 6 ? 'ip6' : 'ip');
}

function fitsHost(facts: Facts, { hostAddress }: PublishedPort, hostPort: number): boolean {
  if (facts.destinationPorts.length > 0 && !includes(facts.destinationPorts, hostPort))
    return false;
  const address = canonicalAddress(hostAddress.value) ?? hostAddress.value;
  const everywhere = address === '0.0.0.0' || address === '::';
  if (facts.destinations.length === 0) return everywhere || facts.destinationPorts.length > 0;
  return facts.destinations.includes(address) || everywhere;
}
