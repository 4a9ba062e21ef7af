import type { Bridge, BridgeDevice } from '../../model/host';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { Card, CardLine } from '../card';
import { counted, factLine, sourcedLine } from './cardLines';
import { deviceLines, fromAddr } from './deviceLines';
import { networkCard } from './networkCard';

/** The bridge as the kernel has it, where that was read, then its network. */
export function bridgeCard(topology: Topology, network: Network): Omit<Card, 'id'> {
  const card = networkCard(topology, network);
  const kernel = topologyIndex(topology).bridges.get(network.id)?.kernel;
  if (kernel === undefined) return card;
  const lines = isKnown(kernel)
    ? bridgeLines(kernel.value)
    : [factLine<BridgeDevice>('On the host', kernel, ({ name }) => name)];
  const [about, ...rest] = card.sections;
  return {
    ...card,
    sections: [
      ...(about === undefined ? [] : [about]),
      { title: 'Bridge device', lines: [...lines, ...openPorts(topology, kernel)] },
      ...rest,
    ],
  };
}

/** A bridge that no network of the engine has. */
export function looseBridgeCard({ device, kernel }: Bridge): Omit<Card, 'id'> {
  const told = isKnown(kernel) ? bridgeLines(kernel.value) : [];
  return {
    title: isKnown(device) ? device.value : 'Bridge',
    subtitle: 'bridge of no network',
    sections: [
      {
        lines: [
          sourcedLine(
            'Belongs to',
            'no network that this engine lists: it was left over, or is another program’s',
            { kind: 'observed', from: 'GET /networks and ip -d -j addr' },
          ),
          ...told,
        ],
      },
    ],
  };
}

function bridgeLines(bridge: BridgeDevice): readonly CardLine[] {
  const { stp, ports } = bridge;
  const list = ports.length === 0 ? '' : `: ${ports.join(', ')}`;
  return [
    ...deviceLines(bridge, fromAddr),
    ...(stp === undefined
      ? []
      : [sourcedLine('Spanning tree (STP)', stp ? 'on' : 'off', fromAddr)]),
    sourcedLine('Ports', `${counted(ports.length, 'port', 'ports')}${list}`, fromAddr),
  ];
}

/** Veths on it that may be an endpoint's, but nothing tells whose. */
function openPorts({ host }: Topology, kernel: NonNullable<Bridge['kernel']>): readonly CardLine[] {
  const ports = isKnown(kernel) ? kernel.value.ports : [];
  const open = (host.looseVeths ?? []).filter(
    ({ kind, name }) => kind === 'undecided' && ports.includes(name),
  );
  if (open.length === 0) return [];
  return [
    factLine(
      'Not told apart',
      {
        unknown: open.map(({ name }) => name).join(', '),
        settledBy: 'reading the network namespaces of the containers',
      },
      String,
    ),
  ];
}
