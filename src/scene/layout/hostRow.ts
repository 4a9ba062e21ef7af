import type { PublishedPort } from '../../model/publishedPort';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { FontMetrics } from '../fontMetrics';
import type { SceneText } from '../scene';
import { measured } from './cells';
import { Corridor } from './corridor';
import { nicHeight, nicsWidth } from './hostPlaces';
import type { LeastSizes } from './leastSizes';

export const tagHeight = 24;
const tagGap = 8;
const tagGutterShape = {
  axis: 'x',
  spacing: 9,
  padding: 9,
  minimum: 18,
  spare: 0,
  step: 2,
  grid: 'between',
} as const;
const maxTagText = 300;
/** A tag of a usual width with its gutter. */
const wideTag = 280;

export interface Tag {
  readonly port: PublishedPort;
  readonly text: SceneText;
  readonly column: number;
  readonly row: number;
}

/** The row at the top of the host: its interfaces, and a tag per published port. */
export interface HostRow {
  readonly tags: readonly Tag[];
  readonly gutters: readonly Corridor[];
  readonly tagWidth: number;
  readonly rows: number;
}

export function makeHostRow(
  topology: Topology,
  aspect: number,
  metrics: FontMetrics,
  sizes: LeastSizes,
  /** Of the lanes below, in pixels: many tags spread as wide. */
  lanesWidth: number,
): HostRow {
  const narrow = Math.min(4, Math.max(1, Math.floor(aspect * 2)));
  const perRow = Math.max(narrow, Math.floor((lanesWidth - 2 * nicsWidth) / wideTag));
  const { containers } = topologyIndex(topology);
  const columns = sizes.settle(
    'columns of tags',
    Math.min(perRow, Math.max(1, topology.publishedPorts.length)),
  );
  let widest = 0;
  const tags = topology.publishedPorts.map((port, index) => {
    const text = portText(port, containers.get(port.containerId)?.name.value ?? '');
    const { shown, width } = measured(text, 'mono', 12, 16, maxTagText, metrics);
    widest = Math.max(widest, width + 24);
    return { port, text: shown, column: index % columns, row: Math.floor(index / columns) };
  });
  return {
    tags,
    gutters: Array.from(
      { length: columns },
      (_, column) => new Corridor(`gutter ${column} of tags`, sizes, tagGutterShape),
    ),
    tagWidth: sizes.settle('width of tags', widest),
    rows: sizes.settle('rows of tags', Math.ceil(tags.length / columns)),
  };
}

/** `0.0.0.0:8080 → web:80/tcp`. */
export function portText(port: PublishedPort, containerName: string): string {
  const address = port.hostAddress.value;
  const host = address.includes(':') ? `[${address}]` : address;
  const hostPort = isKnown(port.hostPort) ? String(port.hostPort.value) : '?';
  return `${host}:${hostPort} → ${containerName}:${port.containerPort.value}/${port.proto}`;
}

export function hostRowHeight(row: HostRow): number {
  return Math.max(nicHeight, row.rows * (tagHeight + tagGap) - tagGap);
}

export function tagTop(row: number): number {
  return row * (tagHeight + tagGap);
}
