// A page that draws what it is given and does nothing else: what cytoscape itself costs.
import cytoscape from 'cytoscape';
import type { Drawn } from '../../../webview/drawnElements';
import { graphStyle } from '../../../webview/graphStyle';
import { readTheme } from '../../../webview/theme';

declare global {
  /** Draws elements, given as JSON, places included, and fits them into the page. */
  var drawPlainly: (elements: string) => void;
}

globalThis.drawPlainly = (text) => {
  const elements = JSON.parse(text) as readonly Drawn[];
  const container = document.getElementById('app');
  if (container === null) throw new Error('the page has no place to draw');
  container.style.cssText = 'position: absolute; inset: 0';
  const style = graphStyle(readTheme()).map((rule) => ({ ...rule, style: { ...rule.style } }));
  cytoscape({
    container,
    elements: elements.map((drawn) =>
      drawn.group === 'nodes'
        ? {
            group: drawn.group,
            data: { ...drawn.data, id: drawn.id },
            classes: drawn.classes,
            position: { x: drawn.x, y: drawn.y },
          }
        : {
            group: drawn.group,
            data: { ...drawn.data, id: drawn.id, source: drawn.source, target: drawn.target },
            classes: drawn.classes,
          },
    ),
    style,
    layout: { name: 'preset', fit: true, padding: 24 },
    minZoom: 0.01,
  });
};
