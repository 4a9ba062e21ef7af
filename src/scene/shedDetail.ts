import type { Topology } from '../model/topology';
import { groupBy, topologyIndex } from '../model/topologyIndex';
import { isKnown } from '../model/provenance';
import { counted } from './cards/cardLines';
import { displayText } from './displayText';
import { acrossTexts } from './acrossTexts';
import { farCardNames } from './farCardNames';
import { farBareHeadings, farEdgeName, farHeading, farLines, foldedTexts } from './farTexts';
import type { FontMetrics } from './fontMetrics';
import { busesByLane } from './networksDepth';
import type { FarTexts, SceneEdge, SceneElement } from './scene';
import type { LaneDetail, SceneDetail } from './sceneDetail';
import { networkId } from './sceneIds';
import { gone, thinScene, type SceneParts, type Thinned } from './thinScene';

/** Where small print is left out, names have no size of their own for nearer than that: soon all is drawn in full. */
const leanFrom = 0.3;

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
  const isFolded = (lane: string | undefined) => detail.of(lane) === 'folded';
  const cards = farCardNames(
    parts.elements.flatMap((card) => {
      const lane = lanes.get(card.id);
      if (card.kind !== 'container' || (lane !== undefined && isFolded(lane))) return [];
      const upTo = detail.of(lane) === 'full' ? 1 : leanFrom;
      return [{ card, lane, project: containers.get(card.ref)?.compose?.project, upTo }];
    }),
    metrics,
  );
  const extent = parts.elements.reduce((most, { box }) => Math.max(most, box.width, box.height), 0);
  const bars = new Map(parts.elements.map(({ id, box }) => [id, box]));
  const withNames = (element: SceneElement): SceneElement => {
    const bar = bars.get(buses.get(element.id) ?? '');
    const across = acrossTexts(element, bar, figures.membersOf(element.id), extent, metrics);
    return away(element, [...farHeading(element, metrics), ...across], detail.of(element.id));
  };
  const thin = (element: SceneElement): Thinned => {
    const lane = lanes.get(element.id);
    switch (element.kind) {
      case 'engine':
        return drawn(element);
      case 'host':
        return drawn(away(element, farBareHeadings(element, metrics)));
      case 'outside':
        return drawn(away(element, farEdgeName(element, metrics)));
      case 'port':
        return isFolded(lanes.get(targets.get(element.id) ?? ''))
          ? gone
          : drawn(away(element, farEdgeName(element, metrics)));
      case 'network':
        return drawn(
          isFolded(element.id)
            ? folded(element, figures.of(element.id), metrics)
            : withNames(element),
        );
      case 'nic':
        if (lane === undefined) return drawn(away(element, farEdgeName(element, metrics)));
        break;
      case 'bridge':
      case 'endpoint':
        if (detail.of(lane) !== 'full') break;
        return drawn(away(element, farLines(element, metrics)));
      case 'container':
        if (lane !== undefined && isFolded(lane)) break;
        return drawn(away(element, cards.get(element.id) ?? [], detail.of(lane)));
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

/** With what is read of it from far away, and only with what marks it where no small print is drawn. */
function away(
  element: SceneElement,
  far: readonly FarTexts[],
  detail: LaneDetail = 'full',
): SceneElement {
  const isFull = detail === 'full';
  const shown = isFull ? element : lean(element);
  const read = isFull ? far : far.filter(({ zoom }) => zoom < leanFrom);
  return read.length === 0 ? shown : { ...shown, far: read };
}

/** The first line, and what marks it. */
function lean(element: SceneElement): SceneElement {
  const texts = element.texts.filter(({ role }, index) => index === 0 || role === 'badge');
  return { ...element, texts };
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

  /** How many are on it; nothing of one that nobody is on. */
  membersOf(lane: string): string {
    const count = this.count(lane);
    return count === 0 ? '' : counted(count, 'container', 'containers');
  }

  of(lane: string): readonly string[] {
    const network = this.networks.get(lane)?.[0];
    const ports = this.ports.get(lane)?.length ?? 0;
    const differ = (this.inLane.get(lane) ?? []).filter(({ flags }) =>
      flags.some((flag) => flag.startsWith('drift-')),
    ).length;
    const subnets = network?.ipam.flatMap(({ subnet }) => (isKnown(subnet) ? [subnet.value] : []));
    return [
      displayText([network?.driver.value ?? '', ...(subnets ?? [])].join(' · ')),
      [
        counted(this.count(lane), 'container', 'containers'),
        ...(ports === 0 ? [] : [counted(ports, 'published port', 'published ports')]),
      ].join(' · '),
      ...(differ === 0 ? [] : [`${differ} differ`]),
    ];
  }

  private count(lane: string): number {
    const network = this.networks.get(lane)?.[0];
    return network === undefined ? 0 : topologyIndex(this.topology).endpointsOn(network.id).length;
  }
}
