import type { Topology } from '../model/topology';
import { groupBy, topologyIndex } from '../model/topologyIndex';
import { isKnown } from '../model/provenance';
import { counted } from './cards/cardLines';
import { displayText } from './displayText';
import { maybe } from './drawing';
import {
  farCardNames,
  farHeading,
  farLabel,
  farLines,
  farEdgeName,
  foldedTexts,
  largestCardName,
  leanHeading,
} from './farTexts';
import type { FontMetrics } from './fontMetrics';
import { busesByLane } from './networksDepth';
import type { SceneEdge, SceneElement } from './scene';
import type { SceneDetail } from './sceneDetail';
import { networkId } from './sceneIds';
import { gone, thinScene, type SceneParts, type Thinned } from './thinScene';

/** How much larger the name across a network must be, so that it is gone when those in it can be read. */
const farTimes = 7;
/** No smaller name is worth its place from far away, in pixels at zoom 1. */
const leastFar = 15;
/** Nor does a name stand across a whole network larger than that while its wires can still be told apart. */
const largestFarther = 90;

/** Leaves out what a large picture has no room for, network by network; nothing moves. */
export function shedDetail(
  parts: SceneParts,
  detail: SceneDetail,
  topology: Topology,
  metrics: FontMetrics,
): SceneParts {
  const lanes = lanesOf(parts.elements);
  const buses = busesByLane(parts.elements);
  const figures = new Figures(parts, lanes, topology);
  const targets = new Map(
    parts.edges.flatMap(({ kind, from, to }) => (kind === 'nat' ? [[from, to] as const] : [])),
  );
  const { containers } = topologyIndex(topology);
  // Only where the lane's own name, which stands across its cards, is gone by then; in a full lane it is in its heading.
  const mostIn = new Map(
    parts.elements.flatMap((element) => {
      if (element.kind !== 'network') return [];
      const most =
        detail.of(element.id) === 'lean'
          ? (farLabel(element, Infinity, metrics).size ?? 0) / farTimes
          : farHeading(element, metrics)?.size;
      return most === undefined ? [] : [[element.id, most] as const];
    }),
  );
  const named = (element: SceneElement, lane: string | undefined): SceneElement => {
    const isFull = detail.of(lane) === 'full';
    const shown = isFull ? element : lean(element);
    const most = Math.min(largestCardName, mostIn.get(lane ?? '') ?? Infinity);
    if (most < leastFar) return shown;
    const project = containers.get(element.ref)?.compose?.project;
    return { ...shown, ...farCardNames(element, project, most, isFull, metrics) };
  };
  const atEdge = (element: SceneElement): SceneElement => ({
    ...element,
    ...maybe('far', farEdgeName(element, metrics)),
  });
  const isFolded = (lane: string | undefined) => detail.of(lane) === 'folded';
  const thin = (element: SceneElement): Thinned => {
    const lane = lanes.get(element.id);
    switch (element.kind) {
      case 'engine':
      case 'host':
        return drawn(element);
      case 'outside':
        return drawn(atEdge(element));
      case 'port':
        return isFolded(lanes.get(targets.get(element.id) ?? '')) ? gone : drawn(atEdge(element));
      case 'network':
        return drawn(
          isFolded(element.id)
            ? folded(element, figures.of(element.id), metrics)
            : detail.of(element.id) === 'lean'
              ? leanNetwork(element, metrics)
              : withFarNames(element, metrics),
        );
      case 'nic':
        if (lane === undefined) return drawn(atEdge(element));
        break;
      case 'bridge':
      case 'endpoint':
        if (detail.of(lane) !== 'full') break;
        return drawn({
          ...element,
          ...farLines(element, mostIn.get(lane ?? ''), metrics),
        });
      case 'container':
        if (lane !== undefined && isFolded(lane)) break;
        return drawn(named(element, lane));
      case 'sandbox':
      case 'veth':
    }
    if (lane !== undefined && isFolded(lane)) return { kind: 'standsIn', id: lane };
    return detail.of(lane) === 'full' ? drawn(element) : leanPart(element, lane, buses, lanes);
  };
  const keepsEdge = (edge: SceneEdge, before: SceneEdge): SceneEdge | undefined => {
    if (edge.kind !== 'wire' && edge.kind !== 'nat') return edge;
    if (isFolded(lanes.get(before.from)) || isFolded(lanes.get(before.to))) return undefined;
    const isHome = edge.kind === 'wire' && lanes.get(before.from) === lanes.get(before.to);
    return isHome || detail.base === 'full' ? edge : { ...edge, flags: [...edge.flags, 'quiet'] };
  };
  return thinScene(parts, thin, keepsEdge);
}

function drawn(element: SceneElement): Thinned {
  return { kind: 'drawn', element };
}

/** The first line, and what marks it. */
function lean(element: SceneElement): SceneElement {
  const texts = element.texts.filter(({ role }, index) => index === 0 || role === 'badge');
  return { ...element, texts };
}

function withFarNames(element: SceneElement, metrics: FontMetrics): SceneElement {
  const farther = farLabel(element, largestFarther, metrics);
  return { ...element, ...maybe('far', farHeading(element, metrics)), farther };
}

function leanPart(
  element: SceneElement,
  lane: string | undefined,
  buses: ReadonlyMap<string, string>,
  lanes: ReadonlyMap<string, string>,
): Thinned {
  const bus = buses.get(lane ?? '');
  switch (element.kind) {
    case 'veth':
      return bus === undefined || element.flags.includes('orphan')
        ? drawn(lean(element))
        : { kind: 'standsIn', id: bus };
    case 'endpoint': {
      const { parent } = element;
      const isInCard = parent !== undefined && parent !== lane && lanes.has(parent);
      return isInCard ? { kind: 'standsIn', id: parent } : drawn(lean(element));
    }
    case 'sandbox':
      return drawn({ ...element, texts: [] });
    default:
      return drawn(lean(element));
  }
}

function leanNetwork(element: SceneElement, metrics: FontMetrics): SceneElement {
  const badges = element.texts.filter(({ role }) => role === 'badge');
  return {
    ...element,
    texts: [leanHeading(element, metrics), ...badges],
    farther: farLabel(element, Infinity, metrics),
  };
}

function folded(
  element: SceneElement,
  figures: readonly string[],
  metrics: FontMetrics,
): SceneElement {
  return {
    ...element,
    texts: foldedTexts(element, figures, metrics),
    flags: [...element.flags, 'folded'],
    description: [element.description, ...figures.slice(1)].join('; '),
  };
}

/** By id of whatever is drawn in a network, and of the network itself. */
function lanesOf(elements: readonly SceneElement[]): ReadonlyMap<string, string> {
  const lanes = new Map<string, string>();
  // A parent stands before its children.
  for (const { id, kind, parent } of elements) {
    const lane = kind === 'network' ? id : lanes.get(parent ?? '');
    if (lane !== undefined) lanes.set(id, lane);
  }
  return lanes;
}

/** What a folded network says of what is in it. */
class Figures {
  private readonly networks;
  private readonly inLane: ReadonlyMap<string, readonly SceneElement[]>;
  private readonly ports: ReadonlyMap<string, readonly SceneEdge[]>;

  constructor(
    { elements, edges }: SceneParts,
    lanes: ReadonlyMap<string, string>,
    private readonly topology: Topology,
  ) {
    this.networks = groupBy(topology.networks, (network) => networkId(network));
    this.inLane = groupBy(elements, ({ id }) => lanes.get(id));
    this.ports = groupBy(
      edges.filter(({ kind }) => kind === 'nat'),
      ({ to }) => lanes.get(to),
    );
  }

  of(lane: string): readonly string[] {
    const network = this.networks.get(lane)?.[0];
    const index = topologyIndex(this.topology);
    const members = network === undefined ? 0 : index.endpointsOn(network.id).length;
    const ports = this.ports.get(lane)?.length ?? 0;
    const differ = (this.inLane.get(lane) ?? []).filter(({ flags }) =>
      flags.some((flag) => flag.startsWith('drift-')),
    ).length;
    const subnets = network?.ipam.flatMap(({ subnet }) => (isKnown(subnet) ? [subnet.value] : []));
    return [
      displayText([network?.driver.value ?? '', ...(subnets ?? [])].join(' · ')),
      [
        counted(members, 'container', 'containers'),
        ...(ports === 0 ? [] : [counted(ports, 'published port', 'published ports')]),
      ].join(' · '),
      ...(differ === 0 ? [] : [`${differ} differ`]),
    ];
  }
}
