import type { Endpoint } from '../../model/endpoint';
import { unknown } from '../../model/provenance';
import type { Sandbox } from '../../model/sandbox';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { Card } from '../card';
import { factLine, ruleLine, textLine } from './cardLines';

/** The plug: one end of the wire between a network's bus and a container. */
export function plugCard(topology: Topology, endpoint: Endpoint): Omit<Card, 'id'> {
  const index = topologyIndex(topology);
  const network = index.networks.get(endpoint.networkId);
  const pair = index.vethPairs.get(endpoint.id);
  const none = unknown(
    endpoint.active
      ? 'no veth pair: the driver makes none'
      : 'no wire while the container does not run',
    'starting the container',
  );
  return {
    title: `Plug of ${endpoint.name}`,
    subtitle: `on ${network?.name.value ?? endpoint.networkId}`,
    sections: [
      {
        lines: [
          textLine('On the bridge', pair?.hostEnd ?? none, true),
          textLine('In the container', pair?.containerEnd ?? none, true),
        ],
      },
    ],
  };
}

/** A network namespace that several containers live in. */
export function sandboxCard(topology: Topology, sandbox: Sandbox): Omit<Card, 'id'> {
  const { containers } = topologyIndex(topology);
  const names = sandbox.containerIds.map((id) => containers.get(id)?.name.value ?? id);
  const owner = sandbox.ownerId === undefined ? undefined : containers.get(sandbox.ownerId);
  const source = owner?.networkMode;
  return {
    title: 'Shared network namespace',
    subtitle: names.join(', '),
    sections: [
      {
        lines: [
          factLine(
            'Owner',
            owner?.name ?? unknown('the container that owned it is gone', 'starting it again'),
            (name) => name,
          ),
          ruleLine(
            'Together they have',
            'one set of addresses, ports and one loopback',
            source === undefined ? 'network mode container' : 'the others joined by network mode',
          ),
        ],
      },
    ],
  };
}

/** The world beyond the host: nothing of it is read. */
export function outsideCard(): Omit<Card, 'id'> {
  return {
    title: 'Internet and LAN',
    subtitle: 'everything beyond this host',
    sections: [
      {
        lines: [
          ruleLine(
            'Reaches containers',
            'by published ports only, where the host’s address is reachable',
            'nothing beyond the host is read; routers and firewalls there are not known',
          ),
        ],
      },
    ],
  };
}
