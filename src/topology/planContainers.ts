import type { ComposeNetworkMode, ComposeProject, ComposeService } from '../model/composeProject';
import type { Container, ExposedPort, NetworkMode, Protocol } from '../model/container';
import { predicted, type Fact, type Knowable } from '../model/provenance';
import { chosenAtUp } from './planEngine';
import { declared } from './planNetworks';
import { byKey } from './uniqueKeys';

/** One container `up` would make, with the service it comes from. */
export interface PlannedContainer {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly service: ComposeService;
  readonly number: number;
  readonly facts: Omit<Container, 'sandboxId' | 'endpointIds'>;
}

/** More containers than this nobody can look at; the topology says what was left out. */
const maxReplicas = 200;
export const maxContainers = 2_000;

/** Replicas of all services, inactive ones too. Sorted by key. `left` counts those beyond the limits. */
export function planContainers(project: ComposeProject): {
  readonly containers: readonly PlannedContainer[];
  readonly left: number;
} {
  const byService = new Map<string, readonly PlannedContainer[]>();
  let total = 0;
  let left = 0;
  for (const service of project.services) {
    const wanted = Math.max(service.replicas.value, 0);
    const count = Math.min(wanted, maxReplicas, maxContainers - total);
    total += count;
    left += wanted - count;
    byService.set(
      service.name,
      Array.from({ length: count }, (_, index) => draft(project, service, index + 1)),
    );
  }
  const all = [...byService.values()].flat();
  const byName = new Map(all.map((container) => [container.name, container]));
  const containers = all
    .map((container) => withMode(container, project, byService, byName))
    .sort(byKey);
  return { containers, left };
}

function draft(project: ComposeProject, service: ComposeService, number: number): PlannedContainer {
  const key = `${project.name.value}/${service.name}/${number}`;
  const name = nameOf(project, service, number);
  return {
    id: `planned:${key}`,
    key,
    name: name.value,
    service,
    number,
    facts: {
      id: `planned:${key}`,
      key,
      name,
      image:
        service.image === undefined
          ? predicted(
              `${project.name.value}-${service.name}`,
              'compose names a built image <project>-<service>',
            )
          : declared(service.image),
      state: predicted(
        'planned',
        service.inactive
          ? 'a profile that is not active: up does not make it'
          : 'nothing runs: this is what up would make',
      ),
      networkMode: predicted({ kind: 'networks', network: '' }, ''),
      hostname: hostnameOf(service),
      dns: texts(service.dns),
      dnsSearch: texts(service.dnsSearch),
      dnsOptions: texts(service.dnsOptions),
      extraHosts: texts(service.extraHosts),
      links: predicted([], 'compose links by endpoint, not by container'),
      exposedPorts: { value: exposedPorts(service), source: service.at },
      compose: { project: project.name.value, service: service.name, number },
      inactive: service.inactive,
    },
  };
}

function nameOf(project: ComposeProject, service: ComposeService, number: number): Fact<string> {
  if (service.containerName !== undefined && number === 1) return declared(service.containerName);
  return predicted(
    `${project.name.value}-${service.name}-${number}`,
    'compose names a container <project>-<service>-<number>',
  );
}

function hostnameOf(service: ComposeService): Knowable<string> {
  if (service.hostname === undefined) return chosenAtUp('chosen at up: the container’s short id');
  const { value } = service.hostname;
  const domain = service.domainname?.value;
  return {
    value: domain === undefined ? value : `${value}.${domain}`,
    source: service.hostname.at,
  };
}

function texts(
  values: readonly { readonly value: string; readonly at: Fact<string>['source'] }[],
): Fact<readonly string[]> {
  const [first] = values;
  if (first === undefined) return predicted([], 'none in the file');
  return { value: values.map(({ value }) => value), source: first.at };
}

function exposedPorts(service: ComposeService): readonly ExposedPort[] {
  const ports = new Map<string, ExposedPort>();
  const add = (port: number, proto: Protocol) => ports.set(`${port}/${proto}`, { port, proto });
  for (const port of service.ports) add(port.target, port.proto);
  for (const { value } of service.expose) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/i.exec(value);
    if (match === null) continue;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    for (let port = first; port <= Math.min(last, 65_535); port++) {
      add(port, (match[3]?.toLowerCase() ?? 'tcp') as Protocol);
    }
  }
  return [...ports.values()].sort((a, b) => a.port - b.port || (a.proto < b.proto ? -1 : 1));
}

function withMode(
  container: PlannedContainer,
  project: ComposeProject,
  byService: ReadonlyMap<string, readonly PlannedContainer[]>,
  byName: ReadonlyMap<string, PlannedContainer>,
): PlannedContainer {
  const mode = container.service.networkMode;
  const networkMode: Fact<NetworkMode> =
    mode === undefined
      ? primaryNetwork(container.service, project)
      : { value: resolveMode(mode.value, byService, byName), source: mode.at };
  return { ...container, facts: { ...container.facts, networkMode } };
}

function resolveMode(
  mode: ComposeNetworkMode,
  byService: ReadonlyMap<string, readonly PlannedContainer[]>,
  byName: ReadonlyMap<string, PlannedContainer>,
): NetworkMode {
  switch (mode.kind) {
    case 'host':
    case 'none':
      return { kind: mode.kind };
    case 'bridge':
      return { kind: 'networks', network: 'bridge' };
    case 'network':
      return { kind: 'networks', network: mode.network };
    case 'service': {
      const target = byService.get(mode.service)?.[0];
      return target === undefined
        ? { kind: 'container', ref: mode.service }
        : { kind: 'container', ref: target.name, container: target.id };
    }
    case 'container': {
      const target = byName.get(mode.container);
      return target === undefined
        ? { kind: 'container', ref: mode.container }
        : { kind: 'container', ref: target.name, container: target.id };
    }
  }
}

function primaryNetwork(service: ComposeService, project: ComposeProject): Fact<NetworkMode> {
  const [first] = [...service.networks].sort(
    (a, b) =>
      (b.priority?.value ?? 0) - (a.priority?.value ?? 0) || (a.network < b.network ? -1 : 1),
  );
  if (first === undefined)
    return predicted({ kind: 'none' }, 'a service without networks has none');
  const network = project.networks.find(({ key }) => key === first.network);
  return predicted(
    { kind: 'networks', network: network?.name.value ?? first.network },
    'compose creates the container on the network of highest priority, then first by name',
  );
}
