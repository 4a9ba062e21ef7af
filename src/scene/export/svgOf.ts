import type { FontMetrics } from '../fontMetrics';
import type { Box, Point, Scene, SceneEdge, SceneElement, SceneText } from '../scene';
import { margin } from '../layout/hostPlaces';
import { fontOf, textWidth } from '../measureText';
import { boxLook, textLook, wireLook, type BoxLook, type LineStyle } from './elementLook';
import { defaultLegend, pictureLegend, type LegendTexts } from './pictureLegend';
import type { PictureTheme } from './pictureTheme';
import { plainNumber, xmlAttributes, xmlText } from './xmlText';

export interface PictureOptions {
  readonly theme: PictureTheme;
  /** What the scene was laid out with: texts keep these widths in whatever font they are drawn. */
  readonly metrics: FontMetrics;
  /** Under the drawing: what lines and shapes mean, and the scene's notes; `true` is in English. */
  readonly legend?: LegendTexts | boolean;
  /** Scene ids of elements and edges that stand out, as a trace's path does; the rest is dimmed. */
  readonly lit?: ReadonlySet<string>;
}

export interface Picture {
  readonly svg: string;
  /** Pixels at zoom 1. */
  readonly width: number;
  readonly height: number;
}

/** What stands behind the wires, its texts excepted; everything else stands on them. */
const areaKinds: ReadonlySet<string> = new Set(['engine', 'host', 'network', 'sandbox', 'outside']);
const dimmed = 0.25;
const arrow = { length: 7, half: 3.5 };

/**
 * The scene as it looks on screen, as an SVG document that needs nothing besides itself: no script,
 * style sheet, font or image. All texts are escaped. Ends with a line break.
 */
export function svgOf(scene: Scene, options: PictureOptions): Picture {
  const { theme, metrics } = options;
  const legend = options.legend === true ? defaultLegend : options.legend;
  const below = legend
    ? pictureLegend(scene, legend, theme, metrics, options.lit !== undefined)
    : { svg: [], width: 0, height: 0 };
  const width = Math.ceil(Math.max(scene.width, below.width));
  const top = emptyAbove(scene);
  const height = Math.ceil(scene.height + below.height - top);
  const { detail } = theme.fonts;
  const areas = scene.elements.filter(({ kind }) => areaKinds.has(kind));
  const front = scene.elements.filter(({ kind }) => !areaKinds.has(kind));
  const root = xmlAttributes({
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 ${top} ${width} ${height}`,
    role: 'img',
    'aria-labelledby': 'vethscope-title vethscope-description',
    'font-family': detail.family,
    'font-size': detail.size,
    'xml:space': 'preserve',
  });
  const lines = [
    `<svg${root}>`,
    `<title id="vethscope-title">${xmlText(scene.title)}</title>`,
    `<desc id="vethscope-description">${xmlText(summary(scene))}</desc>`,
    `<rect${xmlAttributes({ y: top, width, height, fill: theme.background })}/>`,
    ...areas.map((element) => grouped(element, options, [bodyOf(element, theme)])),
    ...scene.edges.map((edge) => edgeOf(edge, options)),
    ...areas.flatMap((element) => {
      const texts = textsOf(element, options);
      return texts.length === 0 ? [] : [`<g${dim(element.id, options)}>${texts.join('')}</g>`];
    }),
    ...front.flatMap((element) => [
      ...coverOf(element, options),
      grouped(element, options, [bodyOf(element, theme), ...textsOf(element, options)]),
    ]),
    ...(below.svg.length === 0
      ? []
      : [`<g transform="translate(0 ${plainNumber(scene.height)})">`, ...below.svg, '</g>']),
    '</svg>',
  ];
  return { svg: `${lines.join('\n')}\n`, width, height };
}

/** What a depth left out at the top, in whole pixels: places stay, so the picture begins further down. */
function emptyAbove({ elements }: Scene): number {
  const first = elements.reduce((least, { box }) => Math.min(least, box.y), Infinity);
  return Number.isFinite(first) ? Math.max(0, Math.floor(first) - margin) : 0;
}

function summary({ elements, notes }: Scene): string {
  const count = (kind: SceneElement['kind']) =>
    elements.filter((element) => element.kind === kind).length;
  const counts = `networks: ${count('network')}, containers: ${count('container')}, published ports: ${count('port')}`;
  return [counts, ...notes].join('; ');
}

function dim(id: string, { lit }: PictureOptions): string {
  return lit === undefined || lit.has(id) ? '' : ` opacity="${dimmed}"`;
}

/** Under a dimmed socket, which hides its card's edge all the same. */
function coverOf(element: SceneElement, options: PictureOptions): readonly string[] {
  if (element.kind !== 'endpoint' || dim(element.id, options) === '') return [];
  const look = boxLook(element, options.theme);
  return [shapeOf({ ...look, fillOpacity: 1, strokeOpacity: 0, line: 'solid' }, element.box)];
}

function grouped(
  element: SceneElement,
  options: PictureOptions,
  content: readonly string[],
): string {
  const title = `<title>${xmlText(element.description)}</title>`;
  return `<g${dim(element.id, options)}>${title}${content.join('')}</g>`;
}

function bodyOf({ box, ...element }: SceneElement, theme: PictureTheme): string {
  const look = boxLook({ ...element, box }, theme);
  const outline = shapeOf(look, box);
  if (look.line !== 'double') return outline;
  // Two lines are one broad line with a narrow one of the ground on it.
  const inner = { ...look, fillOpacity: 0, stroke: theme.background, line: 'solid' } as const;
  return outline + shapeOf({ ...inner, strokeWidth: look.strokeWidth / 3, strokeOpacity: 1 }, box);
}

/** The line lies on the edge of the box, as on screen. */
function shapeOf(look: BoxLook, { x: left, y: top, width: wide, height: high }: Box): string {
  const paint = {
    fill: look.fillOpacity === 0 ? 'none' : look.fill,
    'fill-opacity': look.fillOpacity === 0 ? undefined : opacity(look.fillOpacity),
    stroke: look.stroke,
    'stroke-width': look.strokeWidth,
    'stroke-opacity': opacity(look.strokeOpacity),
    'stroke-dasharray': dashOf(look.line, look.dash),
  };
  if (look.shape === 'cut') {
    const cut = Math.min(look.corner, wide / 2, high / 2);
    const points: readonly Point[] = [
      { x: left + cut, y: top },
      { x: left + wide - cut, y: top },
      { x: left + wide, y: top + cut },
      { x: left + wide, y: top + high - cut },
      { x: left + wide - cut, y: top + high },
      { x: left + cut, y: top + high },
      { x: left, y: top + high - cut },
      { x: left, y: top + cut },
    ];
    return `<polygon${xmlAttributes({ points: pointList(points), ...paint })}/>`;
  }
  const corner = Math.min(look.corner, wide / 2, high / 2);
  const radius = look.shape === 'rounded' && corner > 0 ? corner : undefined;
  return `<rect${xmlAttributes({ x: left, y: top, width: wide, height: high, rx: radius, ...paint })}/>`;
}

function edgeOf(edge: SceneEdge, options: PictureOptions): string {
  const { points } = edge;
  const look = wireLook(edge, options.theme);
  const line = xmlAttributes({
    points: pointList(points),
    fill: 'none',
    stroke: look.stroke,
    'stroke-width': look.strokeWidth,
    'stroke-opacity': opacity(look.strokeOpacity),
    'stroke-dasharray': dashOf(look.line, look.dash),
  });
  const head = look.arrow ? arrowHead(points, look.stroke, look.strokeOpacity) : '';
  return `<g${dim(edge.id, options)}><polyline${line}/>${head}</g>`;
}

function arrowHead(points: readonly Point[], fill: string, strength: number): string {
  const tip = points.at(-1);
  const before = points.findLast(({ x, y }) => tip !== undefined && (x !== tip.x || y !== tip.y));
  if (tip === undefined || before === undefined) return '';
  const length = Math.hypot(tip.x - before.x, tip.y - before.y);
  const along = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length };
  const side = (direction: number): Point => ({
    x: tip.x - along.x * arrow.length + direction * along.y * arrow.half,
    y: tip.y - along.y * arrow.length - direction * along.x * arrow.half,
  });
  const corners = pointList([tip, side(1), side(-1)]);
  return `<polygon${xmlAttributes({ points: corners, fill, 'fill-opacity': opacity(strength) })}/>`;
}

function textsOf(element: SceneElement, options: PictureOptions): readonly string[] {
  return element.texts.map((text) => textOf(element, text, options));
}

function textOf(
  element: SceneElement,
  { text, role, x, y, size }: SceneText,
  { theme, metrics }: PictureOptions,
): string {
  const look = textLook(role, element, theme);
  const font = theme.fonts[role === 'badge' ? 'detail' : role];
  const isPlain = /^[\x20-\x7e]+$/.test(text);
  const measured = fontOf(role, metrics);
  const drawnSize = size ?? font.size;
  const isMeasured = isPlain && look.bold === (role === 'title' || role === 'name');
  const attributes = xmlAttributes({
    x: element.box.x + x,
    y: element.box.y + y,
    fill: look.colour,
    'fill-opacity': opacity(look.opacity),
    'font-family': font.family === theme.fonts.detail.family ? undefined : font.family,
    'font-size': drawnSize === theme.fonts.detail.size ? undefined : drawnSize,
    'font-weight': look.bold || font.weight === 'bold' ? 'bold' : undefined,
    textLength: isMeasured
      ? (textWidth(text, measured) * (size ?? measured.size)) / measured.size
      : undefined,
    lengthAdjust: isMeasured ? 'spacingAndGlyphs' : undefined,
  });
  return `<text${attributes}>${xmlText(text)}</text>`;
}

function dashOf(line: LineStyle, dash: string): string | undefined {
  switch (line) {
    case 'dashed':
      return dash;
    case 'dotted':
      return '2 3';
    case 'solid':
    case 'double':
      return undefined;
  }
}

function opacity(value: number): number | undefined {
  return value === 1 ? undefined : value;
}

function pointList(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${plainNumber(x)},${plainNumber(y)}`).join(' ');
}
