import type { FontMetrics } from '../fontMetrics';
import { stillLegendOf, type LegendEntry } from '../legendOf';
import { sampleSize, type SampleLook, type SampleStroke } from '../legendSamples';
import { textWidth } from '../measureText';
import type { Scene } from '../scene';
import { wrapText } from '../wrapText';
import type { PictureTheme } from './pictureTheme';
import { plainNumber, xmlAttributes, xmlText } from './xmlText';

export interface LegendTexts {
  readonly title: string;
  /** Over what the picture does not know. */
  readonly notes: string;
}

export const defaultLegend: LegendTexts = { title: 'Legend', notes: 'Not shown or not known' };

export interface LegendPicture {
  readonly svg: readonly string[];
  readonly width: number;
  readonly height: number;
}

const margin = 24;
const rowHeight = 22;
const sampleGap = 10;
const columnGap = 28;
/** A text of a legend is broken where it is wider, and a picture no narrower. */
const widestText = 300;
const lineHeight = 16;
const mostLines = 4;

/**
 * What this picture's shapes, lines and marks mean, in as many columns as the scene is wide, then its
 * notes; from 0,0 on.
 * @param isPathLit whether a trace's path stands out in it
 */
export function pictureLegend(
  scene: Scene,
  texts: LegendTexts,
  theme: PictureTheme,
  { detail }: FontMetrics,
  isPathLit: boolean,
): LegendPicture {
  const entries = stillLegendOf(scene, isPathLit).map((entry) => ({
    entry,
    lines: wrapText(entry.text, detail, widestText, mostLines),
  }));
  const widest = Math.max(
    0,
    ...entries.flatMap(({ lines }) => lines.map((one) => textWidth(one, detail))),
  );
  const column = sampleSize.width + sampleGap + widest + columnGap;
  const space = scene.width - 2 * margin + columnGap;
  const columns = columnsOf(entries, Math.max(1, Math.floor(space / column)));
  const heights = columns.map((rows) => rows.reduce((sum, { lines }) => sum + heightOf(lines), 0));
  const drawn = columns.flatMap((rows, index) => {
    let y = 32;
    return rows.map(({ entry, lines }) => {
      const at = `translate(${plainNumber(margin + index * column)} ${y})`;
      y += heightOf(lines);
      return `<g transform="${at}">${entryOf(entry, lines, theme)}</g>`;
    });
  });
  const width = Math.max(scene.width, 2 * margin + columns.length * column - columnGap);
  const notes = scene.notes.flatMap((note) =>
    wrapText(`– ${note}`, detail, width - 2 * margin, mostLines),
  );
  const under = 32 + Math.max(0, ...heights) + 20;
  const noted = (notes.length === 0 ? [] : [texts.notes, ...notes]).map((note, index) =>
    line(note, margin, under + lineHeight * 1.25 * index, theme, index === 0),
  );
  return {
    svg: [line(texts.title, margin, 18, theme, true), ...drawn, ...noted],
    width,
    height: under + lineHeight * 1.25 * noted.length,
  };
}

interface Row {
  readonly entry: LegendEntry;
  readonly lines: readonly string[];
}

function heightOf(lines: readonly string[]): number {
  return rowHeight + lineHeight * (lines.length - 1);
}

/** Column by column, none higher than needed. */
function columnsOf(rows: readonly Row[], count: number): readonly (readonly Row[])[] {
  const total = rows.reduce((sum, { lines }) => sum + heightOf(lines), 0);
  const columns: Row[][] = [];
  let before = 0;
  for (const row of rows) {
    const at = Math.min(count - 1, Math.floor((before * count) / total));
    (columns[at] ??= []).push(row);
    before += heightOf(row.lines);
  }
  return columns.filter((column) => column.length > 0);
}

function entryOf({ sample }: LegendEntry, lines: readonly string[], theme: PictureTheme): string {
  const drawing = sample.map((stroke) => strokeOf(stroke, theme)).join('');
  const texts = lines.map((text, index) => {
    const x = sampleSize.width + sampleGap;
    return `<text${xmlAttributes({ x, y: 12 + lineHeight * index, fill: theme.foreground })}>${xmlText(text)}</text>`;
  });
  return drawing + texts.join('');
}

function line(text: string, x: number, y: number, theme: PictureTheme, bold: boolean): string {
  const weight = bold ? 'bold' : undefined;
  const attributes = { x, y, fill: theme.foreground, 'font-weight': weight };
  return `<text${xmlAttributes(attributes)}>${xmlText(text)}</text>`;
}

function strokeOf([d, ...looks]: SampleStroke, theme: PictureTheme): string {
  const plain = { d, fill: 'none', stroke: theme.foreground, 'stroke-width': 1.5 };
  const drawn = looks.map((look) => lookOf(look, theme));
  return `<path${xmlAttributes(Object.assign({}, plain, ...drawn) as Attributes)}/>`;
}

type Attributes = Readonly<Record<string, string | number>>;

/** As the legend on screen is styled. */
function lookOf(look: SampleLook, theme: PictureTheme): Attributes {
  switch (look) {
    case 'published':
      return { stroke: theme.published };
    case 'lane':
    case 'pale':
      return { opacity: 0.5 };
    case 'solid':
      return { fill: theme.foreground };
    case 'thick':
      return { 'stroke-width': 2.5 };
    case 'default-route':
      return { 'stroke-width': 3.5 };
    case 'predicted':
      return { 'stroke-dasharray': '6 3' };
    case 'unknown':
      return { 'stroke-dasharray': '1.5 2.5' };
    case 'hue-0':
      return hueOf(0, '4 3', theme);
    case 'hue-1':
      return hueOf(1, '7 6', theme);
    case 'hue-2':
      return hueOf(2, '10 3', theme);
    case 'orphan':
      return { stroke: theme.warning, 'stroke-width': 3 };
    case 'drift':
      return { stroke: theme.warning };
    case 'focus':
      return { 'stroke-width': 2 };
    case 'dimmed':
      return { opacity: 0.25 };
  }
}

function hueOf(index: number, dash: string, theme: PictureTheme): Attributes {
  const stroke = theme.hues[index] ?? theme.foreground;
  return theme.highContrast ? { stroke, 'stroke-dasharray': dash } : { stroke };
}
