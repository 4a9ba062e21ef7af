import { isKnown, type Knowable } from '../model/provenance';
import type { Network } from '../model/network';
import type { Topology } from '../model/topology';
import { topologyIndex } from '../model/topologyIndex';
import { describeContainer, describeEndpoint, describeNetwork, describeVeth } from './describe';
import { displayText } from './displayText';
import { box, maybe, type Drawing } from './drawing';
import { drawLoose } from './drawLoose';
import type { FontMetrics } from './fontMetrics';
import { endpointAddress, fitted, portHeight, portOverhang, type CardDraft } from './layout/cells';
import {
  busHeight,
  busTop,
  laneHasBus,
  lanePadding,
  laneTexts,
  plugSize,
} from './layout/frameLanes';
import type { Layout } from './layout/layOut';
import { busText, stateText } from './layout/nounTexts';
import type { Slot } from './layout/placeCells';
import { cardCorner, type LaneFrame } from './layout/wiring';
import { plugLabels } from './plugLabels';
import type { Certainty, SceneFlag } from './scene';
import { busId, hostId, networkId, vethId } from './sceneIds';

/** Hues by network id. */
export function laneHues(layout: Layout): ReadonlyMap<string, number> {
  return new Map(
    layout.frames.flatMap(({ lane }) =>
      lane.network === undefined ? [] : [[lane.network.id, lane.hue] as const],
    ),
  );
}

export function certainty(fact: Knowable<unknown> | undefined): Certainty {
  return isKnown(fact) ? fact.source.kind : 'unknown';
}

/** A network's lane with its bus and cards; plugs come last, on top of the bus. */
export function drawLane(
  drawing: Drawing,
  frame: LaneFrame,
  topology: Topology,
  layout: Layout,
  hues: ReadonlyMap<string, number>,
  metrics: FontMetrics,
): void {
  const index = topologyIndex(topology);
  const { network } = frame.lane;
  const laneId = network === undefined ? undefined : networkId(network);
  const hue = network === undefined ? undefined : hues.get(network.id);
  if (network !== undefined && laneId !== undefined) {
    const members = index.endpointsOn(network.id);
    const count = members.length;
    drawing.add({
      id: laneId,
      kind: 'network',
      ref: network.id,
      name: network.name.value,
      ...maybe('address', network.ipam.map((pool) => pool.subnet).find(isKnown)?.value),
      parent: hostId,
      box: box(frame.x, frame.y, frame.width, frame.height),
      texts: laneTexts(frame, members, metrics),
      certainty: network.name.source.kind,
      flags: networkFlags(frame, count),
      ...maybe('hue', hue),
      description: describeNetwork(network, count),
    });
    if (laneHasBus(frame)) drawBus(drawing, frame, laneId, hue, metrics);
  }
  for (const slot of frame.lane.slots) {
    // Who is on no network stands in the host itself.
    drawCell(drawing, frame, slot, laneId ?? hostId, topology, hues);
  }
  if (network !== undefined) drawPlugs(drawing, frame, network, topology, layout, hue, metrics);
}

/** Plugs with the names of their devices. What has no veth has no plug: its wire begins at the bar. */
function drawPlugs(
  drawing: Drawing,
  frame: LaneFrame,
  network: Network,
  topology: Topology,
  layout: Layout,
  hue: number | undefined,
  metrics: FontMetrics,
): void {
  const index = topologyIndex(topology);
  const wires = index.endpointsOn(network.id).flatMap((endpoint) => {
    const pair = index.vethPairs.get(endpoint.id);
    const start = layout.wires.get(endpoint.id)?.points()[0];
    if (start === undefined) return [];
    return [{ endpoint, pair, start, name: isKnown(pair?.hostEnd) ? pair.hostEnd.value : '' }];
  });
  const room = { left: frame.x + 6, right: frame.x + frame.width - lanePadding };
  const labels = plugLabels(
    wires.map(({ start, name }) => ({ x: start.x, name })),
    room,
    metrics,
  );
  wires.forEach(({ endpoint, pair, start, name }, rank) => {
    if (pair === undefined) return;
    const label = labels[rank];
    drawing.add({
      id: vethId(endpoint),
      kind: 'veth',
      ref: endpoint.id,
      name,
      parent: networkId(network),
      box: box(start.x - plugSize / 2, start.y - plugSize, plugSize, plugSize),
      texts: label === undefined ? [] : [label],
      certainty: certainty(pair.hostEnd),
      flags: endpoint.active ? [] : ['stopped'],
      ...maybe('hue', hue),
      description: describeVeth(name === '' ? undefined : name, endpoint.name),
    });
  });
}

function drawBus(
  drawing: Drawing,
  frame: LaneFrame,
  parent: string,
  hue: number | undefined,
  metrics: FontMetrics,
): void {
  const { network } = frame.lane;
  if (network === undefined) return;
  const width = frame.width - 2 * lanePadding + 12;
  const text = busText(network);
  drawing.add({
    id: busId(network),
    // The bar of macvlan and ipvlan is the parent NIC itself.
    kind: network.kind === 'macvlan' || network.kind === 'ipvlan' ? 'nic' : 'bridge',
    ref: network.id,
    name: isKnown(network.bridgeDevice) ? network.bridgeDevice.value : text,
    ...maybe('address', network.ipam.flatMap((pool) => pool.gateway ?? []).find(isKnown)?.value),
    parent,
    box: box(frame.x + lanePadding - 6, busTop(frame), width, busHeight),
    texts: [fitted(text, 'mono', 10, 15, width - 20, metrics)],
    certainty: certainty(network.bridgeDevice ?? network.parentDevice ?? network.driver),
    flags: network.internal.value ? ['internal'] : [],
    ...maybe('hue', hue),
    description: `${network.kind === 'bridge' ? 'Bridge' : 'Segment'} of ${displayText(network.name.value)}, ${text}`,
  });
}

function networkFlags(frame: LaneFrame, endpoints: number): readonly SceneFlag[] {
  const { network } = frame.lane;
  if (network === undefined) return [];
  const flags: SceneFlag[] = [];
  if (network.internal.value) flags.push('internal');
  if (network.external) flags.push('external');
  if (network.kind === 'host') flags.push('host-network');
  if (network.kind === 'none') flags.push('no-network');
  if (endpoints === 0 && frame.lane.slots.length === 0) flags.push('unused');
  return flags;
}

function drawCell(
  drawing: Drawing,
  frame: LaneFrame,
  slot: Slot,
  parent: string | undefined,
  topology: Topology,
  hues: ReadonlyMap<string, number>,
): void {
  const { cell } = slot;
  if (cell.frame !== undefined) {
    drawing.add({
      id: cell.frame.id,
      kind: 'sandbox',
      ref: cell.frame.sandboxId,
      name: 'shared network namespace',
      ...maybe('parent', parent),
      box: box(frame.columnX[slot.column] ?? 0, frame.rowY[slot.row] ?? 0, cell.width, cell.height),
      texts: [cell.frame.text],
      certainty: 'observed',
      description: `Network namespace shared by ${cell.cards
        .map((card) => displayText(card.container?.name.value ?? ''))
        .join(', ')}`,
    });
  }
  for (const card of cell.cards) {
    drawCard(drawing, frame, slot, card, cell.frame?.id ?? parent, topology, hues);
  }
}

function drawCard(
  drawing: Drawing,
  frame: LaneFrame,
  slot: Slot,
  card: CardDraft,
  parent: string | undefined,
  topology: Topology,
  hues: ReadonlyMap<string, number>,
): void {
  const corner = cardCorner(frame, slot, card);
  const { container, loose } = card;
  if (loose !== undefined) drawLoose(drawing, corner, card, loose, parent);
  if (container !== undefined) {
    drawing.add({
      id: card.id,
      kind: 'container',
      ref: container.id,
      name: container.name.value,
      ...maybe('parent', parent),
      box: box(corner.x, corner.y, card.width, card.height),
      texts: card.texts,
      certainty: container.name.source.kind,
      flags: containerFlags(container.inactive, stateText(container)),
      description: describeContainer(container),
    });
  }
  for (const port of card.ports) {
    const { endpoint } = port;
    const network = topologyIndex(topology).networks.get(endpoint.networkId);
    const flags: SceneFlag[] = [];
    if (!endpoint.active && container?.state.value !== 'planned') flags.push('stopped');
    if (container === undefined) flags.push('orphan');
    if (isKnown(endpoint.gatewayFor) && endpoint.gatewayFor.value.length > 0) {
      flags.push('default-route');
    }
    drawing.add({
      id: port.id,
      kind: 'endpoint',
      ref: endpoint.id,
      name: endpoint.name,
      ...maybe('address', endpointAddress(endpoint)),
      ...maybe('parent', container === undefined ? parent : card.id),
      box: box(
        corner.x - portOverhang,
        corner.y + port.y,
        Math.min(port.width, card.width + portOverhang - 6),
        portHeight,
      ),
      texts:
        container === undefined
          ? [port.text, { ...(card.texts[0] ?? port.text), x: 8, y: -8 }]
          : [port.text],
      certainty: certainty(endpoint.ipv4 ?? endpoint.ipv6 ?? endpoint.gatewayFor),
      flags,
      ...maybe('hue', hues.get(endpoint.networkId)),
      description: describeEndpoint(endpoint, network, endpoint.name),
    });
  }
}

function containerFlags(inactive: boolean, state: string | undefined): readonly SceneFlag[] {
  if (inactive) return ['inactive'];
  if (state === 'paused') return ['paused'];
  return state === undefined || state === 'restarting' ? [] : ['stopped'];
}
