/** `#rrggbb`. */
export type PictureColour = string;

export interface PictureFont {
  /** A CSS font list. */
  readonly family: string;
  /** Pixels. */
  readonly size: number;
  readonly weight: 'normal' | 'bold';
}

/** Colours and fonts of a picture; what the graph on screen takes from the editor's theme fits. */
export interface PictureTheme {
  /** Borders and patterns instead of fills. */
  readonly highContrast: boolean;
  readonly background: PictureColour;
  readonly foreground: PictureColour;
  readonly description: PictureColour;
  readonly surface: PictureColour;
  readonly lane: PictureColour;
  readonly border: PictureColour;
  readonly warning: PictureColour;
  readonly published: PictureColour;
  readonly hues: readonly PictureColour[];
  readonly fonts: {
    readonly title: PictureFont;
    readonly name: PictureFont;
    readonly detail: PictureFont;
    readonly mono: PictureFont;
  };
}

export type PictureThemeName = 'light' | 'dark' | 'print';

/** Widths of `defaultFontMetrics` are those of the first two of each. */
const sans = 'Verdana, "DejaVu Sans", Geneva, sans-serif';
const mono = '"DejaVu Sans Mono", Menlo, Consolas, monospace';

const fonts: PictureTheme['fonts'] = {
  title: { family: sans, size: 14, weight: 'bold' },
  name: { family: sans, size: 13, weight: 'bold' },
  detail: { family: sans, size: 12, weight: 'normal' },
  mono: { family: mono, size: 12, weight: 'normal' },
};

/** For whoever has no editor's theme; `print` is black on white and tells hues by pattern. */
export const pictureThemes: Readonly<Record<PictureThemeName, PictureTheme>> = {
  light: {
    highContrast: false,
    background: '#ffffff',
    foreground: '#3b3b3b',
    description: '#5c5c5c',
    surface: '#f0f0f0',
    lane: '#f9f9f9',
    border: '#c4c4c4',
    warning: '#bf8803',
    published: '#bf8803',
    hues: ['#0063d3', '#652d90', '#388a34', '#d18616', '#e51400', '#bf8803'],
    fonts,
  },
  dark: {
    highContrast: false,
    background: '#1f1f1f',
    foreground: '#cccccc',
    description: '#9d9d9d',
    surface: '#2d2d2d',
    lane: '#242424',
    border: '#535353',
    warning: '#cca700',
    published: '#cca700',
    hues: ['#59a4f9', '#b180d7', '#89d185', '#d18616', '#f14c4c', '#cca700'],
    fonts,
  },
  print: {
    highContrast: true,
    background: '#ffffff',
    foreground: '#000000',
    description: '#000000',
    surface: '#ffffff',
    lane: '#ffffff',
    border: '#000000',
    warning: '#000000',
    published: '#000000',
    hues: Array.from({ length: 6 }, () => '#000000'),
    fonts,
  },
};

/** Black on white in the fonts the picture was laid out with. */
export function printed(theme: PictureTheme): PictureTheme {
  return { ...pictureThemes.print, fonts: theme.fonts };
}
