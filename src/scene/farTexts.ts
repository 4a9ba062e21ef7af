import { displayText } from './displayText';
import { maybe } from './drawing';
import type { FontMetrics, FontWidths } from './fontMetrics';
import { cutText, fontOf, textWidth } from './measureText';
import type { SceneElement, SceneText, TextRole } from './scene';

const largest = 180;
const inset = 20;
/** A lane's heading has so much room when its second line is left out. */
const headingSize = 26;
/** And so much when there are none of its lines: its descenders end above the bus. */
const farHeadingSize = 38;
const farHeadingLine = 34;
/** A longer name is cut instead: smaller ones are not read from where they are drawn, and neither are those below. */
const leastHeading = 22;
const cardInset = 5;
const barInset = 3;
const edgeInset = 10;
const longestEdgeName = 200;
const largestEdgeName = 26;
const cardTop = 3;
/** From the baseline of a card's last line of small print to its sockets' names, with some air. */
const belowSmallPrint = 7;
const outsideFarName = 'Internet';
/** Of a letter, in parts of its size. */
const farAscent = 0.85;
const farDescent = 0.22;
/** Of a container's name from far away, in pixels at zoom 1: at most, at least, and before its project is left out. */
export const largestCardName = 38;
const longNameSize = 24;
const leastCardName = 18;

/** The name across a network's box, no larger than fits: what is read of it from far away. */
export function farLabel(
  { name, box }: SceneElement,
  wished: number,
  metrics: FontMetrics,
): SceneText {
  const text = displayText(name);
  const height = Math.min(wished, box.height * 0.5);
  const size = fittingSize(text, 'title', box.width - 2 * inset, height, metrics);
  return {
    text,
    role: 'title',
    size,
    x: (box.width - widthAt(text, 'title', size, metrics)) / 2,
    y: box.height / 2 + size * 0.35,
  };
}

/**
 * What a bus or a socket says, as large as its bar: all of it where that fits a bus, and from farther its address.
 * @param most pixels at zoom 1 it may have at most
 */
export function farLines(
  element: SceneElement,
  most: number | undefined,
  metrics: FontMetrics,
): Pick<SceneElement, 'far' | 'farther'> {
  const { kind, address, box, texts } = element;
  const room = box.width - 2 * barInset;
  const own = fontOf('mono', metrics).size;
  const lineOf = (text: string | undefined): SceneText | undefined => {
    if (text === undefined) return undefined;
    const fits = sizeToFill(text, 'mono', room, metrics);
    const size = Math.floor(Math.min(box.height * 0.8, most ?? Infinity, fits));
    if (size <= own) return undefined;
    return { text, role: 'mono', size, x: barInset, y: box.height / 2 + size * 0.35 };
  };
  const short = lineOf(address);
  const whole = kind === 'bridge' ? lineOf(texts[0]?.text) : undefined;
  if (whole === undefined) return maybe('far', short);
  const isLarger = short?.size !== undefined && short.size > (whole.size ?? 0);
  return isLarger ? { far: whole, farther: short } : { far: whole };
}

/**
 * The name of what stands at the host's edge, as large as its box: of a published port its number, which is
 * what it is known by, and of the outside a shorter one, as its box is no larger than its name.
 */
export function farEdgeName(element: SceneElement, metrics: FontMetrics): SceneText | undefined {
  const { kind, name, address, box } = element;
  const port = kind === 'port' ? /:\d+$/.exec(address ?? '')?.[0] : undefined;
  const text = port ?? (kind === 'outside' ? outsideFarName : displayText(name));
  const role = kind === 'port' ? 'mono' : 'name';
  const own = fontOf(role, metrics).size;
  const most = Math.min(box.width - 2 * edgeInset, longestEdgeName);
  const size = Math.floor(
    Math.min(box.height * 0.8, largestEdgeName, sizeToFill(text, role, most, metrics)),
  );
  if (size < own) return undefined;
  return { text, role, size, x: edgeInset, y: box.height / 2 + size * 0.35 };
}

/** The name in a lane's heading, as large as it has room: what is read from far away beside the names of its containers. */
export function farHeading(
  { name, box, texts }: SceneElement,
  metrics: FontMetrics,
): SceneText | undefined {
  const x = texts[0]?.x;
  if (x === undefined) return undefined;
  const room = box.width - x - inset;
  const wished = displayText(name);
  const fits = fittingSize(wished, 'title', room, farHeadingSize, metrics);
  const size = Math.max(leastHeading, fits);
  const font = fontOf('title', metrics);
  const text = cutText(wished, font, (room * font.size) / size);
  return { text, role: 'title', size, x, y: farHeadingLine };
}

/** What is read of a container from far away, and from farther still. */
export interface FarCardNames {
  readonly far: SceneText;
  /** Shorter and larger: absent where the other is as large as can be. */
  readonly farther?: SceneText;
}

/**
 * A container's name as large as its card is wide, and a shorter one as large as its card is high: which one is
 * drawn is settled by what can be read. Monospace letters are the narrowest. A long name leaves out its project,
 * of which the networks tell.
 * @param most pixels at zoom 1 they may have at most
 * @param cuts whether there is to be a shorter one
 */
export function farCardNames(
  { name, box, texts }: SceneElement,
  project: string | undefined,
  most: number,
  cuts: boolean,
  metrics: FontMetrics,
): FarCardNames {
  const room = box.width - 2 * cardInset;
  const font = fontOf('mono', metrics);
  const fits = (text: string) => sizeToFill(text, 'mono', room, metrics);
  const whole = displayText(name);
  // Sockets begin a little below the last line of small print, and are drawn from far away, too.
  const below = (texts.at(-1)?.y ?? box.height) + belowSmallPrint;
  const height = Math.floor(Math.min(most, (below - cardTop) / (farAscent + farDescent)));
  const short = withoutProject(whole, project);
  const wished = fits(whole) < longNameSize ? short : whole;
  const line = (text: string, size: number): SceneText => ({
    text,
    role: 'mono',
    size,
    x: cardInset,
    y: cardTop + size * farAscent,
  });
  const roomAt = (size: number) => (room * font.size) / size;
  const size = Math.floor(Math.min(height, Math.max(leastCardName, fits(wished))));
  const far = line(cutText(wished, font, roomAt(size)), size);
  if (!cuts || size >= height) return { far };
  // Of a project's service the first container is what the service is known by.
  const shortest = short === whole ? whole : short.replace(/[-_]1$/, '');
  return { far, farther: line(cutBeforeNumber(shortest, font, roomAt(height)), height) };
}

function withoutProject(name: string, project: string | undefined): string {
  const prefix = project === undefined ? '' : displayText(project);
  const isPrefixed =
    prefix !== '' && name.startsWith(prefix) && /^[-_]./.test(name.slice(prefix.length));
  return isPrefixed ? name.slice(prefix.length + 1) : name;
}

/** Cut, but for the number at its end, by which names of the same beginning are told apart. */
function cutBeforeNumber(name: string, font: FontWidths, room: number): string {
  const whole = cutText(name, font, room);
  const [number] = /\d{1,3}$/.exec(name) ?? [];
  if (whole === name || number === undefined) return whole;
  const before = name.slice(0, -number.length);
  return `${cutText(before, font, room - textWidth(number, font))}${number}`;
}

/** The name over a network's bus, larger than with a second line below it. */
export function leanHeading({ name, box, texts }: SceneElement, metrics: FontMetrics): SceneText {
  const text = displayText(name);
  const x = texts[0]?.x ?? inset;
  const size = fittingSize(text, 'title', box.width - x - inset, headingSize, metrics);
  if (widthAt(text, 'title', size, metrics) > box.width - x) {
    return texts[0] ?? { text, role: 'title', x, y: 20 };
  }
  return { text, role: 'title', size, x, y: 32 };
}

/** Name and figures of a network of which nothing else is drawn. */
export function foldedTexts(
  { name, box }: SceneElement,
  figures: readonly string[],
  metrics: FontMetrics,
): readonly SceneText[] {
  const room = box.width - 2 * inset;
  const title = displayText(name);
  const size = fittingSize(title, 'title', room, box.height * 0.42, metrics);
  let y = box.height * 0.08 + size * 1.1;
  // As large as leaves room for every line.
  const wished = Math.min(size * 0.55, (box.height - 4 - y) / (0.3 + 1.4 * figures.length));
  const widest = Math.max(...figures.map((line) => widthAt(line, 'detail', 1, metrics)));
  const small = Math.max(12, Math.min(wished, room / widest));
  const texts: SceneText[] = [{ text: title, role: 'title', size, x: inset, y }];
  y += small * 0.3;
  for (const line of figures) {
    y += small * 1.4;
    if (y > box.height - 4) break;
    const font = fontOf('detail', metrics);
    const text = cutText(line, font, (room * font.size) / small);
    texts.push({ text, role: 'detail', size: small, x: inset, y });
  }
  return texts;
}

function fittingSize(
  text: string,
  role: TextRole,
  width: number,
  height: number,
  metrics: FontMetrics,
): number {
  const { size } = fontOf(role, metrics);
  const fits = sizeToFill(text, role, width, metrics);
  return Math.max(size, Math.floor(Math.min(largest, fits, height)));
}

/** The size at which a text is as wide as its room. */
function sizeToFill(text: string, role: TextRole, room: number, metrics: FontMetrics): number {
  return room / Math.max(0.1, widthAt(text, role, 1, metrics));
}

function widthAt(text: string, role: TextRole, size: number, metrics: FontMetrics): number {
  const font = fontOf(role, metrics);
  return (textWidth(text, font) * size) / font.size;
}
