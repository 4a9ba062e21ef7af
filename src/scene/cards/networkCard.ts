import type { IpamPool, Network } from '../../model/network';
import { isKnown, predicted } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { Card, CardLine, CardSection } from '../card';
import { poolUsage } from '../poolUsage';
import { counted, factLine, ruleLine, sourcedLine, textLine } from './cardLines';
import { optionLines } from './networkOptions';
import { ruleSection } from './ruleSection';

/** The network: who and what it is, its addresses, its options in words. */
export function networkCard(topology: Topology, network: Network): Omit<Card, 'id'> {
  const members = topologyIndex(topology).endpointsOn(network.id);
  const names = isDnsNetwork(network)
    ? 'containers find each other by name'
    : 'no name service: containers find each other by address only';
  return {
    title: network.name.value,
    subtitle: `${network.driver.value} network, ${counted(members.length, 'endpoint', 'endpoints')}`,
    sections: [
      {
        lines: [
          ...(network.id.startsWith('planned:')
            ? []
            : [sourcedLine('Id', network.id, network.name.source)]),
          textLine('Driver', network.driver),
          textLine('Scope', network.scope),
          ...(network.bridgeDevice === undefined
            ? []
            : [textLine('Bridge device', network.bridgeDevice, true)]),
          ...(network.parentDevice === undefined
            ? []
            : [textLine('Parent device', network.parentDevice, true)]),
          ...(network.compose === undefined
            ? []
            : [
                sourcedLine(
                  'Compose',
                  `${network.compose.network} of project ${network.compose.project}`,
                  network.name.source,
                ),
              ]),
          ruleLine('Names', names, nameRule(network)),
        ],
      },
      ...network.ipam.map((pool) => poolSection(topology, network, pool)),
      { title: 'Options', lines: optionLines(network) },
      ...networkRules(topology, network),
    ],
  };
}

/** Rules of the host act on bridges and, in the routing mesh, on what leads out of overlays. */
function networkRules(topology: Topology, { kind, id, unused }: Network): readonly CardSection[] {
  if (kind !== 'bridge') return [];
  const whenNone =
    unused === true
      ? 'none: no active service uses the network, so up does not make it'
      : 'none: the host’s packet filter names it nowhere';
  return [ruleSection(topology, { kind: 'network', id }, whenNone)];
}

/** Names exist on user-defined networks (moby: needResolver); host and none have no endpoints to name. */
function isDnsNetwork(network: Network): boolean {
  return !network.isDefaultBridge && network.kind !== 'host' && network.kind !== 'none';
}

function nameRule(network: Network): string {
  return isDnsNetwork(network)
    ? 'user-defined networks have a name service'
    : 'the default bridge, host and none have no name service';
}

function poolSection(topology: Topology, network: Network, pool: IpamPool): CardSection {
  const lines: CardLine[] = [textLine('Subnet', pool.subnet, true)];
  if (pool.gateway !== undefined) lines.push(textLine('Gateway', pool.gateway, true));
  if (pool.range !== undefined) lines.push(textLine('Range', pool.range, true));
  if (pool.aux.value.length > 0) {
    lines.push(
      factLine(
        'Reserved',
        pool.aux,
        (aux) => aux.map(({ name, address }) => `${name} ${address}`).join(', '),
        true,
      ),
    );
  }
  if (isKnown(pool.subnet)) lines.push(usageLine(topology, network, pool));
  return { title: `IPv${pool.family} addresses`, lines };
}

/** Addresses in use by endpoints, the gateway and reserved ones, and how many the engine can still hand out. */
function usageLine(topology: Topology, network: Network, pool: IpamPool): CardLine {
  const used = new Set<string>(pool.aux.value.map(({ address }) => address));
  if (isKnown(pool.gateway)) used.add(pool.gateway.value);
  for (const endpoint of topologyIndex(topology).endpointsOn(network.id)) {
    const address = pool.family === 4 ? endpoint.ipv4 : endpoint.ipv6;
    if (isKnown(address)) used.add(address.value.address);
  }
  const left = poolUsage(pool, topologyIndex(topology).endpointsOn(network.id))?.left ?? 0n;
  const counts = predicted(
    `${counted(used.size, 'address', 'addresses')} used, ${left.toLocaleString('en')} left`,
    'counted from the endpoints, the gateway and the reserved addresses',
  );
  return factLine('In use', counts, (text) => text);
}
