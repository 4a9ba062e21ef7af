import type { ComposeProject } from '../model/composeProject';
import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { Provenance } from '../model/provenance';
import type { Sandbox } from '../model/sandbox';
import type { MissingPart, Topology } from '../model/topology';
import { planContainers, type PlannedContainer } from './planContainers';
import { endpointsByContainer, planEndpoints } from './planEndpoints';
import { chosenAtUp, planEngine, planHost } from './planEngine';
import { planNetworks } from './planNetworks';
import { planPublishedPorts } from './planPublishedPorts';
import { surroundingsOf } from './planSurroundings';
import { vethPairs } from './vethPairs';

export interface PlanOptions {
  /** The engine the plan is for; default: the newest generation known here, as the provenance says. */
  readonly engineVersion?: string;
  /** The engine the project would come up on: its pools, networks and containers count. */
  readonly engine?: Topology;
  /** CIDRs the engine would pass over, besides what `engine` shows: routes of its host. */
  readonly takenSubnets?: readonly string[];
}

/**
 * ComposeProject → the Topology `docker compose up` would build: keys are those the running project
 * will have, ids begin with `planned:`. Services of inactive profiles and unused networks are in it
 * and marked. Pure.
 */
export function planTopology(project: ComposeProject, options: PlanOptions): Topology {
  const name = project.name.value;
  const read = options.engine?.engine;
  // Podman counts its versions otherwise, and what docker compose makes there is not known here.
  const engine = planEngine(
    name,
    options.engineVersion,
    read?.product === 'docker' ? read : undefined,
  );
  const version = engine.version.value;
  const surroundings = surroundingsOf(options.engine, options.takenSubnets ?? []);
  const { containers: planned, left } = planContainers(project);
  const networks = planNetworks(project, networksOfModes(project), surroundings, version);
  const endpoints = planEndpoints(project, planned, networks, version, surroundings);
  const ports = planPublishedPorts(planned, endpoints, networks);
  const containers = finish(planned, endpoints);
  return {
    origin: { kind: 'compose', project: name, files: project.files },
    engine,
    host: planHost(),
    networks,
    containers,
    endpoints,
    sandboxes: sandboxes(containers),
    bridges: networks.flatMap((network) =>
      network.bridgeDevice === undefined
        ? []
        : [{ device: network.bridgeDevice, networkId: network.id }],
    ),
    vethPairs: vethPairs(endpoints, networks, chosenAtUp()),
    publishedPorts: ports.ports,
    missing: [
      ...(options.engine === undefined
        ? [
            {
              part: 'engine',
              reason: 'a plan is made from files alone: no engine was asked',
              settledBy: 'connecting to an engine',
            },
          ]
        : []),
      { part: 'host', reason: 'the host’s interfaces, routes and rules were not read' },
      ...leftOut('containers', left),
      ...leftOut('published ports', ports.left),
      ...ports.unbound.map(({ id, name }) => ({
        part: `published ports of ${name}`,
        reason: 'the engine binds none: the container is on no network that leads out',
        containerId: id,
      })),
    ],
  };
}

/** Networks that services name by `network_mode` and that no network of the project is called like. */
function networksOfModes(project: ComposeProject): ReadonlyMap<string, Provenance> {
  const names = new Set(project.networks.map((network) => network.name.value));
  const modes = new Map<string, Provenance>();
  for (const { networkMode } of project.services) {
    if (networkMode === undefined) continue;
    const mode = networkMode.value;
    if (mode.kind === 'service' || mode.kind === 'container') continue;
    const name = mode.kind === 'network' ? mode.network : mode.kind;
    if (!names.has(name) && !modes.has(name)) modes.set(name, networkMode.at);
  }
  return modes;
}

function leftOut(part: string, count: number): readonly MissingPart[] {
  return count === 0
    ? []
    : [{ part, reason: `${count} of them are left out: more than can be shown` }];
}

function finish(
  planned: readonly PlannedContainer[],
  endpoints: readonly Endpoint[],
): readonly Container[] {
  const byId = new Map(planned.map((container) => [container.id, container]));
  const own = endpointsByContainer(endpoints);
  return planned.map((container) => ({
    sandboxId: sandboxOf(container, byId),
    endpointIds: (own.get(container.id) ?? []).map((endpoint) => endpoint.id),
    // Last, so that all share one hidden class.
    ...container.facts,
  }));
}

/** Follows who joins whom to the container whose sandbox it is. */
function sandboxOf(
  container: PlannedContainer,
  byId: ReadonlyMap<string, PlannedContainer>,
): string {
  const visited = new Set<string>();
  for (let current = container; ;) {
    const mode = current.facts.networkMode.value;
    if (mode.kind === 'host') return 'host';
    if (mode.kind !== 'container') return current.id;
    const owner = byId.get(mode.container ?? '');
    // Services that join each other in a circle never start; each stands alone.
    if (owner === undefined || visited.has(owner.id)) return `gone:${mode.ref}`;
    visited.add(current.id);
    current = owner;
  }
}

/** The host's own first, then by owner's key, as in a reading. */
function sandboxes(containers: readonly Container[]): readonly Sandbox[] {
  const members = new Map<string, Container[]>([['host', []]]);
  for (const container of containers) {
    const group = members.get(container.sandboxId);
    if (group === undefined) members.set(container.sandboxId, [container]);
    else group.push(container);
  }
  return [...members].map(([id, group]) => {
    if (id === 'host') return { id, kind: 'host', containerIds: group.map(({ id }) => id) };
    const owner = group.find((container) => container.id === id);
    const others = group.filter((container) => container !== owner);
    return {
      id,
      kind: 'own',
      containerIds: [...(owner === undefined ? [] : [owner]), ...others].map(({ id }) => id),
      ...(owner === undefined ? {} : { ownerId: owner.id }),
    };
  });
}
