import type { Certainty, SceneEdge, SceneElement, SceneFlag, TextRole } from '../scene';
import type { PictureColour, PictureTheme } from './pictureTheme';

/** How a frame is drawn; lengths in pixels. */
export interface BoxLook {
  readonly shape: 'rectangle' | 'rounded' | 'cut';
  /** Radius of round corners, length of cut ones. */
  readonly corner: number;
  readonly fill: PictureColour;
  readonly fillOpacity: number;
  readonly stroke: PictureColour;
  readonly strokeWidth: number;
  readonly strokeOpacity: number;
  readonly line: LineStyle;
  /** Pixels drawn and left out, where the line is dashed. */
  readonly dash: string;
}

export interface WireLook {
  readonly stroke: PictureColour;
  readonly strokeWidth: number;
  readonly strokeOpacity: number;
  readonly line: Exclude<LineStyle, 'double'>;
  readonly dash: string;
  readonly arrow: boolean;
}

export type LineStyle = 'solid' | 'dashed' | 'dotted' | 'double';

export interface TextLook {
  readonly role: TextRole;
  readonly colour: PictureColour;
  readonly opacity: number;
  readonly bold: boolean;
}

const wireWidth = 1.5;
const defaultRouteWidth = 3.5;
const dashes = '7 4';
const thickDashes = '13 6';
const pale: readonly SceneFlag[] = ['stopped', 'paused', 'inactive', 'stale'];
const drifts: readonly SceneFlag[] = ['drift-missing', 'drift-extra', 'drift-changed'];

/** The look the graph has on screen. A unit test compares it with the webview's stylesheet. */
export function boxLook(element: SceneElement, theme: PictureTheme): BoxLook {
  return flagged(element, theme, {
    ...plainBox(element, theme),
    ...hued(element, theme),
    line: hueLine(element, theme) ?? lineOf(element.certainty),
  });
}

export function wireLook(edge: SceneEdge, theme: PictureTheme): WireLook {
  const { flags, kind } = edge;
  const colour = hueOf(edge, theme);
  const isDefault = flags.includes('default-route');
  const isMissing = flags.includes('drift-missing');
  const isStale = flags.includes('stale');
  const own = kind === 'wire' || kind === 'uplink' ? colour?.hue : undefined;
  const kindColour =
    kind === 'nat' ? theme.published : kind === 'outside' ? theme.foreground : theme.description;
  const hueDash = theme.highContrast ? colour?.dash : undefined;
  return {
    stroke: isStale ? theme.description : (own ?? kindColour),
    strokeWidth: isDefault ? defaultRouteWidth : wireWidth,
    strokeOpacity: isMissing ? 0.6 : isPale(flags) ? 0.5 : 1,
    line: isMissing ? 'dashed' : lineOf(edge.provenance.kind),
    dash: isDefault && !theme.highContrast ? thickDashes : (hueDash ?? dashes),
    arrow: kind === 'nat',
  };
}

export function textLook(
  role: TextRole,
  { flags }: Pick<SceneElement, 'flags'>,
  theme: PictureTheme,
): TextLook {
  const isDrift = role === 'badge' && drifts.some((flag) => flags.includes(flag));
  const quiet = role === 'detail' || role === 'badge';
  return {
    role,
    colour: isDrift ? theme.warning : quiet ? theme.description : theme.foreground,
    opacity: isPale(flags) && !theme.highContrast ? 0.75 : 1,
    bold: isDrift || role === 'title' || role === 'name',
  };
}

/** `amount` of `over` laid on `under`, 0 to 1. */
function blend(over: PictureColour, under: PictureColour, amount: number): PictureColour {
  const channel = (colour: PictureColour, index: number) =>
    Number.parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16);
  const mixed = [0, 1, 2].map((index) =>
    Math.round(channel(over, index) * amount + channel(under, index) * (1 - amount))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${mixed.join('')}`;
}

function plainBox({ kind, box }: SceneElement, theme: PictureTheme): Omit<BoxLook, 'line'> {
  const bare = theme.highContrast ? { fill: theme.background } : {};
  const common = {
    shape: 'rounded',
    corner: 4,
    fill: theme.surface,
    fillOpacity: 1,
    stroke: theme.border,
    strokeWidth: theme.highContrast ? 1.5 : 1,
    strokeOpacity: 1,
    dash: dashes,
  } as const;
  const pill = Math.min(box.width, box.height) / 2;
  switch (kind) {
    case 'engine':
      return {
        ...common,
        corner: 10,
        fill: theme.background,
        strokeWidth: 2,
        stroke: theme.description,
      };
    case 'host':
      return { ...common, corner: 6, fill: theme.background };
    case 'network':
      return { ...common, corner: 8, fill: theme.lane, ...bare };
    case 'sandbox':
      return { ...common, fillOpacity: 0, strokeWidth: 2, stroke: theme.description };
    case 'outside':
      return { ...common, corner: pill, ...bare };
    case 'bridge':
      return { ...common, corner: 3, strokeWidth: 2 };
    case 'veth':
      return { ...common, shape: 'rectangle', corner: 0 };
    case 'container':
      return { ...common, corner: 6, ...bare };
    case 'endpoint':
      return { ...common, fill: theme.background, strokeWidth: wireWidth };
    case 'port':
      return {
        ...common,
        corner: pill,
        fill: theme.highContrast
          ? theme.background
          : blend(theme.published, theme.background, 0.15),
        stroke: theme.published,
        strokeWidth: wireWidth,
      };
    case 'nic':
      return common;
  }
}

/** In high contrast hues differ by pattern: frames in make and width, dashes in length. */
function hueOf({ hue }: { readonly hue?: number }, theme: PictureTheme) {
  if (hue === undefined || theme.hues.length === 0) return undefined;
  const index = hue % theme.hues.length;
  return {
    index,
    hue: theme.hues[index] ?? theme.foreground,
    dash: `${4 + 3 * index} ${3 + (index % 2) * 3}`,
  };
}

function hued(element: SceneElement, theme: PictureTheme): Partial<BoxLook> {
  const colour = hueOf(element, theme);
  if (colour === undefined) return {};
  switch (element.kind) {
    case 'nic': {
      const fill = theme.highContrast
        ? theme.background
        : blend(colour.hue, theme.background, 0.35);
      return { stroke: colour.hue, fill };
    }
    case 'bridge':
      return theme.highContrast
        ? {
            stroke: colour.hue,
            fill: theme.background,
            strokeWidth: 3 + (colour.index % 3),
            dash: colour.dash,
          }
        : { stroke: colour.hue, fill: blend(colour.hue, theme.background, 0.35) };
    case 'veth':
      return { stroke: colour.hue, fill: colour.hue };
    case 'endpoint':
      return { stroke: colour.hue };
    default:
      return {};
  }
}

/** What is not observed shows that first. */
function hueLine(element: SceneElement, theme: PictureTheme): LineStyle | undefined {
  const colour = hueOf(element, theme);
  if (!theme.highContrast || colour === undefined || element.kind !== 'bridge') return undefined;
  if (element.certainty !== 'observed') return undefined;
  return colour.index % 2 === 0 ? 'solid' : 'double';
}

function flagged({ kind, flags }: SceneElement, theme: PictureTheme, plain: BoxLook): BoxLook {
  const has = (flag: SceneFlag) => flags.includes(flag);
  const layers: Partial<BoxLook>[] = [];
  if (isPale(flags)) layers.push({ fillOpacity: 0.4, strokeOpacity: 0.5 });
  if (has('stale')) layers.push(stale(kind, theme));
  if (has('default-route') && (kind === 'endpoint' || kind === 'nic'))
    layers.push({ strokeWidth: 2.5 });
  if (has('internal') && kind === 'network') layers.push({ shape: 'cut', corner: 16 });
  if (has('internal') && kind === 'bridge') layers.push({ shape: 'cut', corner: 8 });
  if (has('orphan'))
    layers.push({ shape: 'rectangle', corner: 0, strokeWidth: 3, stroke: theme.warning });
  const marked = { stroke: theme.warning, strokeWidth: 3 };
  if (has('drift-missing')) layers.push({ line: 'dashed', fillOpacity: 0.4 });
  if (has('drift-extra')) layers.push({ ...marked, line: 'double' });
  if (has('drift-changed')) layers.push({ ...marked, line: 'solid' });
  return layers.reduce<BoxLook>((look, layer) => ({ ...look, ...layer }), plain);
}

/** Without colours; the frame of an engine that does not answer stands out instead. */
function stale(kind: SceneElement['kind'], theme: PictureTheme): Partial<BoxLook> {
  if (kind === 'engine') return { stroke: theme.warning, strokeOpacity: 1, fillOpacity: 1 };
  const isFilled = kind === 'bridge' || kind === 'veth' || kind === 'port';
  const fill = theme.highContrast ? theme.background : theme.surface;
  return { stroke: theme.border, ...(isFilled ? { fill } : {}) };
}

function lineOf(certainty: Certainty): 'solid' | 'dashed' | 'dotted' {
  switch (certainty) {
    case 'observed':
      return 'solid';
    case 'declared':
    case 'predicted':
      return 'dashed';
    case 'unknown':
      return 'dotted';
  }
}

function isPale(flags: readonly SceneFlag[]): boolean {
  return pale.some((flag) => flags.includes(flag));
}
