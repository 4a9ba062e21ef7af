import type { Endpoint } from '../model/endpoint';
import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { topologyIndex } from '../model/topologyIndex';
import { describePort } from './describe';
import { displayText } from './displayText';
import { box, Drawing } from './drawing';
import { certainty, drawLane, laneHues } from './drawLane';
import type { FontMetrics } from './fontMetrics';
import { tagHeight } from './layout/hostRow';
import { fitted } from './layout/cells';
import {
  hostTop,
  layOut,
  margin,
  nicBox,
  outsideHeight,
  tagCorner,
  type Layout,
} from './layout/layOut';
import type { LayoutMemory } from './layoutMemory';
import type { Scene, SceneEdge } from './scene';
import {
  busId,
  containerId,
  endpointId,
  hostId,
  interfacesId,
  outsideId,
  portId,
  vethId,
} from './sceneIds';
import type { SceneOptions } from './sceneOptions';
import { engineName, hostLine, sceneNotes, sceneTitle } from './sceneTexts';

/** Right of the wire that comes in from outside. */
const hostTextX = nicBox.x - margin + nicBox.width / 2 + 12;

export interface BuiltScene {
  readonly scene: Scene;
  /** Where things stand now, for the next call. */
  readonly memory: LayoutMemory;
}

/**
 * Topology → Scene. Deterministic; what `memory` knows stays where it was.
 */
export function buildScene(
  topology: Topology,
  options: SceneOptions,
  metrics: FontMetrics,
  memory?: LayoutMemory,
): BuiltScene {
  const layout = layOut(topology, options, metrics, memory);
  const hues = laneHues(layout);
  const drawing = new Drawing();
  drawSurroundings(drawing, topology, layout, metrics);
  for (const frame of layout.frames) drawLane(drawing, frame, topology, layout, hues, metrics);
  drawWires(drawing, topology, layout, hues);
  return {
    scene: {
      format: 'vethscope-scene/1',
      title: sceneTitle(topology),
      origin: topology.origin.kind,
      width: layout.right + margin,
      height: layout.bottom + margin,
      elements: drawing.elements,
      edges: drawing.edges,
      notes: sceneNotes(topology),
    },
    memory: layout.memory,
  };
}

function drawSurroundings(
  drawing: Drawing,
  topology: Topology,
  layout: Layout,
  metrics: FontMetrics,
): void {
  const planned = topology.origin.kind === 'compose';
  drawing.add({
    id: outsideId,
    kind: 'outside',
    ref: 'outside',
    name: 'Internet and LAN',
    box: box(nicBox.x, margin, nicBox.width, outsideHeight),
    texts: [{ text: 'Internet and LAN', role: 'name', x: 18, y: 23 }],
    certainty: 'unknown',
    description: 'Internet and LAN: the world outside this host',
  });
  drawing.add({
    id: hostId,
    kind: 'host',
    ref: 'host',
    name: isKnown(topology.host.name) ? topology.host.name.value : 'host',
    box: box(margin, hostTop, layout.right - margin, layout.bottom - hostTop),
    texts: [
      fitted(
        hostLine(topology),
        'detail',
        hostTextX,
        22,
        layout.right - margin - hostTextX - 14,
        metrics,
      ),
    ],
    certainty: planned ? 'predicted' : 'observed',
    description: `Host, ${hostLine(topology)}`,
  });
  drawInterfaces(drawing, topology, metrics);
  const names = new Map(topology.containers.map((item) => [item.id, item.name.value]));
  for (const { port, text, column, row } of layout.row.tags) {
    const corner = tagCorner(layout.row, column, row);
    const hostPort = isKnown(port.hostPort) ? String(port.hostPort.value) : '?';
    drawing.add({
      id: portId(port),
      kind: 'port',
      ref: port.containerId,
      name: text.text,
      address: `${port.hostAddress.value}:${hostPort}`,
      parent: hostId,
      box: box(corner.x, corner.y, layout.row.tagWidth, tagHeight),
      texts: [text],
      certainty: certainty(port.containerPort),
      flags: port.active || planned ? [] : ['stopped'],
      description: describePort(port, names.get(port.containerId) ?? ''),
    });
  }
}

/** NICs that were not read are one box. */
function drawInterfaces(drawing: Drawing, topology: Topology, metrics: FontMetrics): void {
  const { interfaces } = topology.host;
  const line = isKnown(interfaces)
    ? interfaces.value.map((nic) => `${nic.name} ${nic.addresses[0] ?? ''}`).join(', ')
    : 'interfaces not read';
  drawing.add({
    id: interfacesId,
    kind: 'nic',
    ref: 'host',
    name: 'Network interfaces',
    parent: hostId,
    box: nicBox,
    texts: [
      { text: 'Network interfaces', role: 'name', x: 12, y: 19 },
      fitted(line, 'detail', 12, 36, nicBox.width - 24, metrics),
    ],
    certainty: certainty(interfaces),
    description: `Network interfaces of the host, ${displayText(line)}`,
  });
  const x = nicBox.x + nicBox.width / 2;
  drawing.connect({
    id: 'outside:nic',
    kind: 'outside',
    from: outsideId,
    to: interfacesId,
    provenance: { kind: 'predicted', rule: 'traffic to other machines leaves by the host' },
    points: [
      { x, y: margin + outsideHeight },
      { x, y: nicBox.y },
    ],
    flags: ['default-route'],
  });
}

function drawWires(
  drawing: Drawing,
  topology: Topology,
  layout: Layout,
  hues: ReadonlyMap<string, number>,
): void {
  const { networks, endpoints, containers, vethPairs } = topologyIndex(topology);
  for (const network of topology.networks) {
    const path = layout.uplinks.get(network.id);
    if (path === undefined) continue;
    drawing.connect({
      id: `uplink:${network.key}`,
      kind: 'uplink',
      from: interfacesId,
      to: busId(network),
      provenance: {
        kind: 'predicted',
        rule:
          network.kind === 'bridge'
            ? `${engineName(topology)} routes the bridge through the host`
            : 'frames leave by the parent interface, past the host’s own stack',
      },
      points: path.points(),
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
      provenance: wireProvenance(endpoint),
      points: path.points(),
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
    drawing.connect({ ...edge, points: path.points() });
  }
}

/** While a container does not run, its wire is only what will be. */
function wireProvenance({ active, aliases }: Endpoint): SceneEdge['provenance'] {
  return active
    ? aliases.source
    : { kind: 'predicted', rule: 'configured: the wire is there while the container runs' };
}
