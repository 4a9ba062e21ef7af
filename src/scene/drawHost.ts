import type { HostInterface } from '../model/host';
import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { describeNic, describePort } from './describe';
import { displayText } from './displayText';
import { box, maybe, type Drawing } from './drawing';
import { certainty } from './drawLane';
import type { FontMetrics } from './fontMetrics';
import { fitted } from './layout/cells';
import { laneTexts } from './layout/frameLanes';
import { hostTop, margin, nicLeft, nicsWidth, outsideHeight } from './layout/hostPlaces';
import { tagHeight } from './layout/hostRow';
import { tagCorner, type Layout } from './layout/layOut';
import { mayLeave, type NicDraft } from './layout/nicRow';
import { strayLane } from './layout/placeCells';
import { fontOf, textWidth } from './measureText';
import { publishedAt } from './publishedAt';
import type { SceneEdge, SceneText } from './scene';
import { hostId, outsideId, portId } from './sceneIds';
import { hostLine, outsideName } from './sceneTexts';

/** Between a wire and the words beside it. */
const besideWire = 12;

/** The outside world, the host's box, its interfaces and the tags of its published ports. */
export function drawHost(
  drawing: Drawing,
  topology: Topology,
  layout: Layout,
  metrics: FontMetrics,
): void {
  const planned = topology.origin.kind === 'compose';
  const ways = layout.nics.filter(reachesOut);
  const waysEnd = Math.max(0, ...ways.map(({ box: { x, width } }) => x + width));
  drawing.add({
    id: outsideId,
    kind: 'outside',
    ref: 'outside',
    name: outsideName,
    box: box(nicLeft, margin, Math.max(nicsWidth, waysEnd - nicLeft), outsideHeight),
    texts: [{ text: outsideName, role: 'name', x: 18, y: 23 }],
    certainty: 'unknown',
    description: `${outsideName}: the world outside this host`,
  });
  drawing.add({
    id: hostId,
    kind: 'host',
    ref: 'host',
    name: isKnown(topology.host.name) ? topology.host.name.value : 'host',
    box: box(margin, hostTop, layout.right - margin, layout.bottom - hostTop),
    texts: [hostText(topology, layout, ways, metrics), ...strayHeadings(layout, metrics)],
    certainty: planned ? 'predicted' : 'observed',
    description: `Host, ${hostLine(topology)}`,
  });
  for (const nic of layout.nics) drawNic(drawing, topology, nic);
  for (const nic of ways) drawing.connect(wayOut(nic));
  drawTags(drawing, topology, layout, planned);
}

/** What has a wire to the outside: where traffic leaves, and other interfaces that are up on a network. */
function reachesOut({ nic, more }: NicDraft): boolean {
  if (nic === undefined) return more === undefined;
  if (mayLeave(nic)) return true;
  const isPort = nic.master !== undefined || nic.kind === 'dummy';
  return !isPort && nic.state === 'up' && nic.addresses.some((address) => !/^fe80:/i.test(address));
}

/** In the widest gap that the wires to the outside leave: beside the last one, as a rule. */
function hostText(
  topology: Topology,
  layout: Layout,
  ways: readonly NicDraft[],
  metrics: FontMetrics,
): SceneText {
  const line = hostLine(topology);
  const wires = ways.map(middle);
  const right = layout.right - besideWire - 2;
  const gaps = [...(wires.length === 0 ? [margin] : wires)].map((wire, index) => ({
    x: wire + besideWire,
    room: (wires[index + 1] ?? right) - wire - 2 * besideWire,
  }));
  const wished = textWidth(line, fontOf('detail', metrics));
  const last = gaps.at(-1);
  const widest = gaps.reduce((best, gap) => (gap.room > best.room ? gap : best));
  const { x, room } = last !== undefined && last.room >= wished ? last : widest;
  return fitted(line, 'detail', x - margin, 22, room, metrics);
}

/** Over containers that are on no network, which stand in the host itself. */
function strayHeadings({ frames }: Layout, metrics: FontMetrics): readonly SceneText[] {
  return frames
    .filter(({ lane }) => lane.id === strayLane)
    .flatMap((frame) =>
      laneTexts(frame, [], metrics).map((text) => ({
        ...text,
        x: frame.x + text.x - margin,
        y: frame.y + text.y - hostTop,
      })),
    );
}

function drawNic(drawing: Drawing, topology: Topology, draft: NicDraft): void {
  const { nic, texts } = draft;
  const { interfaces } = topology.host;
  const line = texts[1]?.text ?? '';
  drawing.add({
    id: draft.id,
    kind: 'nic',
    ref: nic?.name ?? 'host',
    name: draft.name,
    ...maybe('address', nic?.addresses[0]),
    parent: hostId,
    box: draft.box,
    texts,
    certainty: certainty(interfaces),
    flags: [
      ...(nic !== undefined && isDefaultRoute(nic) ? (['default-route'] as const) : []),
      ...(nic?.state === 'down' ? (['stopped'] as const) : []),
    ],
    description:
      nic === undefined
        ? `${draft.more === undefined ? 'Network interfaces' : draft.name} of the host, ${displayText(line)}`
        : describeNic(nic),
  });
}

/** The line from the outside world to an interface; thick where the traffic to everywhere leaves. */
function wayOut(draft: NicDraft): Omit<SceneEdge, 'flags'> & Partial<SceneEdge> {
  const { id, nic, box: at } = draft;
  const x = middle(draft);
  const edge = {
    kind: 'outside' as const,
    from: outsideId,
    to: id,
    points: [
      { x, y: margin + outsideHeight },
      { x, y: at.y },
    ],
  };
  if (nic === undefined) {
    return {
      ...edge,
      id: 'outside:nic',
      provenance: { kind: 'predicted', rule: 'traffic to other machines leaves by the host' },
      flags: ['default-route'],
    };
  }
  const { gatewayFor } = nic;
  const shared = { ...edge, id: `outside:nic/${nic.name}` };
  if (!isKnown(gatewayFor)) {
    return { ...shared, provenance: { kind: 'unknown', reason: gatewayFor.unknown } };
  }
  return isDefaultRoute(nic)
    ? { ...shared, provenance: gatewayFor.source, flags: ['default-route'] }
    : {
        ...shared,
        provenance: {
          kind: 'predicted',
          rule: 'it is up and has an address: its own subnet is out there',
        },
      };
}

function isDefaultRoute({ gatewayFor }: HostInterface): boolean {
  return isKnown(gatewayFor) && gatewayFor.value.length > 0;
}

function middle({ box: { x, width } }: NicDraft): number {
  return x + width / 2;
}

function drawTags(drawing: Drawing, topology: Topology, layout: Layout, planned: boolean): void {
  const names = new Map(topology.containers.map((item) => [item.id, item.name.value]));
  for (const { port, text, column, row } of layout.row.tags) {
    const corner = tagCorner(layout.row, column, row);
    drawing.add({
      id: portId(port),
      kind: 'port',
      ref: port.containerId,
      name: text.text,
      address: publishedAt(port),
      parent: hostId,
      box: box(corner.x, corner.y, layout.row.tagWidth, tagHeight),
      texts: [text],
      certainty: certainty(port.containerPort),
      flags: port.active || planned ? [] : ['stopped'],
      description: describePort(port, names.get(port.containerId) ?? ''),
    });
  }
}
