import { driftRules, flagRules } from './flagStyle';
import type { GraphFont, GraphTheme } from './graphTheme';
import { mix } from './graphTheme';

/** One rule of cytoscape's stylesheet. */
export interface StyleRule {
  readonly selector: string;
  readonly style: Readonly<Record<string, string | number>>;
}

/** Below this size on the screen, in pixels, a text is not drawn: zooming out sheds labels. */
export const smallestText = 7;
/** Texts of a usual size, 12 pixels and more, are drawn from here on; below, larger and fewer ones are. */
export const readableZoom = 0.6;
const wireWidth = 1.5;
/** Pixels drawn and left out. */
const dashes = '7 4';

/**
 * The look of the drawing. What each thing means is never told by colour alone:
 * certainty is the line style, the default route is the line's width, internal networks have cut
 * corners, orphans a thick square frame; and the scene's texts say all of it in words.
 */
export function graphStyle(theme: GraphTheme): readonly StyleRule[] {
  return [
    ...baseRules(theme),
    ...kindRules(theme),
    ...theme.hues.flatMap((colour, index) => hueRules(theme, colour, index)),
    ...textRules(theme),
    ...certaintyRules(),
    ...flagRules(theme),
    ...driftRules(theme),
    ...stateRules(theme),
  ];
}

function baseRules(theme: GraphTheme): readonly StyleRule[] {
  return [
    { selector: 'core', style: { 'active-bg-opacity': 0 } },
    {
      selector: 'node',
      style: { 'z-index-compare': 'manual', 'z-index': 'data(z)', 'overlay-opacity': 0 },
    },
    {
      selector: 'node.element',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '4px',
        width: 'data(w)',
        height: 'data(h)',
        'background-color': theme.surface,
        // Not within the box: what is clipped loses its left and top when it is thinner than a pixel.
        'border-width': theme.highContrast ? 1.5 : 1,
        'border-color': theme.border,
        'border-dash-pattern': dashes,
      },
    },
    {
      selector: 'edge',
      style: {
        'z-index-compare': 'manual',
        'z-index': 'data(z)',
        'overlay-opacity': 0,
        events: 'no',
        width: wireWidth,
        'line-dash-pattern': dashes,
        'line-color': theme.description,
        'target-arrow-color': theme.description,
        'source-endpoint': 'data(sourceEndpoint)',
        'target-endpoint': 'data(targetEndpoint)',
      },
    },
    { selector: 'edge.straight', style: { 'curve-style': 'straight' } },
    {
      selector: 'edge.bent',
      style: {
        'curve-style': 'segments',
        'edge-distances': 'endpoints',
        'segment-weights': 'data(weights)',
        'segment-distances': 'data(distances)',
      },
    },
  ];
}

function kindRules(theme: GraphTheme): readonly StyleRule[] {
  const bare = theme.highContrast ? { 'background-color': theme.background } : {};
  return [
    {
      selector: 'node.element.k-engine',
      style: {
        'background-color': theme.background,
        'corner-radius': '10px',
        'border-width': 2,
        'border-color': theme.description,
      },
    },
    {
      selector: 'node.element.k-host',
      style: { 'background-color': theme.background, 'corner-radius': '6px' },
    },
    {
      selector: 'node.element.k-network',
      style: { 'background-color': theme.lane, 'corner-radius': '8px', ...bare },
    },
    {
      selector: 'node.element.k-sandbox',
      style: { 'background-opacity': 0, 'border-width': 2, 'border-color': theme.description },
    },
    { selector: 'node.element.k-outside', style: { 'corner-radius': 'data(round)', ...bare } },
    { selector: 'node.element.k-bridge', style: { 'corner-radius': '3px', 'border-width': 2 } },
    { selector: 'node.element.k-veth', style: { shape: 'rectangle' } },
    { selector: 'node.element.k-container', style: { 'corner-radius': '6px', ...bare } },
    {
      selector: 'node.element.k-endpoint',
      style: { 'background-color': theme.background, 'border-width': wireWidth },
    },
    {
      selector: 'node.element.k-port',
      style: {
        'corner-radius': 'data(round)',
        'background-color': theme.highContrast
          ? theme.background
          : mix(theme.published, theme.background, 0.15),
        'border-width': wireWidth,
        'border-color': theme.published,
      },
    },
    {
      selector: 'edge.k-nat',
      style: {
        'line-color': theme.published,
        'target-arrow-color': theme.published,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.8,
      },
    },
    { selector: 'edge.k-outside', style: { 'line-color': theme.foreground } },
  ];
}

/** In high contrast the hues differ in pattern too: unbroken frames in make, dashes in length. */
function hueRules(theme: GraphTheme, colour: string, index: number): readonly StyleRule[] {
  const hue = `.h-${index}`;
  const { highContrast, background } = theme;
  const frame = { 'border-color': colour };
  const wire = { 'line-color': colour, 'target-arrow-color': colour };
  const bus = highContrast ? background : mix(colour, background, 0.35);
  const rules: StyleRule[] = [
    { selector: `node.element.k-bridge${hue}`, style: { ...frame, 'background-color': bus } },
    { selector: `node.element.k-nic${hue}`, style: { ...frame, 'background-color': bus } },
    { selector: `node.element.k-veth${hue}`, style: { ...frame, 'background-color': colour } },
    { selector: `node.element.k-endpoint${hue}`, style: frame },
    { selector: `edge.k-wire${hue}`, style: wire },
    { selector: `edge.k-uplink${hue}`, style: wire },
  ];
  if (!highContrast) return rules;
  const dash = `${4 + 3 * index} ${3 + (index % 2) * 3}`;
  const make = index % 2 === 0 ? 'solid' : 'double';
  return [
    ...rules,
    {
      selector: `node.element.k-bridge${hue}`,
      style: { 'border-style': make, 'border-width': 3 + (index % 3), 'border-dash-pattern': dash },
    },
    { selector: `edge${hue}`, style: { 'line-dash-pattern': dash } },
  ];
}

function textRules(theme: GraphTheme): readonly StyleRule[] {
  const { title, name, detail, mono } = theme.fonts;
  return [
    {
      selector: 'node.text',
      style: {
        width: 1,
        height: 1,
        'background-opacity': 0,
        'border-width': 0,
        events: 'no',
        label: 'data(label)',
        'text-wrap': 'none',
        'text-halign': 'right',
        'text-valign': 'top',
        color: theme.foreground,
      },
    },
    { selector: 'node.text.r-title', style: font(title) },
    { selector: 'node.text.r-name', style: font(name) },
    { selector: 'node.text.r-detail', style: { ...font(detail), color: theme.description } },
    { selector: 'node.text.r-badge', style: { ...font(detail), color: theme.description } },
    { selector: 'node.text.r-mono', style: font(mono) },
    {
      selector: 'node.text[size]',
      style: {
        'font-size': 'data(size)',
        'text-margin-y': 'data(descent)',
        display: 'none',
      },
    },
    { selector: 'node.text[size].shown', style: { display: 'element' } },
    {
      // Across the cards of its network.
      selector: 'node.text.across',
      style: {
        'text-background-color': theme.highContrast ? theme.background : theme.lane,
        'text-background-opacity': 0.75,
        'text-background-shape': 'round-rectangle',
        'text-background-padding': '2px',
      },
    },
  ];
}

/** Cytoscape puts the bottom of the font's box on the node; the margin puts the baseline there. */
function font({ family, size, weight, descent }: GraphFont): StyleRule['style'] {
  return {
    'font-family': family,
    'font-size': size,
    'font-weight': weight,
    'text-margin-y': descent,
  };
}

function certaintyRules(): readonly StyleRule[] {
  return [
    { selector: 'node.element.c-declared', style: { 'border-style': 'dashed' } },
    { selector: 'node.element.c-predicted', style: { 'border-style': 'dashed' } },
    { selector: 'node.element.c-unknown', style: { 'border-style': 'dotted' } },
    { selector: 'edge.c-declared', style: { 'line-style': 'dashed' } },
    { selector: 'edge.c-predicted', style: { 'line-style': 'dashed' } },
    { selector: 'edge.c-unknown', style: { 'line-style': 'dotted' } },
  ];
}

/** Set by the pointer and the selection, not by the scene. */
function stateRules(theme: GraphTheme): readonly StyleRule[] {
  return [
    {
      selector: 'node.element.selected',
      style: { 'outline-width': 2, 'outline-offset': 2, 'outline-color': theme.focus },
    },
    { selector: 'edge.f-quiet', style: { display: 'none' } },
    { selector: 'edge.f-quiet.lit', style: { display: 'element' } },
  ];
}
