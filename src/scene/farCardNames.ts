import { displayText } from './displayText';
import { farNameSizes, smallestRead, widthAt, type FarSize } from './farTexts';
import type { FontMetrics, FontWidths } from './fontMetrics';
import { cutText, fontOf, textWidth } from './measureText';
import type { FarTexts, SceneElement } from './scene';

const inset = 8;
const top = 3;
/** From the baseline of a card's last line of small print to its sockets' names, with some air. */
const belowSmallPrint = 7;
/** Of a letter, in parts of its size. */
const ascent = 0.75;
const descent = 0.22;

/** A container's card, the lane it is in and its compose project. */
export interface ProjectCard {
  readonly card: SceneElement;
  readonly lane: string | undefined;
  readonly project: string | undefined;
  /** Up to which zoom its name is drawn at all, as from nearer all of it is. */
  readonly upTo: number;
}

/**
 * Containers' names from far away, by scene id. What there is no room for goes for a whole project at once, so that
 * its names look alike: first the project, of which its networks tell; then the number of a service's first container,
 * in all projects at once. Where projects meet in a lane, names are cut instead. Monospace letters are the narrowest.
 */
export function farCardNames(
  cards: readonly ProjectCard[],
  metrics: FontMetrics,
): ReadonlyMap<string, readonly FarTexts[]> {
  const mixed = mixedLanes(cards);
  const names = new Map<string, FarTexts[]>();
  const named = cards.map(({ card, lane, project, upTo }): Named => {
    names.set(card.id, []);
    return { forms: formsOf(card, mixed.has(lane) ? undefined : project), card, project, upTo };
  });
  const formOf = new Map<string | undefined, number>();
  for (const far of farNameSizes) {
    for (const one of named) {
      const needed = formNeeded(one, far, metrics);
      if (needed > (formOf.get(one.project) ?? 0)) formOf.set(one.project, needed);
    }
    const isNumbered = ![...formOf.values()].includes(unnumbered);
    for (const { card, project, forms, upTo } of named) {
      if (far.zoom >= upTo) continue;
      const form = formOf.get(project) ?? whole;
      const wished = forms[form === whole || isNumbered ? form : unnumbered] ?? forms[whole] ?? '';
      // Of what is cut the number of a first would be all that is left of its end.
      const fits = widthAt(wished, 'mono', far.size, metrics) <= roomIn(card);
      const name = nameAt(card, fits ? wished : (forms.at(-1) ?? wished), far, metrics);
      const drawn = names.get(card.id);
      if (name.zoom < (drawn?.at(-1)?.zoom ?? 1)) drawn?.push(name);
    }
  }
  return names;
}

/** Lanes in which containers of several projects stand. */
function mixedLanes(cards: readonly ProjectCard[]): ReadonlySet<string | undefined> {
  const first = new Map<string | undefined, string | undefined>();
  const mixed = new Set<string | undefined>();
  for (const { lane, project } of cards) {
    if (!first.has(lane)) first.set(lane, project);
    else if (first.get(lane) !== project) mixed.add(lane);
  }
  return mixed;
}

interface Named extends Omit<ProjectCard, 'lane'> {
  /** From long to short: whole, without its project, without the number of a service's first. Only whole where it tells no project. */
  readonly forms: readonly string[];
}

const whole = 0;
const unprefixed = 1;
const unnumbered = 2;

function formsOf(card: SceneElement, project: string | undefined): readonly string[] {
  const name = displayText(card.name);
  const prefix = project === undefined ? '' : displayText(project);
  const isPrefixed =
    prefix !== '' && name.startsWith(prefix) && /^[-_]./.test(name.slice(prefix.length));
  if (!isPrefixed) return [name];
  const own = name.slice(prefix.length + 1);
  return [name, own, own.replace(/[-_]1$/, '')];
}

/** The longest there is room for; one that has to be cut anyway asks for nothing but to go without its project. */
function formNeeded({ card, forms }: Named, { size }: FarSize, metrics: FontMetrics): number {
  if (forms.length === 1) return whole;
  const room = roomIn(card);
  const fitting = forms.findIndex((form) => widthAt(form, 'mono', size, metrics) <= room);
  return fitting === -1 ? unprefixed : fitting;
}

function roomIn({ box }: SceneElement): number {
  return box.width - 2 * inset;
}

function nameAt(
  card: SceneElement,
  name: string,
  { zoom, size: wished }: FarSize,
  metrics: FontMetrics,
): FarTexts {
  // Sockets begin a little below the last line of small print, and are drawn from far away, too.
  const below = (card.texts.at(-1)?.y ?? card.box.height) + belowSmallPrint;
  const size = Math.floor(Math.min(wished, (below - top) / (ascent + descent)));
  const font = fontOf('mono', metrics);
  const text = cutBeforeNumber(name, font, (roomIn(card) * font.size) / size);
  const y = Math.round((top + below) / 2 + ((ascent - descent) / 2) * size);
  const line = { text, role: 'mono', size, x: inset, y } as const;
  return { zoom: Math.max(zoom, smallestRead / size), texts: [line] };
}

/** Cut, but for the number at its end, by which names of the same beginning are told apart. */
function cutBeforeNumber(name: string, font: FontWidths, room: number): string {
  const whole = cutText(name, font, room);
  const [number] = /\d{1,3}$/.exec(name) ?? [];
  if (whole === name || number === undefined) return whole;
  const before = name.slice(0, -number.length);
  return `${cutText(before, font, room - textWidth(number, font))}${number}`;
}
