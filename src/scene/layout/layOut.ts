import type { Network } from '../../model/network';
import type { PublishedPort } from '../../model/publishedPort';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { FontMetrics } from '../fontMetrics';
import type { LayoutMemory } from '../layoutMemory';
import type { SceneOptions } from '../sceneOptions';
import { makeCells } from './cells';
import { onGrid } from './corridor';
import {
  busHeight,
  frameLanes,
  headerHeight,
  laneHasBus,
  placeFrames,
  plugSize,
  uplinkInset,
  type Frames,
} from './frameLanes';
import {
  hostRowHeight,
  makeHostRow,
  nicHeight,
  nicWidth,
  tagHeight,
  tagTop,
  type HostRow,
} from './hostRow';
import { LeastSizes } from './leastSizes';
import { placeCells } from './placeCells';
import {
  cardEnd,
  foreignWire,
  homeWire,
  tagWire,
  uplinkWire,
  type LaneFrame,
  type PlacedPort,
} from './wiring';
import type { WirePath } from './wirePath';

export const margin = 20;
export const outsideHeight = 36;
export const hostTop = margin + outsideHeight + 30;
const hostHeader = 36;
const hostPadding = 14;
const nicLeft = margin + hostPadding + 12;
const rowTop = hostTop + hostHeader;

export interface Layout {
  readonly frames: readonly LaneFrame[];
  readonly row: HostRow;
  /** By endpoint id; endpoints on host and none have no wire. */
  readonly wires: ReadonlyMap<string, WirePath>;
  /** By published port id. */
  readonly portWires: ReadonlyMap<string, WirePath>;
  /** By network id. */
  readonly uplinks: ReadonlyMap<string, WirePath>;
  readonly ports: ReadonlyMap<string, PlacedPort>;
  readonly memory: LayoutMemory;
  /** Right and bottom edge of the host's box. */
  readonly right: number;
  readonly bottom: number;
}

export const nicBox = { x: nicLeft, y: rowTop, width: nicWidth, height: nicHeight };

export function layOut(
  topology: Topology,
  options: SceneOptions,
  metrics: FontMetrics,
  memory: LayoutMemory | undefined,
): Layout {
  const { networks } = topology;
  const placement = placeCells(
    makeCells(topology, metrics),
    networks,
    publishedNetworks(topology),
    options.aspect,
    memory,
  );
  const sizes = new LeastSizes(memory?.sizes ?? {});
  const framed = frameLanes(placement.shelves, sizes);
  const row = makeHostRow(topology, options.aspect, metrics, sizes);
  const ports = placedPorts(framed.frames);
  const frameOf = new Map(
    framed.frames.flatMap((frame) =>
      frame.lane.network === undefined ? [] : [[frame.lane.network.id, frame] as const],
    ),
  );
  const wires = layEndpointWires(topology, ports, frameOf, framed);
  const portWires = layPortWires(
    topology.publishedPorts,
    ports,
    placedCards(framed.frames),
    row,
    framed,
  );
  const uplinks = layUplinks(networks, frameOf, framed);

  let x = nicLeft + nicWidth + 48;
  for (const gutter of row.gutters) {
    gutter.start = x;
    x += gutter.size + row.tagWidth + 8;
  }
  const area = placeFrames(
    framed,
    margin + hostPadding,
    rowTop + hostRowHeight(row),
    metrics,
    sizes,
  );
  return {
    frames: framed.frames,
    row,
    wires,
    portWires,
    uplinks,
    ports,
    memory: { format: 'vethscope-layout/1', ...placement.memory, sizes: sizes.all() },
    right: Math.max(area.right, x) + hostPadding,
    bottom: area.bottom + hostPadding,
  };
}

/** Networks that published ports lead to. */
function publishedNetworks(topology: Topology): ReadonlySet<string> {
  const { endpoints } = topologyIndex(topology);
  return new Set(
    topology.publishedPorts.flatMap(({ endpointId }) =>
      endpointId === undefined ? [] : (endpoints.get(endpointId)?.networkId ?? []),
    ),
  );
}

/** Top left corner of a published port's tag. */
export function tagCorner(row: HostRow, column: number, tagRow: number) {
  const gutter = row.gutters[column];
  return { x: (gutter?.start ?? 0) + (gutter?.size ?? 0), y: rowTop + tagTop(tagRow) };
}

/** Top of a lane's bus, or of its cards' area when it has none. */
export function busTop(frame: LaneFrame): number {
  return frame.y + headerHeight;
}

function placedPorts(frames: readonly LaneFrame[]): ReadonlyMap<string, PlacedPort> {
  return new Map(
    frames.flatMap((frame) =>
      frame.lane.slots.flatMap((slot) =>
        slot.cell.cards.flatMap((card) =>
          card.ports.map((port) => [port.endpoint.id, { frame, slot, card, port }] as const),
        ),
      ),
    ),
  );
}

/** By container id: where wires end that no port of the card carries. */
function placedCards(frames: readonly LaneFrame[]): ReadonlyMap<string, PlacedPort> {
  return new Map(
    frames.flatMap((frame) =>
      frame.lane.slots.flatMap((slot) =>
        slot.cell.cards.flatMap((card) =>
          card.container === undefined
            ? []
            : [[card.container.id, { frame, slot, card, port: cardEnd() }] as const],
        ),
      ),
    ),
  );
}

function layEndpointWires(
  topology: Topology,
  ports: ReadonlyMap<string, PlacedPort>,
  frameOf: ReadonlyMap<string, LaneFrame>,
  { around }: Frames,
): ReadonlyMap<string, WirePath> {
  const wires = new Map<string, WirePath>();
  const { vethPairs } = topologyIndex(topology);
  for (const endpoint of topology.endpoints) {
    const target = ports.get(endpoint.id);
    const from = frameOf.get(endpoint.networkId);
    if (target === undefined || from === undefined || !laneHasBus(from)) continue;
    const plug = vethPairs.has(endpoint.id) ? plugSize : 0;
    const bottom = () => busTop(from) + busHeight + plug;
    wires.set(
      endpoint.id,
      from === target.frame
        ? homeWire(endpoint.id, target, bottom)
        : foreignWire(endpoint.id, from, target, around, bottom),
    );
  }
  return wires;
}

function layPortWires(
  published: readonly PublishedPort[],
  ports: ReadonlyMap<string, PlacedPort>,
  cards: ReadonlyMap<string, PlacedPort>,
  row: HostRow,
  { around }: Frames,
): ReadonlyMap<string, WirePath> {
  const wires = new Map<string, WirePath>();
  published.forEach((port, index) => {
    const tag = row.tags[index];
    const target = ports.get(port.endpointId ?? '') ?? cards.get(port.containerId);
    const gutter = tag === undefined ? undefined : row.gutters[tag.column];
    if (tag === undefined || target === undefined || gutter === undefined) return;
    const left = () => {
      const corner = tagCorner(row, tag.column, tag.row);
      return { x: corner.x, y: corner.y + tagHeight / 2 };
    };
    wires.set(port.id, tagWire(port.id, gutter, tag.row, left, target, around));
  });
  return wires;
}

/** Internal networks have no way out; macvlan and ipvlan leave by their parent, past the host's stack. */
function layUplinks(
  networks: readonly Network[],
  frameOf: ReadonlyMap<string, LaneFrame>,
  { around }: Frames,
): ReadonlyMap<string, WirePath> {
  const routed = networks.flatMap((network) => {
    const frame = frameOf.get(network.id);
    if (frame === undefined || network.internal.value || !laneHasBus(frame)) return [];
    if (network.kind === 'overlay') return [];
    return [{ network, frame }];
  });
  const step = (nicWidth - 24) / Math.max(1, routed.length);
  const endX = (frame: LaneFrame) => onGrid(frame.x + uplinkInset);
  // Known once everything is placed: other uplinks come down beside the interfaces' own wires.
  let starts: readonly number[] | undefined;
  const startX = (index: number) => {
    starts ??= clearOf(
      routed.map((_, rank) => nicLeft + 12 + step * (rank + 0.5)),
      routed.flatMap(({ network, frame }) =>
        frame.shelf === 0 ? [endX(frame)] : [around.main.at(uplinkId(network.id))],
      ),
      Math.max(1.5, Math.min(4.5, step / 2)),
    );
    return Math.min(starts[index] ?? nicLeft, nicLeft + nicWidth);
  };
  return new Map(
    routed.map(({ network, frame }, index) => [
      network.id,
      uplinkWire(
        uplinkId(network.id),
        () => ({ x: startX(index), y: rowTop + nicHeight }),
        frame,
        around,
        () => ({ x: endX(frame), y: busTop(frame) }),
      ),
    ]),
  );
}

/** Tracks are taken by id, and endpoints share the corridors. */
function uplinkId(network: string): string {
  return `uplink ${network}`;
}

/** The wished coordinates, each moved on until it keeps clear of all that are taken. */
function clearOf(
  wished: readonly number[],
  taken: readonly number[],
  leastGap: number,
): readonly number[] {
  const used = [...taken];
  return wished.map((x) => {
    let free = x;
    while (used.some((other) => Math.abs(other - free) < leastGap)) free += leastGap;
    used.push(free);
    return free;
  });
}
