import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { Card, CardLine } from '../card';
import { displayText } from '../displayText';
import { publishedAt } from '../publishedAt';
import { containerId } from '../sceneIds';
import { factLine, listLine, textLine } from './cardLines';
import { modeText } from './containerCard';

/**
 * What an editor says of a service's container: its networks, addresses, names and published ports, and those of
 * the container whose namespace it lives in.
 */
export function serviceCard(topology: Topology, container: Container): Card {
  const { networkMode } = container;
  const mode = networkMode.value;
  const index = topologyIndex(topology);
  const owner = mode.kind === 'container' ? index.containers.get(mode.container ?? '') : undefined;
  const of = owner === undefined ? '' : ` of ${owner.name.value}`;
  const livesIn = owner ?? container;
  const endpoints = topology.endpoints.filter((one) => one.containerId === livesIn.id);
  const on = (endpoint: Endpoint) =>
    index.networks.get(endpoint.networkId)?.name.value ?? endpoint.networkId;
  const ports = topology.publishedPorts.filter((port) => port.containerId === livesIn.id);
  return {
    id: containerId(container),
    title: displayText(container.name.value),
    subtitle: `container, ${container.inactive ? 'profile not active' : container.state.value}`,
    sections: [
      {
        lines: [
          textLine('Image', container.image),
          ...(mode.kind === 'networks'
            ? []
            : [factLine('Network mode', networkMode, (one) => modeText(one, topology))]),
        ],
      },
      ...section(
        `Networks${of}`,
        endpoints.flatMap((endpoint) => addressLines(on(endpoint), endpoint)),
      ),
      ...section(
        `Names${of}`,
        endpoints.map((endpoint) => listLine(`on ${on(endpoint)}`, endpoint.dnsNames, true)),
      ),
      ...section(
        `Published ports${of}`,
        ports.map((port) =>
          factLine(
            `${port.containerPort.value}/${port.proto}`,
            port.hostPort,
            () => publishedAt(port),
            true,
          ),
        ),
      ),
    ],
  };
}

function addressLines(name: string, { ipv4, ipv6 }: Endpoint): readonly CardLine[] {
  return [ipv4, ipv6].flatMap((address) =>
    address === undefined ? [] : [factLine(name, address, (value) => value.address, true)],
  );
}

function section(title: string, lines: readonly CardLine[]): Card['sections'] {
  return lines.length === 0 ? [] : [{ title: displayText(title), lines }];
}
