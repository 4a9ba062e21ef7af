import type { Container, NetworkMode } from '../../model/container';
import { embeddedAddress, resolverOf } from '../../analysis/names/resolverOf';
import { NameIndex } from '../../analysis/names/nameIndex';
import { isKnown, observed, predicted } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { Card, CardLine } from '../card';
import { publishedAt } from '../publishedAt';
import { factLine, listLine, sourcedLine, textLine } from './cardLines';

const bindRule =
  'only bridge networks that are not internal, and overlay networks, bind ports of the host';

export function containerCard(topology: Topology, container: Container): Omit<Card, 'id'> {
  const { compose } = container;
  return {
    title: container.name.value,
    subtitle: `container, ${container.inactive ? 'profile not active' : container.state.value}`,
    sections: [
      {
        lines: [
          textLine('Image', container.image),
          textLine('State', container.state),
          ...(compose === undefined
            ? []
            : [
                sourcedLine(
                  'Compose',
                  `service ${compose.service}, number ${compose.number}, of project ${compose.project}`,
                  container.name.source,
                ),
              ]),
          textLine('Host name', container.hostname, true),
          factLine('Network mode', container.networkMode, (mode) => modeText(mode, topology)),
          ...addressLines(topology, container),
          routeLine(topology, container),
        ],
      },
      {
        title: 'Names and ports',
        lines: [
          serversLine(topology, container),
          listLine('Search domains', container.dnsSearch),
          ...(isKnown(container.dnsOptions) && container.dnsOptions.value.length > 0
            ? [listLine('DNS options', container.dnsOptions)]
            : []),
          listLine('Extra hosts', container.extraHosts, true),
          listLine('Links', container.links),
          ...publishedLines(topology, container),
          factLine('Exposed ports', container.exposedPorts, (ports) =>
            ports.length === 0
              ? 'none'
              : ports.map(({ port, proto }) => `${port}/${proto}`).join(', '),
          ),
          ...topology.missing
            .filter(({ containerId }) => containerId === container.id)
            .map(({ reason }) => factLine('Published ports', predicted(reason, bindRule), String)),
        ],
      },
    ],
  };
}

/** Where it is to be found: a line for each network of its own, or of the container whose namespace it shares. */
function addressLines(topology: Topology, container: Container): readonly CardLine[] {
  const index = topologyIndex(topology);
  return index.endpointsOf(holderOf(container)).flatMap(({ networkId, ipv4, ipv6 }) => {
    const known = [ipv4, ipv6].filter((one) => isKnown(one));
    const [first] = known;
    if (first === undefined) return [];
    const on = index.networks.get(networkId)?.name.value ?? networkId;
    const addresses = known.map(({ value }) => value.address).join(', ');
    return [factLine('Address', { ...first, value: `${addresses} on ${on}` }, (text) => text)];
  });
}

/** As `docker ps` has them; what both families publish alike is said once. */
function publishedLines(topology: Topology, container: Container): readonly CardLine[] {
  const holder = holderOf(container);
  const ports = topology.publishedPorts.filter(({ containerId }) => containerId === holder);
  const [first] = ports;
  if (first === undefined) return [];
  const texts = new Set(
    ports.map((port) => `${publishedAt(port)} → ${port.containerPort.value}/${port.proto}`),
  );
  const said = [...texts].filter(
    (text) => !texts.has(text.replace('[::]:', '0.0.0.0:')) || !text.startsWith('[::]:'),
  );
  const bound = ports.some(({ active }) => active) ? '' : '; not bound now';
  return [sourcedLine('Published ports', `${said.join(', ')}${bound}`, first.containerPort.source)];
}

/** The container whose interfaces and ports it has. */
function holderOf({ id, networkMode: { value: mode } }: Container): string {
  return mode.kind === 'container' ? (mode.container ?? id) : id;
}

/** What its programs ask first, which the engine's own server stands for on user-defined networks only. */
function serversLine(topology: Topology, container: Container) {
  const asked = isKnown(container.dns) ? container.dns.value.join(', ') : '';
  const { nameserver, observed: isRead } = resolverOf(new NameIndex(topology), container);
  const isEngines = nameserver === embeddedAddress;
  const own = isEngines ? `${nameserver}, the engine’s own` : (nameserver ?? 'those of the host');
  const servers = isEngines && asked !== '' ? `${own}; it asks ${asked}` : own;
  const rule =
    'the engine’s own server is for user-defined networks; elsewhere the host’s are copied';
  return factLine(
    'DNS servers',
    isRead ? observed(servers, 'resolv.conf of the container') : predicted(servers, rule),
    (text) => text,
  );
}

/** In words; of a namespace that is shared, whose it is. */
export function modeText(mode: NetworkMode, topology: Topology): string {
  switch (mode.kind) {
    case 'host':
      return 'host: uses the host’s own interfaces';
    case 'none':
      return 'none: only a loopback of its own';
    case 'container': {
      const owner =
        mode.container === undefined
          ? undefined
          : topologyIndex(topology).containers.get(mode.container);
      return `shares the network namespace of ${owner?.name.value ?? `${mode.ref}, which is gone`}`;
    }
    case 'networks':
      return 'networks of its own';
  }
}

/** By which network the default route leaves. */
function routeLine(topology: Topology, container: Container) {
  const mode = container.networkMode.value.kind;
  if (mode !== 'networks') {
    return factLine(
      'Default route',
      predicted(mode === 'none' ? 'none' : 'that of the namespace it lives in', 'network mode'),
      (text) => text,
    );
  }
  const index = topologyIndex(topology);
  const own = index.endpointsOf(container.id);
  const undecided = own.find((endpoint) => !isKnown(endpoint.gatewayFor))?.gatewayFor;
  const elected = own.find(
    (endpoint) => isKnown(endpoint.gatewayFor) && endpoint.gatewayFor.value.length > 0,
  );
  if (elected === undefined && undecided !== undefined) {
    return factLine('Default route', undecided, String);
  }
  const network = elected && index.networks.get(elected.networkId);
  const fact = elected?.gatewayFor ?? predicted([], 'none of its networks has a gateway');
  return factLine('Default route', fact, () =>
    network === undefined ? 'none: it reaches only its own networks' : `by ${network.name.value}`,
  );
}
