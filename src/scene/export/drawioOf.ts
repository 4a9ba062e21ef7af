import { displayText } from '../displayText';
import type { Box, Point, Scene, SceneEdge, SceneElement, SceneText } from '../scene';
import { boxLook, textLook, wireLook, type BoxLook, type LineStyle } from './elementLook';
import { exportTree, type ExportNode } from './exportTree';
import type { PictureOptions } from './svgOf';
import { plainNumber, xmlAttributes } from './xmlText';

type Style = Readonly<Record<string, string | number | undefined>>;

/** The id of the layer that holds everything, in every file draw.io writes. */
const layer = '1';

/**
 * The scene as a draw.io document (mxfile, uncompressed): what is drawn in a box moves with it, wires
 * stay joined. Labels are plain text: `html=0` for each cell, and no mathematics. Ends with a line break.
 */
export function drawioOf(scene: Scene, { theme, lit }: PictureOptions): string {
  const tree = exportTree(scene);
  const strength = (id: string) => (lit === undefined || lit.has(id) ? 100 : 25);
  const nodes = [...tree.byId.values()];
  const parents = parentsOf(nodes);
  const cells = nodes.flatMap((node) => {
    const parent = parents.get(node);
    const look = boxLook(node.element, theme);
    return [
      bodyOf(node, look, parent, strength(node.element.id)),
      ...node.element.texts.map((text, index) => {
        const { colour, bold } = textLook(text.role, node.element, theme);
        const { size } = theme.fonts[text.role === 'badge' ? 'detail' : text.role];
        const style = { fontColor: colour, fontSize: text.size ?? size, fontStyle: bold ? 1 : 0 };
        return textOf(node, text, index, { ...style, textOpacity: strength(node.element.id) });
      }),
    ];
  });
  const wires = scene.edges.flatMap((edge, index) => {
    const from = tree.byId.get(edge.from);
    const to = tree.byId.get(edge.to);
    if (from === undefined || to === undefined) return [];
    return [wireOf(edge, index, from, to, wireStyle(edge, theme, strength(edge.id)))];
  });
  const model = xmlAttributes({
    grid: 0,
    math: 0,
    page: 0,
    pageWidth: Math.ceil(scene.width),
    pageHeight: Math.ceil(scene.height),
    background: theme.background,
  });
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<mxfile host="vethscope">',
    `<diagram${xmlAttributes({ id: 'vethscope', name: displayText(scene.title) })}>`,
    `<mxGraphModel${model}>`,
    '<root>',
    '<mxCell id="0"/>',
    `<mxCell id="${layer}" parent="0"/>`,
    ...cells,
    ...wires,
    '</root>',
    '</mxGraphModel>',
    '</diagram>',
    '</mxfile>',
  ];
  return `${lines.join('\n')}\n`;
}

function parentsOf(nodes: readonly ExportNode[]): ReadonlyMap<ExportNode, ExportNode> {
  return new Map(nodes.flatMap((node) => node.children.map((child) => [child, node] as const)));
}

/** An `object` carries what draw.io shows as the cell's data, escaped there. */
function bodyOf(
  { element, number }: ExportNode,
  look: BoxLook,
  parent: ExportNode | undefined,
  strength: number,
): string {
  const { kind, name, address, box } = element;
  const data = xmlAttributes({
    label: '',
    kind,
    name: displayText(name),
    address: address === undefined ? undefined : displayText(address),
    id: `n${number}`,
  });
  const style = styleText({
    ...shapeStyle(look),
    fillColor: look.fillOpacity === 0 ? 'none' : look.fill,
    fillOpacity: Math.round(look.fillOpacity * strength),
    strokeColor: look.stroke,
    strokeWidth: look.strokeWidth,
    strokeOpacity: Math.round(look.strokeOpacity * strength),
    ...lineStyle(look.line, look.dash),
    double: look.line === 'double' ? 1 : undefined,
  });
  const cell = xmlAttributes({ style, vertex: 1, parent: parent ? `n${parent.number}` : layer });
  const at = parent?.element.box ?? { x: 0, y: 0 };
  const place = geometry({ ...box, x: box.x - at.x, y: box.y - at.y });
  return `<object${data}><mxCell${cell}>${place}</mxCell></object>`;
}

/** Texts are cells of their own at the place they have on screen; they move with their box. */
function textOf(
  { number, element }: ExportNode,
  { text, x, y }: SceneText,
  index: number,
  look: Style & { readonly fontSize: number },
): string {
  const height = Math.ceil(look.fontSize * 1.4);
  const style = styleText({
    strokeColor: 'none',
    fillColor: 'none',
    align: 'left',
    verticalAlign: 'bottom',
    spacing: 0,
    connectable: 0,
    ...look,
  });
  const cell = xmlAttributes({
    id: `n${number}t${index}`,
    value: text,
    style,
    vertex: 1,
    connectable: 0,
    parent: `n${number}`,
  });
  const width = Math.max(1, element.box.width - x);
  // The baseline lies about a quarter of the font's size over the bottom of its line.
  const top = y + look.fontSize * 0.3 - height;
  return `<mxCell${cell}>${geometry({ x, y: top, width, height })}</mxCell>`;
}

function wireOf(
  { points }: SceneEdge,
  index: number,
  from: ExportNode,
  to: ExportNode,
  look: Style,
): string {
  const style = styleText({
    edgeStyle: 'none',
    rounded: 0,
    ...ends('exit', points[0], from.element),
    ...ends('entry', points.at(-1), to.element),
    ...look,
  });
  const cell = xmlAttributes({
    id: `w${index}`,
    style,
    edge: 1,
    parent: layer,
    source: `n${from.number}`,
    target: `n${to.number}`,
  });
  const bends = points
    .slice(1, -1)
    .map(({ x, y }) => `<mxPoint${xmlAttributes({ x, y })}/>`)
    .join('');
  const array = bends === '' ? '' : `<Array as="points">${bends}</Array>`;
  return `<mxCell${cell}><mxGeometry relative="1" as="geometry">${array}</mxGeometry></mxCell>`;
}

/** Where on its box a wire begins or ends, from 0 to 1. */
function ends(side: 'exit' | 'entry', point: Point | undefined, { box }: SceneElement): Style {
  if (point === undefined || box.width === 0 || box.height === 0) return {};
  return {
    [`${side}X`]: ((point.x - box.x) / box.width).toFixed(4),
    [`${side}Y`]: ((point.y - box.y) / box.height).toFixed(4),
    [`${side}Perimeter`]: 0,
  };
}

function wireStyle(edge: SceneEdge, theme: PictureOptions['theme'], strength: number): Style {
  const look = wireLook(edge, theme);
  return {
    strokeColor: look.stroke,
    strokeWidth: look.strokeWidth,
    opacity: Math.round(look.strokeOpacity * strength),
    endArrow: look.arrow ? 'block' : 'none',
    endFill: 1,
    endSize: 5,
    ...lineStyle(look.line, look.dash),
  };
}

function shapeStyle({ shape, corner }: BoxLook): Style {
  switch (shape) {
    case 'rectangle':
      return { rounded: 0 };
    case 'rounded':
      return { rounded: 1, absoluteArcSize: 1, arcSize: plainNumber(2 * corner) };
    case 'cut':
      return { shape: 'mxgraph.basic.octagon2', dx: corner };
  }
}

function lineStyle(line: LineStyle, dash: string): Style {
  switch (line) {
    case 'dashed':
      return { dashed: 1, dashPattern: dash, fixDash: 1 };
    case 'dotted':
      return { dashed: 1, dashPattern: '2 3', fixDash: 1 };
    case 'solid':
    case 'double':
      return {};
  }
}

/** Keys and values are ours and the theme's colours: nothing foreign is in a style. */
function styleText(style: Style): string {
  return Object.entries({ html: 0, whiteSpace: 'nowrap', ...style } as Style)
    .flatMap(([key, value]) => (value === undefined ? [] : `${key}=${value};`))
    .join('');
}

function geometry({ x, y, width, height }: Box): string {
  return `<mxGeometry${xmlAttributes({ x, y, width, height, as: 'geometry' })}/>`;
}
