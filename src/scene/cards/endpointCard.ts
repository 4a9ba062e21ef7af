import { canonicalAddress } from '../../model/address';
import type { Endpoint } from '../../model/endpoint';
import type { Network } from '../../model/network';
import { isKnown, type Knowable } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { Card, CardLine } from '../card';
import { factLine, listLine, ruleLine, sourcedLine, textLine } from './cardLines';

export function endpointCard(topology: Topology, endpoint: Endpoint): Omit<Card, 'id'> {
  const network = topologyIndex(topology).networks.get(endpoint.networkId);
  const on = network?.name.value ?? endpoint.networkId;
  return {
    title: `${endpoint.name} on ${on}`,
    subtitle: endpoint.active
      ? 'endpoint'
      : topology.origin.kind === 'compose'
        ? 'endpoint, as planned'
        : 'endpoint, configured: its container does not run',
    sections: [
      {
        lines: [
          ...addressLines('IPv4', endpoint.ipv4, endpoint.staticIpv4),
          ...takenLines(topology, endpoint, endpoint.staticIpv4),
          ...addressLines('IPv6', endpoint.ipv6, endpoint.staticIpv6),
          ...takenLines(topology, endpoint, endpoint.staticIpv6),
          ...present('MAC address', endpoint.mac),
          ...present('Gateway', endpoint.gateway4),
          ...present('IPv6 gateway', endpoint.gateway6),
          ...interfaceLines(endpoint, network),
        ],
      },
      {
        title: 'Names',
        lines: [
          listLine('Aliases', endpoint.aliases, true),
          factLine(
            `Answers on ${on} to`,
            endpoint.dnsNames,
            (names) => (names.length === 0 ? `no name: ${whyNone(endpoint)}` : names.join(', ')),
            isKnown(endpoint.dnsNames) && endpoint.dnsNames.value.length > 0,
          ),
          ...(endpoint.links.value.length > 0 ? [listLine('Links', endpoint.links)] : []),
        ],
      },
      ...optionSection(endpoint),
    ],
  };
}

/** The networks host and none give no interface of their own. */
function interfaceLines(endpoint: Endpoint, network: Network | undefined): readonly CardLine[] {
  if (network?.kind === 'host') {
    return [ruleLine('Interface', 'all of the host’s, with its routes', 'host network')];
  }
  if (network?.kind === 'none') {
    return [ruleLine('Interface', 'loopback only, no routes', 'no network')];
  }
  return [
    textLine('Interface', endpoint.interfaceName, true),
    factLine('Default route', endpoint.gatewayFor, (families) =>
      families.length === 0
        ? 'does not leave here'
        : `leaves here (${families.map((family) => `IPv${family}`).join(' and ')})`,
    ),
  ];
}

/** The rule that gives it no name says why. */
function whyNone({ dnsNames }: Endpoint): string {
  return isKnown(dnsNames) && dnsNames.source.kind === 'predicted' ? dnsNames.source.rule : '';
}

function addressLines(
  label: string,
  address: Endpoint['ipv4'],
  asked: Endpoint['staticIpv4'],
): readonly CardLine[] {
  return [
    ...(address === undefined
      ? []
      : [
          factLine(
            label,
            address,
            (value) => `${value.address}/${value.prefixLength}`,
            isKnown(address),
          ),
        ]),
    ...(asked === undefined ? [] : [sourcedLine(`${label} asked for`, asked.value, asked.source)]),
  ];
}

/** Whoever else has the address that it asks for, or asks for it too. */
function takenLines(
  { endpoints, networks }: Topology,
  endpoint: Endpoint,
  asked: Endpoint['staticIpv4'],
): readonly CardLine[] {
  if (asked === undefined) return [];
  const wanted = canonicalAddress(asked.value);
  const isWanted = (text: string) => canonicalAddress(text) === wanted;
  const ipam = networks.find(({ id }) => id === endpoint.networkId)?.ipam ?? [];
  const gateways = ipam.some(({ gateway }) => isKnown(gateway) && isWanted(gateway.value));
  const others = endpoints.filter(
    ({ id, networkId, ipv4, ipv6, staticIpv4, staticIpv6 }) =>
      id !== endpoint.id &&
      networkId === endpoint.networkId &&
      ([ipv4, ipv6].some((one) => isKnown(one) && isWanted(one.value.address)) ||
        [staticIpv4, staticIpv6].some((one) => one !== undefined && isWanted(one.value))),
  );
  const who = [...(gateways ? ['the gateway'] : []), ...others.map(({ name }) => name)];
  const rule = 'an address is given to one at a time: the engine refuses it to the next';
  return who.length === 0 ? [] : [ruleLine(`${asked.value} is also for`, who.join(', '), rule)];
}

function present(label: string, fact: Knowable<string> | undefined): readonly CardLine[] {
  return fact === undefined ? [] : [textLine(label, fact, true)];
}

function optionSection(endpoint: Endpoint): Card['sections'] {
  const { gatewayPriority, driverOptions } = endpoint;
  const lines = [
    ...(gatewayPriority.value === 0 ? [] : [factLine('Gateway priority', gatewayPriority, String)]),
    ...Object.entries(driverOptions.value).map(([key, value]) =>
      sourcedLine(key, value, driverOptions.source),
    ),
  ];
  return lines.length === 0 ? [] : [{ title: 'Options', lines }];
}
