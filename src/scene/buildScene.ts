import type { Endpoint } from '../model/endpoint';
import type { VethPair } from '../model/host';
import type { Network } from '../model/network';
import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { topologyIndex } from '../model/topologyIndex';
import { drawHost } from './drawHost';
import { drawLane, laneHues } from './drawLane';
import { Drawing, maybe } from './drawing';
import { withFamiliarImages } from './familiarImage';
import type { FontMetrics } from './fontMetrics';
import { laneGrid, type LaneGrid } from './laneGrid';
import { margin } from './layout/hostPlaces';
import type { Uplink } from './layout/layUplinks';
import { layOut, type Layout } from './layout/layOut';
import type { LayoutMemory } from './layoutMemory';
import { DriftMarks } from './markDrift';
import { networksDepth } from './networksDepth';
import { ruleBadges } from './ruleBadges';
import type { Scene, SceneEdge } from './scene';
import { sceneDetail } from './sceneDetail';
import { busId, containerId, endpointId, portId, vethId } from './sceneIds';
import type { SceneOptions } from './sceneOptions';
import { shedDetail } from './shedDetail';
import type { SceneParts } from './thinScene';
import { engineName, sceneNotes, sceneTitle } from './sceneTexts';

export interface BuiltScene {
  readonly scene: Scene;
  /** Where things stand now, for the next call. */
  readonly memory: LayoutMemory;
  /** Where boxes can be moved to. */
  readonly grids: readonly LaneGrid[];
}

/**
 * Topology → Scene. Deterministic; what `memory` knows stays where it was.
 */
export function buildScene(
  given: Topology,
  options: SceneOptions,
  metrics: FontMetrics,
  memory?: LayoutMemory,
): BuiltScene {
  const topology = withFamiliarImages(given);
  const layout = layOut(topology, options, metrics, memory);
  const hues = laneHues(layout);
  const drawing = new Drawing();
  drawHost(drawing, topology, layout, metrics);
  for (const frame of layout.frames) drawLane(drawing, frame, topology, layout, hues, metrics);
  drawWires(drawing, topology, layout, hues);
  const { elements, edges } = thinned(
    marked(drawing, topology, options),
    topology,
    options,
    metrics,
  );
  return {
    scene: {
      format: 'vethscope-scene/1',
      title: sceneTitle(topology),
      origin: topology.origin.kind,
      ...maybe('depth', options.depth),
      ...(sceneDetail(topology, options).base === 'full' ? {} : { sheds: true }),
      width: layout.right + margin,
      height: layout.bottom + margin,
      elements,
      edges,
      notes: sceneNotes(topology),
    },
    memory: layout.memory,
    grids: layout.frames.map(laneGrid),
  };
}

function marked({ elements, edges }: SceneParts, topology: Topology, { drift }: SceneOptions) {
  if (drift === undefined) return { elements, edges };
  const marks = new DriftMarks(drift, topology);
  return { elements: marks.elements(elements), edges: marks.edges(edges) };
}

/** What the options' depth shows of the wiring, and as much of it as can be read. */
function thinned(
  parts: SceneParts,
  topology: Topology,
  options: SceneOptions,
  metrics: FontMetrics,
): SceneParts {
  const detail = sceneDetail(topology, options);
  const shed = (all: SceneParts) =>
    options.shedsDetail === true ? shedDetail(all, detail, topology, metrics) : all;
  switch (options.depth ?? 'wiring') {
    case 'wiring':
      return shed(parts);
    case 'rules':
      return shed({ ...parts, elements: ruleBadges(parts.elements, topology, metrics) });
    case 'networks':
      return networksDepth(shed(parts), metrics);
  }
}

function drawWires(
  drawing: Drawing,
  topology: Topology,
  layout: Layout,
  hues: ReadonlyMap<string, number>,
): void {
  const { networks, endpoints, containers, vethPairs } = topologyIndex(topology);
  for (const network of topology.networks) {
    const uplink = layout.uplinks.get(network.id);
    if (uplink === undefined) continue;
    drawing.connect({
      id: `uplink:${network.key}`,
      kind: 'uplink',
      from: uplink.nic.id,
      to: busId(network),
      provenance: uplinkProvenance(topology, network, uplink),
      points: uplink.path.points(),
      ...maybe('bundle', uplink.path.bundle),
    });
  }
  for (const endpoint of topology.endpoints) {
    const path = layout.wires.get(endpoint.id);
    const network = networks.get(endpoint.networkId);
    if (path === undefined || network === undefined) continue;
    const hue = hues.get(network.id);
    const isDefault = isKnown(endpoint.gatewayFor) && endpoint.gatewayFor.value.length > 0;
    drawing.connect({
      id: `wire:${endpoint.key}`,
      kind: 'wire',
      from: vethPairs.has(endpoint.id) ? vethId(endpoint) : busId(network),
      to: endpointId(endpoint),
      provenance: wireProvenance(endpoint, vethPairs.get(endpoint.id)),
      points: path.points(),
      ...maybe('bundle', path.bundle),
      flags: [
        ...(isDefault ? (['default-route'] as const) : []),
        ...(endpoint.active ? [] : (['stopped'] as const)),
      ],
      ...(hue === undefined ? {} : { hue }),
    });
  }
  for (const port of topology.publishedPorts) {
    const path = layout.portWires.get(port.id);
    const endpoint = endpoints.get(port.endpointId ?? '');
    const container = containers.get(port.containerId);
    const to = endpoint ? endpointId(endpoint) : container && containerId(container);
    if (path === undefined || to === undefined) continue;
    const edge: Omit<SceneEdge, 'points'> = {
      id: `nat:${port.key}`,
      kind: 'nat',
      from: portId(port),
      to,
      provenance: port.containerPort.source,
      flags: port.active ? [] : ['stopped'],
    };
    drawing.connect({ ...edge, points: path.points(), ...maybe('bundle', path.bundle) });
  }
}

/** Seen where the bridge is on the host and traffic is known to leave by that interface. */
function uplinkProvenance(
  topology: Topology,
  network: Network,
  { nic: { nic } }: Uplink,
): SceneEdge['provenance'] {
  if (network.kind !== 'bridge') {
    if (nic?.parentOf?.includes(network.id) === true) {
      return {
        kind: 'observed',
        from: 'ip -d -j addr on the host and in the containers’ namespaces',
      };
    }
    return {
      kind: 'predicted',
      rule: 'frames leave by the parent interface, past the host’s own stack',
    };
  }
  const bridge = topologyIndex(topology).bridges.get(network.id);
  const leaves = nic !== undefined && isKnown(nic.gatewayFor) && nic.gatewayFor.value.length > 0;
  return isKnown(bridge?.kernel) && leaves
    ? { kind: 'observed', from: 'ip -d -j addr, ip -j route show table all' }
    : { kind: 'predicted', rule: `${engineName(topology)} routes the bridge through the host` };
}

/** While a container does not run, its wire is only what will be. */
function wireProvenance(
  { active, aliases }: Endpoint,
  pair: VethPair | undefined,
): SceneEdge['provenance'] {
  if (!active) {
    return { kind: 'predicted', rule: 'configured: the wire is there while the container runs' };
  }
  return isKnown(pair?.hostEnd) ? pair.hostEnd.source : aliases.source;
}
