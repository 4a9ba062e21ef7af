import type { Colour, GraphFont, GraphFonts, GraphTheme } from './graphTheme';
import { hex, mix } from './graphTheme';

/** Names without `--vscode-`; the first one the theme sets counts. */
const hueVariables = [
  'charts-blue',
  'charts-purple',
  'charts-green',
  'charts-orange',
  'charts-red',
  'charts-yellow',
] as const;

/** Reads VS Code's theme from the page's CSS variables. */
export function readTheme(): GraphTheme {
  const variables = getComputedStyle(document.documentElement);
  const read = (names: readonly string[], under: Colour, fallback: string): Colour => {
    const found = names
      .map((name) => variables.getPropertyValue(`--vscode-${name}`).trim())
      .find((value) => value !== '');
    return opaque(found ?? fallback, under);
  };
  const highContrast = /\bvscode-high-contrast(-light)?\b/.test(document.body.className);
  const background = read(['editor-background'], '#000000', 'Canvas');
  const foreground = read(['editor-foreground', 'foreground'], background, 'CanvasText');
  // Widget colours of many themes hardly differ from the editor's: cards would not be seen.
  const border = highContrast
    ? read(['contrastBorder', 'foreground'], background, 'CanvasText')
    : mix(foreground, background, 0.3);
  return {
    highContrast,
    background,
    foreground,
    description: read(['descriptionForeground', 'foreground'], background, 'CanvasText'),
    surface: mix(foreground, background, 0.08),
    lane: mix(foreground, background, 0.03),
    border,
    focus: read(['focusBorder', 'foreground'], background, 'CanvasText'),
    warning: read(['editorWarning-foreground', 'charts-orange'], background, 'CanvasText'),
    published: read(['charts-yellow', 'foreground'], background, 'CanvasText'),
    hues: hueVariables.map((name) => read([name, 'foreground'], background, 'CanvasText')),
    fonts: readFonts(variables),
  };
}

/** Calls back at most once a frame, and only when what the drawing takes from the theme changed. */
export function observeTheme(changed: (theme: GraphTheme) => void): void {
  let last = JSON.stringify(readTheme());
  let waiting = false;
  const check = () => {
    waiting = false;
    const theme = readTheme();
    const text = JSON.stringify(theme);
    if (text === last) return;
    last = text;
    changed(theme);
  };
  const observer = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(check);
  });
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
}

function readFonts(variables: CSSStyleDeclaration): GraphFonts {
  const read = (name: string) => variables.getPropertyValue(`--vscode-${name}`);
  const family = fontFamily(read('font-family'), 'sans-serif');
  const mono = fontFamily(read('editor-font-family'), 'monospace');
  const size = fontSize(read('font-size'));
  return {
    title: withDescent({ family, size: size + 1, weight: 'bold' }),
    name: withDescent({ family, size, weight: 'bold' }),
    detail: withDescent({ family, size: size - 1, weight: 'normal' }),
    mono: withDescent({ family: mono, size: size - 1, weight: 'normal' }),
  };
}

/** Cytoscape takes no single quotes and only names of plain characters. */
function fontFamily(list: string, generic: string): string {
  const names = list
    .replaceAll("'", '"')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^("[\w -]+"|[\w -]+)$/.test(name));
  return [...names, generic].join(', ');
}

const defaultFontSize = 13;

function fontSize(value: string): number {
  const size = Number.parseFloat(value);
  return size >= 6 && size <= 60 ? size : defaultFontSize;
}

function withDescent(font: Omit<GraphFont, 'descent'>): GraphFont {
  const context = canvasContext();
  context.font = cssFont(font);
  return { ...font, descent: context.measureText('x').fontBoundingBoxDescent };
}

/** The CSS shorthand, as a canvas takes it. */
export function cssFont({ family, size, weight }: Omit<GraphFont, 'descent'>): string {
  return `${weight} ${size}px ${family}`;
}

/** Any CSS colour as it looks on `under`. A canvas reads what the browser reads: names, hsl, color-mix. */
function opaque(colour: string, under: Colour): Colour {
  const context = canvasContext();
  for (const fill of [under, colour]) {
    context.fillStyle = fill;
    context.fillRect(0, 0, 1, 1);
  }
  return hex([...context.getImageData(0, 0, 1, 1).data]);
}

let shared: CanvasRenderingContext2D | undefined;

/** One context for all measuring and colour reading. */
export function canvasContext(): CanvasRenderingContext2D {
  const made =
    shared ?? document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (made === null) throw new Error('this browser has no 2D canvas');
  shared = made;
  return made;
}
