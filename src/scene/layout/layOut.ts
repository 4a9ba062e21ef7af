import { isKnown } from '../../model/provenance';
import type { PublishedPort } from '../../model/publishedPort';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { FontMetrics } from '../fontMetrics';
import type { LayoutMemory } from '../layoutMemory';
import type { SceneOptions } from '../sceneOptions';
import { makeCells, type CardDraft } from './cells';
import {
  busHeight,
  busTop,
  frameLanes,
  laneHasBus,
  lanesWidth,
  leaveRoomForNames,
  placeFrames,
  plugSize,
  type Frames,
} from './frameLanes';
import { hostPadding, margin, nicLeft, rowTop } from './hostPlaces';
import { hostRowHeight, makeHostRow, tagHeight, tagTop, type HostRow } from './hostRow';
import { layUplinks, type Uplink } from './layUplinks';
import { LeastSizes } from './leastSizes';
import { makeLooseCells } from './looseCells';
import { makeNicRow, type NicDraft } from './nicRow';
import { orderTracks } from './orderTracks';
import { placeCells, type Slot } from './placeCells';
import { cardEnd, foreignWire, homeWire, tagWire, type LaneFrame, type PlacedPort } from './wiring';
import type { WirePath } from './wirePath';

const maxLoose = 8;
const maxTogether = 12;

export interface Layout {
  readonly frames: readonly LaneFrame[];
  readonly row: HostRow;
  /** The host's interfaces, left of the tags. */
  readonly nics: readonly NicDraft[];
  /** By endpoint id; endpoints on host and none have no wire. */
  readonly wires: ReadonlyMap<string, WirePath>;
  /** By published port id. */
  readonly portWires: ReadonlyMap<string, WirePath>;
  /** By network id. */
  readonly uplinks: ReadonlyMap<string, Uplink>;
  readonly ports: ReadonlyMap<string, PlacedPort>;
  readonly memory: LayoutMemory;
  /** Right and bottom edge of the host's box. */
  readonly right: number;
  readonly bottom: number;
}

export function layOut(
  topology: Topology,
  options: SceneOptions,
  metrics: FontMetrics,
  memory: LayoutMemory | undefined,
): Layout {
  const { networks } = topology;
  const placement = placeCells(
    [...makeCells(topology, metrics), ...makeLooseCells(topology, metrics)],
    networks,
    { networks: publishedNetworks(topology), ports: portCounts(topology) },
    options.aspect,
    memory,
  );
  const sizes = new LeastSizes(memory?.sizes);
  const framed = frameLanes(placement.shelves, sizes);
  const isBundled = sizes.settle('bundles', isCrowded(topology) ? 1 : 0) === 1;
  const row = makeHostRow(topology, options.aspect, metrics, sizes, lanesWidth(placement.shelves));
  if (isKnown(topology.host.interfaces)) leaveRoomForNames(framed.frames);
  for (const frame of framed.frames) frame.isCrowded = isBundled || !frame.hasNames;
  const ports = placedPorts(framed.frames);
  const frameOf = new Map(
    framed.frames.flatMap((frame) =>
      frame.lane.network === undefined ? [] : [[frame.lane.network.id, frame] as const],
    ),
  );
  const wires = layEndpointWires(topology, ports, frameOf, framed, isBundled);
  const portWires = layPortWires(
    topology.publishedPorts,
    ports,
    () => placedCards(framed.frames),
    row,
    framed,
    isBundled ? 'published' : undefined,
  );
  const nics = makeNicRow(topology, metrics, sizes);
  const uplinks = layUplinks(networks, frameOf, framed.around, nics, isBundled);

  const lastNic = nics.at(-1)?.box;
  let x = (lastNic === undefined ? nicLeft : lastNic.x + lastNic.width) + 48;
  for (const gutter of row.gutters) {
    gutter.startAt(x);
    x += gutter.size + row.tagWidth + 8;
  }
  const area = placeFrames(
    framed,
    margin + hostPadding,
    rowTop + hostRowHeight(row),
    metrics,
    sizes,
  );
  const paths: WirePath[] = [];
  wires.forEach((path) => paths.push(path));
  portWires.forEach((path) => paths.push(path));
  uplinks.forEach(({ path }) => paths.push(path));
  orderTracks(paths);
  return {
    frames: framed.frames,
    row,
    nics,
    wires,
    portWires,
    uplinks,
    ports,
    memory: { format: 'vethscope-layout/1', ...placement.memory, sizes: sizes.all() },
    right: Math.max(area.right, x) + hostPadding,
    bottom: area.bottom + hostPadding,
  };
}

/**
 * More wires from the host's row, or between lanes, than can be told apart: then they come down as one
 * bundle of each kind, and those from one bus to other lanes as one.
 */
function isCrowded({ networks, publishedPorts, endpoints }: Topology): boolean {
  if (publishedPorts.length > maxLoose || networks.length > maxLoose) return true;
  const owners = new Set<string>();
  let further = 0;
  for (const { containerId } of endpoints) {
    if (containerId === undefined) continue;
    if (owners.has(containerId)) further += 1;
    owners.add(containerId);
  }
  return publishedPorts.length + further > maxTogether;
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

function portCounts({ publishedPorts }: Topology): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { containerId } of publishedPorts) {
    counts.set(containerId, (counts.get(containerId) ?? 0) + 1);
  }
  return counts;
}

/** Top left corner of a published port's tag. */
export function tagCorner(row: HostRow, column: number, tagRow: number) {
  const gutter = row.gutters[column];
  return { x: (gutter?.near ?? 0) + (gutter?.size ?? 0), y: rowTop + tagTop(tagRow) };
}

function placedPorts(frames: readonly LaneFrame[]): ReadonlyMap<string, PlacedPort> {
  const places = new Map<string, PlacedPort>();
  forEachCard(frames, (frame, slot, card) => {
    // By index: a function for each card is more than what it does.
    for (let rank = 0; rank < card.ports.length; rank++) {
      const port = card.ports[rank];
      if (port !== undefined) places.set(port.endpoint.id, { frame, slot, card, port, wires: 0 });
    }
  });
  return places;
}

/** By container id: where wires end that no port of the card carries. */
function placedCards(frames: readonly LaneFrame[]): ReadonlyMap<string, PlacedPort> {
  const places = new Map<string, PlacedPort>();
  forEachCard(frames, (frame, slot, card) => {
    const id = card.container?.id;
    if (id !== undefined) places.set(id, { frame, slot, card, port: cardEnd(), wires: 0 });
  });
  return places;
}

function forEachCard(
  frames: readonly LaneFrame[],
  use: (frame: LaneFrame, slot: Slot, card: CardDraft) => void,
): void {
  for (const frame of frames) {
    frame.lane.slots.forEach((slot) => {
      slot.cell.cards.forEach((card) => use(frame, slot, card));
    });
  }
}

function layEndpointWires(
  topology: Topology,
  ports: ReadonlyMap<string, PlacedPort>,
  frameOf: ReadonlyMap<string, LaneFrame>,
  { around }: Frames,
  isBundled: boolean,
): ReadonlyMap<string, WirePath> {
  const wires = new Map<string, WirePath>();
  const { vethPairs } = topologyIndex(topology);
  topology.endpoints.forEach((endpoint) => {
    const target = ports.get(endpoint.id);
    const from = frameOf.get(endpoint.networkId);
    if (target === undefined || from === undefined || !laneHasBus(from)) return;
    const plug = vethPairs.has(endpoint.id) ? plugSize : 0;
    const bottom = () => busTop(from) + busHeight + plug;
    wires.set(
      endpoint.id,
      from === target.frame
        ? homeWire(endpoint.id, target, bottom)
        : foreignWire(
            endpoint.id,
            // Those from one bus carry the same network.
            isBundled ? `from ${from.lane.id}` : undefined,
            from,
            target,
            around,
            bottom,
          ),
    );
  });
  return wires;
}

function layPortWires(
  published: readonly PublishedPort[],
  ports: ReadonlyMap<string, PlacedPort>,
  /** Most ports lead to an endpoint: then nobody asks. */
  placeCards: () => ReadonlyMap<string, PlacedPort>,
  row: HostRow,
  { around }: Frames,
  bundle: string | undefined,
): ReadonlyMap<string, WirePath> {
  const wires = new Map<string, WirePath>();
  let cards: ReadonlyMap<string, PlacedPort> | undefined;
  published.forEach((port, index) => {
    const tag = row.tags[index];
    const target =
      ports.get(port.endpointId ?? '') ?? (cards ??= placeCards()).get(port.containerId);
    const gutter = tag === undefined ? undefined : row.gutters[tag.column];
    if (tag === undefined || target === undefined || gutter === undefined) return;
    const left = () => {
      const corner = tagCorner(row, tag.column, tag.row);
      return { x: corner.x, y: corner.y + tagHeight / 2 };
    };
    wires.set(port.id, tagWire(port.id, bundle, gutter, tag.row, left, target, around));
  });
  return wires;
}
