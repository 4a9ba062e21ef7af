import { displayText, isolateStart } from './displayText';
import { cutAt, sizeToFill, smallestRead, widthAt } from './farTexts';
import type { FontMetrics } from './fontMetrics';
import type { Box, FarTexts, SceneElement, SceneText, TextRole } from './scene';

/** From which zooms on names are drawn in another size; nearer, headings are read, and containers' names. */
const zooms = [0.135, 0.096, 0.068, 0.048, 0.034, 0.024, 0.017, 0.012];
/** Pixels on the screen at these zooms, where there is room; in between texts are up to a step larger. */
const nameSize = 14;
const figuresSize = 9;
/** A name that would get smaller by more than that is broken in two instead. */
const shrinks = 0.7;
const longestBroken = 100;
const inset = 10;
/** In parts of its size. */
const lineHeight = 1.2;
const middleOfLine = 0.35;
/** Of a smaller picture nothing is read, in pixels on the screen. */
const leastPicture = 250;

interface Line {
  readonly text: string;
  readonly role: TextRole;
  readonly size: number;
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/**
 * A network's name across what is in it, and figures below it, for as long as nothing else of it can be read.
 * @param bar its bus, which stays in sight where there is room below it
 * @param extent of the whole picture's longer side, in pixels at zoom 1
 */
export function acrossTexts(
  { name, box }: SceneElement,
  bar: Box | undefined,
  figures: string,
  extent: number,
  metrics: FontMetrics,
): readonly FarTexts[] {
  const below = bar === undefined ? 0 : bar.y + bar.height - box.y;
  const text = displayText(name);
  const halves = inTwo(text, metrics);
  const found: FarTexts[] = [];
  for (const zoom of zooms) {
    if (zoom * extent < leastPicture) break;
    const top = box.height - below < (smallestRead / zoom) * lineHeight ? 0 : below;
    const room = { width: box.width - 2 * inset, height: box.height - top };
    const names = nameLines(text, halves, room, zoom, metrics);
    if (names.length === 0) continue;
    const lines = withFigures(names, figures, room, zoom, metrics);
    found.push({ zoom, across: true, texts: centred(lines, box.width, top, room, metrics) });
  }
  return found;
}

/** On one line or two, whichever is larger; cut where both are too small; none where there is no room for any. */
function nameLines(
  name: string,
  halves: readonly string[],
  { width, height }: Room,
  zoom: number,
  metrics: FontMetrics,
): readonly Line[] {
  const wished = nameSize / zoom;
  const least = smallestRead / zoom;
  if (height < least) return [];
  const sizeOf = (lines: readonly string[]) =>
    Math.min(
      wished,
      height / lines.length / lineHeight,
      ...lines.map((line) => sizeToFill(line, 'title', width, metrics)),
    );
  const size = sizeOf([name]);
  const canBreak = halves.length > 1 && height >= halves.length * least * lineHeight;
  const lines = canBreak && size < shrinks * wished && sizeOf(halves) > size ? halves : [name];
  const drawn = Math.max(Math.ceil(least), Math.floor(sizeOf(lines)));
  return lines.map((line) => ({
    text: cutAt(line, 'title', drawn, width, metrics),
    role: 'title',
    size: drawn,
  }));
}

/** After the separator that makes both halves about as wide. */
function inTwo(name: string, metrics: FontMetrics): readonly string[] {
  let best: readonly string[] = [name];
  // An isolation stands around all of it; of what is so long only the beginning is drawn.
  if (name.startsWith(isolateStart) || name.length > longestBroken) return best;
  let least = Infinity;
  for (const { index } of name.matchAll(/[-_. ](?=[a-z0-9])/gi)) {
    const halves = [name.slice(0, index + 1), name.slice(index + 1)];
    const wider = Math.max(...halves.map((half) => widthAt(half, 'title', 1, metrics)));
    if (wider < least) [best, least] = [halves, wider];
  }
  return best;
}

function withFigures(
  names: readonly Line[],
  text: string,
  { width, height }: Room,
  zoom: number,
  metrics: FontMetrics,
): readonly Line[] {
  const size = Math.ceil(figuresSize / zoom);
  const lines: readonly Line[] = [...names, { text, role: 'detail', size }];
  const high = lines.reduce((sum, line) => sum + line.size * lineHeight, 0);
  const fits = high <= height && widthAt(text, 'detail', size, metrics) <= width;
  return text !== '' && fits ? lines : names;
}

function centred(
  lines: readonly Line[],
  width: number,
  top: number,
  { height }: Room,
  metrics: FontMetrics,
): readonly SceneText[] {
  const high = lines.reduce((sum, { size }) => sum + size * lineHeight, 0);
  let above = top + (height - high) / 2;
  return lines.map(({ text, role, size }) => {
    const y = Math.round(above + (lineHeight / 2 + middleOfLine) * size);
    above += lineHeight * size;
    const x = Math.round((width - widthAt(text, role, size, metrics)) / 2);
    return { text, role, size, x, y };
  });
}
