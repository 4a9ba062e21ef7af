import type { Box, Scene, SceneEdge, SceneElement, SceneText } from '../src/scene/scene';
import { segmentPath } from './segmentPath';

/** Cytoscape's nodes and edges of a scene, as plain data that can be compared with the last one's. */
export interface DrawnNode {
  readonly group: 'nodes';
  readonly id: string;
  /** Centre. */
  readonly x: number;
  readonly y: number;
  readonly classes: string;
  readonly data: Readonly<Record<string, string | number>>;
}

export interface DrawnEdge {
  readonly group: 'edges';
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly classes: string;
  readonly data: Readonly<Record<string, string | number>>;
}

export type Drawn = DrawnNode | DrawnEdge;

/** What stands behind the wires; everything else stands on them. Their texts stand on the wires too. */
const areaKinds: ReadonlySet<string> = new Set(['engine', 'host', 'network', 'sandbox', 'outside']);
const wireLayer = 100_000;
const areaTextLayer = 200_000;
const frontLayer = 300_000;
const farLayer = 600_000;

/** Nodes come before the edges that join them. Edges to what is not in the scene are left out. */
export function drawnElements(scene: Scene): readonly Drawn[] {
  const boxes = new Map(scene.elements.map(({ id, box }) => [id, box]));
  const nodes = scene.elements.flatMap((element, index) => drawElement(element, index));
  const edges = scene.edges.flatMap((edge) => drawEdge(edge, boxes));
  return [...nodes, ...edges];
}

/** Scene ids are foreign text: a prefix keeps elements, texts and edges apart. */
export function nodeId(sceneId: string): string {
  return `e:${sceneId}`;
}

/** A line of text; all other nodes are boxes. */
export function isText(drawn: Drawn): drawn is DrawnNode {
  return drawn.group === 'nodes' && drawn.classes.startsWith('text ');
}

/** A wire that is drawn only while it is lit. */
export function isQuiet(drawn: Drawn): drawn is DrawnEdge {
  return drawn.group === 'edges' && drawn.classes.split(' ').includes('f-quiet');
}

function drawElement(element: SceneElement, index: number): readonly DrawnNode[] {
  const { id, kind, box, texts } = element;
  const isArea = areaKinds.has(kind);
  const shared = [
    `k-${kind}`,
    `c-${element.certainty}`,
    ...element.flags.map((flag) => `f-${flag}`),
    ...hueClass(element.hue),
  ];
  const body: DrawnNode = {
    group: 'nodes',
    id: nodeId(id),
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    classes: ['element', ...shared].join(' '),
    data: {
      scene: id,
      w: box.width,
      h: box.height,
      round: Math.min(box.width, box.height) / 2,
      z: isArea ? index : frontLayer + 2 * index,
    },
  };
  const textLayer = isArea ? areaTextLayer + index : frontLayer + 2 * index + 1;
  const lines = texts.map((text, line) => drawText(id, box, text, line, shared, textLayer));
  // Over all that is in its box: nothing of that can be read when they are drawn.
  const names = (element.far ?? []).flatMap(({ zoom, texts, across }, step, steps) => {
    const classes = [...shared, 'far', ...(across === true ? ['across'] : [])];
    const to = steps[step - 1]?.zoom;
    const zooms = { from: zoom, ...(to === undefined ? {} : { to }) };
    return texts.map((text, line) => {
      const node = drawText(id, box, text, `far${step}.${line}`, classes, farLayer + index);
      return { ...node, data: { ...node.data, ...zooms } };
    });
  });
  return [body, ...lines, ...names];
}

/** A text line is a node of one pixel on the line's left baseline; its label hangs to the right. */
function drawText(
  owner: string,
  box: Box,
  text: SceneText,
  line: number | string,
  classes: readonly string[],
  z: number,
): DrawnNode {
  return {
    group: 'nodes',
    id: `t:${line}:${owner}`,
    x: box.x + text.x - 0.5,
    y: box.y + text.y + 0.5,
    classes: ['text', `r-${text.role}`, ...classes].join(' '),
    data: {
      scene: owner,
      label: text.text,
      z,
      // How far fonts as a rule reach below their baseline.
      ...(text.size === undefined ? {} : { size: text.size, descent: 0.23 * text.size }),
    },
  };
}

function drawEdge(edge: SceneEdge, boxes: ReadonlyMap<string, Box>): readonly DrawnEdge[] {
  const source = boxes.get(edge.from);
  const target = boxes.get(edge.to);
  if (source === undefined || target === undefined || edge.from === edge.to) return [];
  const path = segmentPath(edge.points, source, target);
  if (path === undefined) return [];
  const classes = [
    'edge',
    `k-${edge.kind}`,
    `c-${edge.provenance.kind}`,
    path.weights === '' ? 'straight' : 'bent',
    ...edge.flags.map((flag) => `f-${flag}`),
    ...hueClass(edge.hue),
  ];
  return [
    {
      group: 'edges',
      id: `w:${edge.id}`,
      source: nodeId(edge.from),
      target: nodeId(edge.to),
      classes: classes.join(' '),
      data: { scene: edge.id, z: wireLayer, ...path },
    },
  ];
}

export const hueCount = 6;

function hueClass(hue: number | undefined): readonly string[] {
  return hue === undefined ? [] : [`h-${hue % hueCount}`];
}
