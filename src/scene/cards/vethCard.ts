import type { Endpoint } from '../../model/endpoint';
import type { LooseVeth } from '../../model/host';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { Card } from '../card';
import { sourcedLine } from './cardLines';
import { deviceLines, fromAddr } from './deviceLines';
import { plugCard } from './wireCards';

/** An endpoint's plug, with the device on the host where that is known. */
export function vethCard(topology: Topology, endpoint: Endpoint): Omit<Card, 'id'> {
  const card = plugCard(topology, endpoint);
  const device = topologyIndex(topology).vethPairs.get(endpoint.id)?.device;
  if (device === undefined) return card;
  const section = { title: 'Device on the host', lines: deviceLines(device, fromAddr) };
  return { ...card, sections: [...card.sections, section] };
}

/** A veth that no endpoint of the engine has. */
export function looseVethCard(veth: LooseVeth): Omit<Card, 'id'> {
  const { name, kind, master, otherEnd } = veth;
  return {
    title: name,
    subtitle: kind === 'left-over' ? 'veth of no container' : 'veth that is not told apart',
    sections: [
      {
        lines: [
          sourcedLine(
            'Belongs to',
            kind === 'left-over'
              ? 'no endpoint that this engine lists: it was left over, or is another program’s'
              : 'one of the endpoints on its bridge, but nothing tells which',
            { kind: 'observed', from: 'GET /networks and ip -d -j addr' },
          ),
          sourcedLine('On the bridge', master ?? 'none', fromAddr),
          sourcedLine('Its other end', otherEnd, fromAddr),
          ...deviceLines(veth, fromAddr),
        ],
      },
    ],
  };
}
