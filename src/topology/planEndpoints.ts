import { contains, parseSubnet } from '../model/address';
import type { ComposeAttachment, ComposeProject, Placed } from '../model/composeProject';
import type { Endpoint, InterfaceAddress } from '../model/endpoint';
import type { AddressFamily, Network } from '../model/network';
import {
  isKnown,
  predicted,
  unknown,
  type Knowable,
  type Provenance,
  type Unknown,
} from '../model/provenance';
import { dnsNames } from './dnsNames';
import { atLeast } from './engineGeneration';
import { electGateway, gatewayCandidate, gatewayRule } from './gatewayEndpoint';
import type { PlannedContainer } from './planContainers';
import { withAddresses } from './planAddresses';
import { chosenAtUp } from './planEngine';
import { declared, engineNetworkId, plannedNetworkId } from './planNetworks';
import type { Surroundings } from './planSurroundings';
import { startOrder } from './startOrder';
import { byKey } from './uniqueKeys';

type Draft = Omit<Endpoint, 'gatewayFor'>;

export function endpointsByContainer(
  endpoints: readonly Endpoint[],
): ReadonlyMap<string, readonly Endpoint[]> {
  const groups = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const key = endpoint.containerId ?? '';
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [endpoint]);
    else group.push(endpoint);
  }
  return groups;
}

/** Endpoints of all planned containers. Sorted by key. */
export function planEndpoints(
  project: ComposeProject,
  containers: readonly PlannedContainer[],
  networks: readonly Network[],
  engineVersion: string,
  surroundings: Surroundings,
): readonly Endpoint[] {
  const byId = new Map(networks.map((network) => [network.id, network]));
  const byService = new Map<string, PlannedContainer[]>();
  for (const container of containers) {
    const { name } = container.service;
    byService.set(name, [...(byService.get(name) ?? []), container]);
  }
  const endpoints = containers.flatMap((container) => {
    const drafts = attachmentsOf(container, project, networks).flatMap(({ networkId, ...rest }) => {
      const network = byId.get(networkId);
      return network === undefined
        ? []
        : [draftOf(container, network, rest, byService, engineVersion)];
    });
    return withGateways(drafts, byId, engineVersion);
  });
  return [
    ...withAddresses(endpoints, networks, containers, surroundings, startOrder(project)),
  ].sort(byKey);
}

interface Attachment {
  readonly networkId: string;
  readonly source: Provenance;
  readonly declared?: ComposeAttachment;
}

function attachmentsOf(
  container: PlannedContainer,
  project: ComposeProject,
  networks: readonly Network[],
): readonly Attachment[] {
  const { networkMode, networks: attachments } = container.service;
  if (networkMode === undefined) {
    return attachments.map((attachment) => ({
      networkId: plannedNetworkId(project.name.value, attachment.network),
      source: attachment.at,
      declared: attachment,
    }));
  }
  const mode = networkMode.value;
  switch (mode.kind) {
    case 'service':
    case 'container':
      return [];
    case 'host':
    case 'none':
    case 'bridge':
      return [{ networkId: modeNetworkId(mode.kind, networks), source: networkMode.at }];
    case 'network':
      return [{ networkId: modeNetworkId(mode.network, networks), source: networkMode.at }];
  }
}

/** The network an engine would find by this name: one of the project's, else its own. */
function modeNetworkId(name: string, networks: readonly Network[]): string {
  return networks.find((network) => network.name.value === name)?.id ?? engineNetworkId(name);
}

function draftOf(
  container: PlannedContainer,
  network: Network,
  attachment: Omit<Attachment, 'networkId'>,
  byService: ReadonlyMap<string, readonly PlannedContainer[]>,
  engineVersion: string,
): Draft {
  const at = attachment.declared;
  const isolated = network.kind === 'host' || network.kind === 'none';
  // With network_mode compose sends no endpoint settings, so the service name is no alias.
  const aliases =
    at === undefined
      ? []
      : [container.name, container.service.name, ...at.aliases.map(({ value }) => value)];
  const unique = [...new Set(aliases)];
  const hostname = container.service.hostname?.value;
  // Up to 24 the engine adds the host name to what it was asked for (moby: daemon/container_operations.go).
  const added =
    hostname !== undefined && !atLeast(engineVersion, 25) && hasNames(network) ? [hostname] : [];
  return {
    id: `${container.id}@${network.id}`,
    key: `${container.key}@${network.key}`,
    networkId: network.id,
    containerId: container.id,
    name: container.name,
    active: !container.service.inactive,
    ...addresses(4, network, at?.ipv4, container.service.inactive, engineVersion),
    ...addresses(6, network, at?.ipv6, container.service.inactive, engineVersion),
    ...(isolated ? {} : { mac: at?.mac === undefined ? chosenAtUp() : declared(at.mac) }),
    ...(isolated ? {} : gateways(network, engineVersion)),
    aliases: predicted(
      [...new Set([...unique, ...added])],
      'compose gives each endpoint the container’s name, the service’s name and the aliases of the file',
    ),
    dnsNames: dnsNames({
      product: 'docker',
      networkKind: network.kind,
      isDefaultBridge: network.isDefaultBridge,
      ingress: false,
      containerName: container.name,
      containerId: '',
      hostname,
      aliases: unique,
    }),
    links: predicted(
      at === undefined ? [] : linksOf(container, byService),
      'compose links by alias, <service>-<number> and container name',
    ),
    driverOptions:
      at === undefined || at.driverOptions.length === 0
        ? predicted({}, 'none in the file')
        : {
            value: Object.fromEntries(
              at.driverOptions.map(({ name, value }) => [name, value.value]),
            ),
            source: attachment.source,
          },
    gatewayPriority:
      at?.gatewayPriority === undefined
        ? predicted(0, 'no gw_priority in the file')
        : atLeast(engineVersion, 28)
          ? declared(at.gatewayPriority)
          : predicted(0, 'gw_priority of the file has no effect: it needs Docker 28'),
    interfaceName:
      at?.interfaceName === undefined
        ? chosenAtUp('chosen at up: eth0, eth1 and so on')
        : declared(at.interfaceName),
  };
}

function addresses(
  family: AddressFamily,
  network: Network,
  asked: Placed<string> | undefined,
  inactive: boolean,
  engineVersion: string,
) {
  const enabled = family === 4 ? network.ipv4.value : network.ipv6.value;
  const isolated = network.kind === 'host' || network.kind === 'none';
  if (isolated || (!enabled && asked === undefined)) return {};
  const address =
    asked === undefined
      ? openAddress(family, network, inactive)
      : staticAddress(network, asked, engineVersion);
  const fixed = asked === undefined ? undefined : declared(asked);
  if (family === 4) {
    return { ipv4: address, ...(fixed === undefined ? {} : { staticIpv4: fixed }) };
  }
  return { ipv6: address, ...(fixed === undefined ? {} : { staticIpv6: fixed }) };
}

function hasNames({ kind, isDefaultBridge }: Network): boolean {
  return !isDefaultBridge && kind !== 'host' && kind !== 'none';
}

/** Before the engine's order of handing out is followed; stays where the subnet is not known. */
function openAddress(family: AddressFamily, network: Network, inactive: boolean): Unknown {
  if (inactive) return unknown('its profile is not active: up does not start it', 'the profile');
  const subnet = network.ipam.find((pool) => pool.family === family)?.subnet;
  return subnet === undefined || isKnown(subnet) ? chosenAtUp() : subnet;
}

function staticAddress(
  network: Network,
  asked: Placed<string>,
  engineVersion: string,
): Knowable<InterfaceAddress> {
  const pool = network.ipam.find(
    ({ subnet }) => isKnown(subnet) && contains(subnet.value, asked.value),
  );
  const subnet =
    pool !== undefined && isKnown(pool.subnet) ? parseSubnet(pool.subnet.value) : undefined;
  const chosen = isKnown(pool?.subnet) && pool.subnet.source.kind === 'predicted';
  if (chosen && !atLeast(engineVersion, 25)) {
    return unknown(
      'engines up to 24 take a static address only on a network with a subnet of its own',
      'declaring the subnet',
    );
  }
  if (subnet !== undefined) {
    return {
      value: { address: asked.value, prefixLength: subnet.prefixLength },
      source: asked.at,
    };
  }
  return network.external
    ? unknown('the subnet of the external network is not known', 'connecting to an engine')
    : unknown(
        `no subnet of the network in the file holds ${asked.value}: the engine would refuse it`,
        'declaring a subnet that holds it',
      );
}

/** Internal networks give no gateway to containers from 25 on. */
function gateways(network: Network, engineVersion: string) {
  if (network.internal.value && atLeast(engineVersion, 25)) return {};
  const of = (family: AddressFamily) =>
    network.ipam.find((pool) => pool.family === family)?.gateway;
  const gateway4 = of(4);
  const gateway6 = of(6);
  return {
    ...(gateway4 === undefined ? {} : { gateway4 }),
    ...(gateway6 === undefined ? {} : { gateway6 }),
  };
}

/** Never by a given container name (compose: getLinks). */
function linksOf(
  container: PlannedContainer,
  byService: ReadonlyMap<string, readonly PlannedContainer[]>,
): readonly string[] {
  return container.service.links
    .flatMap(({ value }) => {
      const [service = '', alias = service] = value.split(':');
      const projectName = container.facts.compose?.project ?? '';
      return (byService.get(service) ?? []).flatMap((other) => [
        `${other.name}:${alias}`,
        `${other.name}:${service}-${other.number}`,
        `${other.name}:${projectName}-${service}-${other.number}`,
      ]);
    })
    .sort();
}

function withGateways(
  drafts: readonly Draft[],
  networks: ReadonlyMap<string, Network>,
  engineVersion: string,
): readonly Endpoint[] {
  const routed = drafts.filter((draft) => {
    const kind = networks.get(draft.networkId)?.kind;
    return kind !== 'host' && kind !== 'none';
  });
  const elected = electGateway(
    // A plan's gateways are not told yet: the election looks at the networks, as for stopped containers.
    routed.map((draft) =>
      gatewayCandidate({ ...draft, active: false }, networks.get(draft.networkId), engineVersion),
    ),
    engineVersion,
  );
  return drafts.map((draft) => ({
    ...draft,
    gatewayFor: routed.includes(draft)
      ? predicted(
          ([4, 6] as const).filter((family) => elected[family] === draft.id),
          gatewayRule(engineVersion),
        )
      : predicted([], 'host and none have no route of their own'),
  }));
}
