import type { FontMetrics } from './fontMetrics';
import { cutText, fontOf } from './measureText';
import type { SceneElement } from './scene';
import { hostId, outsideId } from './sceneIds';
import { gone, thinScene, type SceneParts, type Thinned } from './thinScene';

/** Who is on what: the buses, the containers on them and the outside; the wiring between is left out. */
export function networksDepth(parts: SceneParts, metrics: FontMetrics): SceneParts {
  const byId = new Map(parts.elements.map((element) => [element.id, element]));
  const buses = busesByLane(parts.elements);
  const outside = byId.get(outsideId);
  return thinScene(parts, (element): Thinned => {
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
      case 'host':
        return drawn(outside === undefined ? element : besideOutside(element, outside, metrics));
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

/** Wires come down from the outside where the host's line stands otherwise. */
function besideOutside(
  host: SceneElement,
  { box }: SceneElement,
  metrics: FontMetrics,
): SceneElement {
  const x = box.x + box.width + 12 - host.box.x;
  const room = host.box.width - x - 14;
  return {
    ...host,
    texts: host.texts.map((text) => ({
      ...text,
      x,
      text: cutText(text.text, fontOf(text.role, metrics), room),
    })),
  };
}
