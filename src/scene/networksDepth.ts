import { maybe } from './drawing';
import type { FontMetrics } from './fontMetrics';
import { rowTop } from './layout/hostPlaces';
import { cutText, fontOf } from './measureText';
import type { SceneEdge, SceneElement, SceneText } from './scene';
import { hostId, outsideId } from './sceneIds';
import { gone, thinScene, type SceneParts, type Thinned } from './thinScene';

/**
 * Who is on what: the buses, the containers on them and the outside; the wiring between is left out. The outside and
 * the upper edge of the host come down to where the host's row ended: above the lanes is nothing then.
 */
export function networksDepth(parts: SceneParts, metrics: FontMetrics): SceneParts {
  const byId = new Map(parts.elements.map((element) => [element.id, element]));
  const buses = busesByLane(parts.elements);
  const outside = byId.get(outsideId);
  const rowEnd = endOfRow(parts.elements);
  const down = rowEnd - rowTop;
  const edges = parts.edges.map((edge) =>
    byId.get(edge.from)?.parent === hostId ? begunAt(edge, rowEnd) : edge,
  );
  return thinScene({ elements: parts.elements, edges }, (element): Thinned => {
    switch (element.kind) {
      case 'nic':
        return isBus(element, byId) ? drawn(element) : { kind: 'standsIn', id: outsideId };
      case 'port':
        return gone;
      case 'veth': {
        const bus = buses.get(element.parent ?? '');
        return bus === undefined || element.flags.includes('orphan')
          ? gone
          : { kind: 'standsIn', id: bus };
      }
      case 'endpoint':
        return byId.get(element.parent ?? '')?.kind === 'container'
          ? { kind: 'standsIn', id: element.parent ?? '' }
          : drawn(element);
      case 'outside':
        return drawn({ ...element, box: { ...element.box, y: element.box.y + down } });
      case 'host':
        return drawn(besideOutside(lowered(element, down), outside, metrics));
      default:
        return drawn(element);
    }
  });
}

function drawn(element: SceneElement): Thinned {
  return { kind: 'drawn', element };
}

/** What the wires to a network's members begin at, by the network's scene id. */
export function busesByLane(elements: readonly SceneElement[]): ReadonlyMap<string, string> {
  return new Map(
    elements.flatMap(({ id, kind, parent }) =>
      parent !== undefined && parent !== hostId && (kind === 'bridge' || kind === 'nic')
        ? [[parent, id] as const]
        : [],
    ),
  );
}

/** The bar of macvlan and ipvlan is their parent interface, and stands in their lane. */
function isBus({ parent }: SceneElement, byId: ReadonlyMap<string, SceneElement>): boolean {
  return byId.get(parent ?? '')?.kind === 'network';
}

/** Where the host's interfaces and tags end; they stand in it, and so do containers that are on no network. */
function endOfRow(elements: readonly SceneElement[]): number {
  return elements.reduce(
    (end, { kind, parent, box }) =>
      parent === hostId && (kind === 'nic' || kind === 'port')
        ? Math.max(end, box.y + box.height)
        : end,
    rowTop,
  );
}

/** The wire without what it has beside the host's row. */
function begunAt(edge: SceneEdge, y: number): SceneEdge {
  const [start, next, ...rest] = edge.points;
  if (start === undefined || next === undefined || start.x !== next.x || next.y <= y) return edge;
  return { ...edge, points: [{ x: start.x, y }, next, ...rest] };
}

/** With a lower upper edge; its line goes along, and headings of what stands in it stay. */
function lowered(host: SceneElement, by: number): SceneElement {
  const { box, texts, far } = host;
  const stays = (text: SceneText) => ({ ...text, y: text.y - by });
  return {
    ...host,
    box: { ...box, y: box.y + by, height: box.height - by },
    texts: texts.map((text, line) => (line === 0 ? text : stays(text))),
    ...maybe(
      'far',
      far?.map((one) => ({ ...one, texts: one.texts.map(stays) })),
    ),
  };
}

/** Wires come down from the outside where the host's line stands otherwise. */
function besideOutside(
  host: SceneElement,
  outside: SceneElement | undefined,
  metrics: FontMetrics,
): SceneElement {
  const [line, ...others] = host.texts;
  if (outside === undefined || line === undefined) return host;
  const x = outside.box.x + outside.box.width + 12 - host.box.x;
  const room = host.box.width - x - 14;
  const text = cutText(line.text, fontOf(line.role, metrics), room);
  return { ...host, texts: [{ ...line, x, text }, ...others] };
}
