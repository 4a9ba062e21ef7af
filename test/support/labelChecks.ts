import type { FontMetrics } from '../../src/scene/fontMetrics';
import { fontOf, textWidth } from '../../src/scene/measureText';
import type { Box, Scene, SceneElement, SceneText } from '../../src/scene/scene';

/** As the webview sheds them: see graphStyle.ts and shownTexts.ts. */
const smallest = 7;
const readable = 0.6;

interface Label {
  readonly id: string;
  readonly box: Box;
}

/** Texts that lie on one another at a zoom, as `a on b`; those that are not shown there do not count. */
export function coveredLabels(scene: Scene, metrics: FontMetrics, zoom: number): readonly string[] {
  const labels = scene.elements.flatMap((element) => labelsOf(element, metrics, zoom));
  // From left to right: only what begins before one ends can lie on it.
  labels.sort((a, b) => a.box.x - b.box.x);
  return labels.flatMap((a, index) => {
    const on: string[] = [];
    for (const b of labels.slice(index + 1)) {
      if (b.box.x >= a.box.x + a.box.width - 0.5) break;
      if (b.box.y < a.box.y + a.box.height && a.box.y < b.box.y + b.box.height) {
        on.push(`${a.id} on ${b.id}`);
      }
    }
    return on;
  });
}

function labelsOf(element: SceneElement, metrics: FontMetrics, zoom: number): readonly Label[] {
  const { id, texts, far = [], box } = element;
  const shown = texts.filter(({ size }) =>
    size === undefined ? zoom > readable : size * zoom >= smallest,
  );
  const away = zoom > readable ? undefined : far.find((one) => zoom >= one.zoom);
  return [...shown, ...(away?.texts ?? [])].map((text) => ({
    id: `${id} “${text.text}”`,
    box: labelBox(text, box, metrics),
  }));
}

function sizeOf(text: SceneText, metrics: FontMetrics): number {
  return text.size ?? fontOf(text.role, metrics).size;
}

/** Around its letters, those with descenders too. */
function labelBox(text: SceneText, { x, y }: Box, metrics: FontMetrics): Box {
  const font = fontOf(text.role, metrics);
  const size = sizeOf(text, metrics);
  return {
    x: x + text.x,
    y: y + text.y - 0.75 * size,
    width: (textWidth(text.text, font) * size) / font.size,
    height: 0.95 * size,
  };
}
