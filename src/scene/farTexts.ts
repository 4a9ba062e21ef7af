import { displayText } from './displayText';
import type { FontMetrics } from './fontMetrics';
import { cutText, fontOf, textWidth } from './measureText';
import type { FarTexts, SceneElement, SceneText, TextRole } from './scene';

/** A size texts have from a zoom on, in pixels at zoom 1. All of a kind have the same, as on a map. */
export interface FarSize {
  readonly zoom: number;
  readonly size: number;
}

/** Nothing smaller is read, in pixels on the screen: see `webview/graphStyle.ts`. */
export const smallestRead = 7;
/** Of containers and of what stands at the host's edge; smaller on the screen than those of networks. */
export const farNameSizes: readonly FarSize[] = [
  { zoom: 0.5, size: 20 },
  { zoom: 0.42, size: 22 },
  { zoom: 0.34, size: 26 },
  { zoom: 0.26, size: 32 },
  { zoom: 0.19, size: 38 },
];
const headingSizes: readonly FarSize[] = [
  { zoom: 0.5, size: 24 },
  { zoom: 0.42, size: 27 },
  { zoom: 0.34, size: 32 },
  { zoom: 0.26, size: 36 },
  { zoom: 0.19, size: 38 },
];
/** As large as their boxes. */
const portSizes: readonly FarSize[] = [{ zoom: 0.37, size: 19 }];

const headingInset = 16;
/** Room of a heading, from the middle of its usual line up and down; a large one has its descenders above the bus. */
const headingMiddle = 23;
const lowestHeading = 33;
/** Of what stands in the host itself and has no box, in pixels. */
const bareHeadingRoom = 190;
const ownHeadingLine = 20;
/** By so much smaller is a long heading before it is cut. */
const headingShrinks = 0.75;
const foldedInset = 20;
const largestFolded = 180;
const barInset = 4;
const edgeInset = 10;
const longestEdgeName = 200;
/** What is known by a shorter name as well. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ['Internet and LAN', 'Internet'],
  ['Network interfaces', 'Interfaces'],
  ['on no network', 'no network'],
]);

/** The name in a lane's heading: what is read from far away beside the names of its containers. */
export function farHeading(element: SceneElement, metrics: FontMetrics): readonly FarTexts[] {
  const { name, box, texts } = element;
  const [own] = texts;
  if (own === undefined) return [];
  const room = box.width - own.x - headingInset;
  const text = displayText(name);
  return headingSizes.map((one) => ({
    zoom: one.zoom,
    texts: [headingAt(text, own, room, one, metrics)],
  }));
}

/** The headings of what has no box of its own but stands in the host. */
export function farBareHeadings(
  { texts }: SceneElement,
  metrics: FontMetrics,
): readonly FarTexts[] {
  const own = texts.filter(({ role }) => role === 'title');
  if (own.length === 0) return [];
  return headingSizes.map((one) => ({
    zoom: one.zoom,
    texts: own.map((line) => headingAt(line.text, line, bareHeadingRoom, one, metrics)),
  }));
}

function headingAt(
  name: string,
  { x, y }: SceneText,
  room: number,
  { zoom, size: wished }: FarSize,
  metrics: FontMetrics,
): SceneText {
  const least = Math.max(headingShrinks * wished, smallestRead / zoom);
  const [text = shorter(name)] = [name, shorter(name)].filter(
    (one) => widthAt(one, 'title', least, metrics) <= room,
  );
  const size = Math.max(least, Math.min(wished, sizeToFill(text, 'title', room, metrics)));
  return {
    text: cutAt(text, 'title', size, room, metrics),
    role: 'title',
    size,
    x,
    y: Math.round(y - ownHeadingLine + Math.min(lowestHeading, headingMiddle + 0.35 * size)),
  };
}

/** What a bus or a socket says, as large as its bar: all of it where that fits a bus, and from farther its address. */
export function farLines(element: SceneElement, metrics: FontMetrics): readonly FarTexts[] {
  const { kind, address, box, texts } = element;
  const room = box.width - 2 * barInset;
  const own = fontOf('mono', metrics).size;
  const found: FarTexts[] = [];
  let largest = own;
  for (const text of [kind === 'bridge' ? texts[0]?.text : undefined, address]) {
    if (text === undefined) continue;
    const size = Math.min(box.height * 0.8, sizeToFill(text, 'mono', room, metrics));
    if (size <= largest) continue;
    largest = size;
    const line = {
      text,
      role: 'mono',
      size,
      x: barInset,
      y: box.height / 2 + size * 0.35,
    } as const;
    found.push({ zoom: smallestRead / size, texts: [line] });
  }
  return found;
}

/**
 * The name of what stands at the host's edge, no larger than fits; of a published port where it is published, and
 * whose it is as far as there is room.
 */
export function farEdgeName(
  { kind, name, box }: SceneElement,
  metrics: FontMetrics,
): readonly FarTexts[] {
  const isPort = kind === 'port';
  const role = isPort ? 'mono' : 'name';
  const room = Math.min(box.width - 2 * edgeInset, isPort ? Infinity : longestEdgeName);
  const highest = box.height * 0.8;
  // That any address is listened on, by TCP, goes without saying.
  const said = displayText(name);
  const whole = isPort ? said.replace(/^0\.0\.0\.0(?=:)/, '').replace(/\/tcp$/, '') : said;
  const found: FarTexts[] = [];
  for (const far of isPort ? portSizes : farNameSizes) {
    const wished = Math.min(far.size, highest);
    const isLong = widthAt(whole, role, wished, metrics) > room;
    const text = isLong ? shorter(whole) : whole;
    const size = isPort ? wished : Math.min(wished, sizeToFill(text, role, room, metrics));
    const zoom = Math.max(far.zoom, smallestRead / size);
    if (zoom >= (found.at(-1)?.zoom ?? 1)) continue;
    const drawn = cutAt(text, role, size, room, metrics);
    const y = box.height / 2 + size * 0.35;
    found.push({ zoom, texts: [{ text: drawn, role, size, x: edgeInset, y }] });
  }
  return found;
}

function shorter(name: string): string {
  return shortNames.get(name) ?? name;
}

/** Name and figures of a network of which nothing else is drawn. */
export function foldedTexts(
  { name, box }: SceneElement,
  figures: readonly string[],
  metrics: FontMetrics,
): readonly SceneText[] {
  const room = box.width - 2 * foldedInset;
  const title = displayText(name);
  const fits = sizeToFill(title, 'title', room, metrics);
  const size = Math.max(
    fontOf('title', metrics).size,
    Math.floor(Math.min(largestFolded, fits, box.height * 0.42)),
  );
  let y = box.height * 0.08 + size * 1.1;
  // As large as leaves room for every line.
  const wished = Math.min(size * 0.55, (box.height - 4 - y) / (0.3 + 1.4 * figures.length));
  const widest = Math.max(...figures.map((line) => widthAt(line, 'detail', 1, metrics)));
  const small = Math.max(12, Math.min(wished, room / widest));
  const texts: SceneText[] = [{ text: title, role: 'title', size, x: foldedInset, y }];
  y += small * 0.3;
  for (const line of figures) {
    y += small * 1.4;
    if (y > box.height - 4) break;
    const text = cutAt(line, 'detail', small, room, metrics);
    texts.push({ text, role: 'detail', size: small, x: foldedInset, y });
  }
  return texts;
}

/** The size at which a text is as wide as its room. */
export function sizeToFill(
  text: string,
  role: TextRole,
  room: number,
  metrics: FontMetrics,
): number {
  return room / Math.max(0.1, widthAt(text, role, 1, metrics));
}

export function widthAt(text: string, role: TextRole, size: number, metrics: FontMetrics): number {
  const font = fontOf(role, metrics);
  return (textWidth(text, font) * size) / font.size;
}

export function cutAt(
  text: string,
  role: TextRole,
  size: number,
  room: number,
  metrics: FontMetrics,
): string {
  const font = fontOf(role, metrics);
  return cutText(text, font, (room * font.size) / size);
}
