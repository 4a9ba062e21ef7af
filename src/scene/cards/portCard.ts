import { exposureOf } from '../../analysis/exposure';
import { isKnown } from '../../model/provenance';
import type { PublishedPort } from '../../model/publishedPort';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { Card } from '../card';
import { factLine, ruleLine } from './cardLines';
import { ruleSection } from './ruleSection';

export function portCard(topology: Topology, port: PublishedPort): Omit<Card, 'id'> {
  const index = topologyIndex(topology);
  const container = index.containers.get(port.containerId);
  const endpoint = port.endpointId === undefined ? undefined : index.endpoints.get(port.endpointId);
  const network = endpoint && index.networks.get(endpoint.networkId);
  const name = container?.name.value ?? port.containerId;
  const open = exposureOf(topology, port);
  return {
    title: `Port ${isKnown(port.hostPort) ? port.hostPort.value : '?'} → ${name}:${port.containerPort.value}/${port.proto}`,
    subtitle: port.active ? 'published port' : 'published port, not bound now',
    sections: [
      {
        lines: [
          factLine('Host address', port.hostAddress, (text) => text, true),
          factLine(
            'Host port',
            port.hostPort,
            (number) => `${number}/${port.proto}`,
            isKnown(port.hostPort),
          ),
          factLine(
            'Container port',
            port.containerPort,
            (number) => `${number}/${port.proto}`,
            true,
          ),
          ruleLine(
            'Leads to',
            endpoint === undefined || network === undefined
              ? `${name}: no endpoint carries it now`
              : `${name} on ${network.name.value}${isKnown(endpoint.ipv4) ? `, ${endpoint.ipv4.value.address}` : ''}`,
            'the endpoint with the default route carries published ports',
          ),
          ruleLine('Open to', open.who, open.why),
        ],
      },
      ruleSection(topology, { kind: 'port', id: port.id }, whenNone(port)),
    ],
  };
}

function whenNone({ active, hostAddress }: PublishedPort): string {
  if (!active) return 'none: the container does not run';
  return hostAddress.value.includes(':')
    ? 'none for this address: only docker-proxy leads from it to the container'
    : 'none: only docker-proxy leads to the container';
}
