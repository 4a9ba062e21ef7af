import type { StyleRule } from './graphStyle';
import type { GraphTheme } from './graphTheme';

const defaultRouteWidth = 3.5;
/** Pixels drawn and left out: thick lines need longer dashes, or they look dotted. */
const thickDashes = '13 6';

/** How what a flag says of an element is drawn. */
export function flagRules(theme: GraphTheme): readonly StyleRule[] {
  const pale = ['stopped', 'paused', 'inactive', 'stale'];
  return [
    ...pale.flatMap((flag) => [
      {
        selector: `node.element.f-${flag}`,
        style: { 'background-opacity': 0.4, 'border-opacity': 0.5 },
      },
      {
        selector: `node.text.f-${flag}`,
        style: { 'text-opacity': theme.highContrast ? 1 : 0.75 },
      },
      { selector: `edge.f-${flag}`, style: { 'line-opacity': 0.5 } },
    ]),
    ...staleRules(theme),
    {
      selector: 'edge.f-default-route',
      style: {
        width: defaultRouteWidth,
        ...(theme.highContrast ? {} : { 'line-dash-pattern': thickDashes }),
      },
    },
    { selector: 'node.element.k-endpoint.f-default-route', style: { 'border-width': 2.5 } },
    { selector: 'node.element.k-nic.f-default-route', style: { 'border-width': 2.5 } },
    {
      selector: 'node.element.k-network.f-internal',
      style: { shape: 'cut-rectangle', 'corner-radius': '16px' },
    },
    {
      selector: 'node.element.k-bridge.f-internal',
      style: { shape: 'cut-rectangle', 'corner-radius': '8px' },
    },
    {
      selector: 'node.element.f-orphan',
      style: { shape: 'rectangle', 'border-width': 3, 'border-color': theme.warning },
    },
  ];
}

/** What an engine that does not answer showed last has no colours; its frame says why in words. */
function staleRules(theme: GraphTheme): readonly StyleRule[] {
  const line = { 'line-color': theme.description, 'target-arrow-color': theme.description };
  const filled = ['bridge', 'veth', 'port'].map((kind) => `node.element.k-${kind}.f-stale`);
  const fill = theme.highContrast ? theme.background : theme.surface;
  return [
    { selector: 'node.element.f-stale', style: { 'border-color': theme.border } },
    { selector: filled.join(', '), style: { 'background-color': fill } },
    { selector: 'edge.f-stale', style: line },
    {
      selector: 'node.element.k-engine.f-stale',
      style: { 'border-color': theme.warning, 'border-opacity': 1, 'background-opacity': 1 },
    },
  ];
}

/** Where a running project differs from its files: paler and dashed, doubled, or thick. */
export function driftRules({ warning }: GraphTheme): readonly StyleRule[] {
  const line = { 'border-color': warning, 'border-width': 3 };
  return [
    {
      selector: 'node.element.f-drift-missing',
      style: { 'border-style': 'dashed', 'background-opacity': 0.4 },
    },
    {
      selector: 'edge.f-drift-missing',
      style: { 'line-style': 'dashed', 'line-opacity': 0.6 },
    },
    { selector: 'node.element.f-drift-extra', style: { ...line, 'border-style': 'double' } },
    { selector: 'node.element.f-drift-changed', style: { ...line, 'border-style': 'solid' } },
    {
      selector:
        'node.text.r-badge.f-drift-missing, node.text.r-badge.f-drift-extra, node.text.r-badge.f-drift-changed',
      style: { color: warning, 'font-weight': 'bold' },
    },
  ];
}
