/** `#rrggbb`; cytoscape draws no alpha, so translucent theme colours are blended beforehand. */
export type Colour = string;

export interface GraphFont {
  /** A font list cytoscape accepts: no single quotes. */
  readonly family: string;
  /** Pixels. */
  readonly size: number;
  readonly weight: 'normal' | 'bold';
  /** From the baseline to the bottom of the font's box, in pixels. */
  readonly descent: number;
}

export interface GraphFonts {
  readonly title: GraphFont;
  readonly name: GraphFont;
  readonly detail: GraphFont;
  readonly mono: GraphFont;
}

/** What the drawing takes from VS Code's colour theme. */
export interface GraphTheme {
  /** High contrast: borders and patterns instead of fills. */
  readonly highContrast: boolean;
  readonly background: Colour;
  readonly foreground: Colour;
  /** Quieter text. */
  readonly description: Colour;
  /** Fill of cards. */
  readonly surface: Colour;
  /** Fill of lanes. */
  readonly lane: Colour;
  readonly border: Colour;
  readonly focus: Colour;
  readonly warning: Colour;
  /** Published ports and the wires of their NAT. */
  readonly published: Colour;
  /** Shared by a network's bus, plugs, ports and wires. */
  readonly hues: readonly Colour[];
  readonly fonts: GraphFonts;
}

/** `amount` of `over` laid on `under`, 0 to 1. */
export function mix(over: Colour, under: Colour, amount: number): Colour {
  const top = channels(over);
  const bottom = channels(under);
  return hex(top.map((value, index) => value * amount + (bottom[index] ?? 0) * (1 - amount)));
}

export function hex(rgb: readonly number[]): Colour {
  const parts = rgb.slice(0, 3).map((value) => Math.round(value).toString(16).padStart(2, '0'));
  return `#${parts.join('')}`;
}

function channels(colour: Colour): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
