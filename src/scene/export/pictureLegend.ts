import type { FontMetrics } from '../fontMetrics';
import { textWidth } from '../measureText';
import type { Scene } from '../scene';
import type { PictureTheme } from './pictureTheme';
import { xmlAttributes, xmlText } from './xmlText';

export interface LegendTexts {
  readonly title: string;
  readonly observed: string;
  readonly predicted: string;
  readonly unknown: string;
  readonly defaultRoute: string;
  readonly published: string;
  readonly inactive: string;
  readonly internal: string;
  readonly orphan: string;
  /** Over what the picture does not know. */
  readonly notes: string;
}

export const defaultLegend: LegendTexts = {
  title: 'Legend',
  observed: 'Solid: observed',
  predicted: 'Dashed: declared or predicted',
  unknown: 'Dotted: not known',
  defaultRoute: 'Thick: default route',
  published: 'Arrow: published port',
  inactive: 'Pale: stopped or paused',
  internal: 'Cut corners: internal network',
  orphan: 'Square and thick: left over',
  notes: 'Not shown or not known',
};

export interface LegendPicture {
  readonly svg: readonly string[];
  readonly width: number;
  readonly height: number;
}

const margin = 24;
const rowHeight = 24;
const sample = { width: 36, height: 16, gap: 10 };
const columnGap = 28;

/** Samples in as many columns as the scene is wide, then the notes, a line each; from 0,0 on. */
export function legendOf(
  scene: Scene,
  texts: LegendTexts,
  theme: PictureTheme,
  { detail }: FontMetrics,
): LegendPicture {
  const entries = samples(theme).map(([drawing, name]) => ({ drawing, text: texts[name] }));
  const cell =
    sample.width + sample.gap + Math.max(...entries.map(({ text }) => textWidth(text, detail)));
  const space = scene.width - 2 * margin + columnGap;
  const columns = Math.max(1, Math.floor(space / (cell + columnGap)));
  const rows = Math.ceil(entries.length / columns);
  const drawn = entries.map(({ drawing, text }, index) => {
    const x = margin + Math.floor(index / rows) * (cell + columnGap);
    const y = rowHeight * (1 + (index % rows)) + 8;
    const label = { x: sample.width + sample.gap, y: 12, fill: theme.foreground };
    return `<g transform="translate(${x} ${y})">${drawing}<text${xmlAttributes(label)}>${xmlText(text)}</text></g>`;
  });
  const notes = scene.notes.length === 0 ? [] : [texts.notes, ...scene.notes.map((n) => `– ${n}`)];
  const under = rowHeight * (1 + rows) + 20;
  const noted = notes.map((note, index) =>
    line(note, margin, under + rowHeight * (index + 0.5), theme, index === 0),
  );
  const widest = Math.max(0, ...notes.map((note) => textWidth(note, detail)));
  return {
    svg: [line(texts.title, margin, 18, theme, true), ...drawn, ...noted],
    width:
      2 * margin +
      Math.max(widest, Math.ceil(entries.length / rows) * (cell + columnGap) - columnGap),
    height: under + rowHeight * notes.length + 8,
  };
}

function line(text: string, x: number, y: number, theme: PictureTheme, bold: boolean): string {
  const weight = bold ? 'bold' : undefined;
  const attributes = { x, y, fill: theme.foreground, 'font-weight': weight };
  return `<text${xmlAttributes(attributes)}>${xmlText(text)}</text>`;
}

type SampleName = Exclude<keyof LegendTexts, 'title' | 'notes'>;

function samples(theme: PictureTheme): readonly (readonly [string, SampleName])[] {
  const wire = (values: Readonly<Record<string, string | number>> = {}) =>
    `<path${xmlAttributes({ d: 'M1 8h34', fill: 'none', stroke: theme.description, 'stroke-width': 1.5, ...values })}/>`;
  const frame = (d: string, values: Readonly<Record<string, string | number>> = {}) =>
    `<path${xmlAttributes({ d, fill: theme.surface, stroke: theme.border, 'stroke-width': 1, ...values })}/>`;
  const box = 'M1.5 2.5h33v11h-33z';
  const head = `<path${xmlAttributes({ d: 'M35 8l-7 -3.5v7z', fill: theme.published })}/>`;
  return [
    [wire(), 'observed'],
    [wire({ 'stroke-dasharray': '7 4' }), 'predicted'],
    [wire({ 'stroke-dasharray': '2 3' }), 'unknown'],
    [wire({ 'stroke-width': 3.5 }), 'defaultRoute'],
    [wire({ stroke: theme.published }) + head, 'published'],
    [frame(box, { 'fill-opacity': 0.4, 'stroke-opacity': 0.5 }), 'inactive'],
    [frame('M4.5 2.5h27l3 3v5l-3 3h-27l-3-3v-5z'), 'internal'],
    [frame(box, { stroke: theme.warning, 'stroke-width': 3 }), 'orphan'],
  ];
}
