import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { exportEdges } from '../../../src/scene/export/exportTree';
import { mermaidOf } from '../../../src/scene/export/mermaidOf';
import type { Scene } from '../../../src/scene/scene';
import { mermaidScript } from '../../support/mermaidScript';
import { processorTime, type Cost } from './paintCost';

/** The same picture as users would draw it without us, from the text that is exported for these programs. */

/**
 * The scene's boxes and wires, from the buses to their plugs too, as somebody would write them down who has
 * nothing but Graphviz: no nesting, no look.
 */
export function plainDot(scene: Scene): string {
  const { elements } = scene;
  const numbers = new Map(elements.map(({ id }, number) => [id, number]));
  return [
    'digraph {',
    ...elements.map(
      ({ name }, number) => `  n${number} [shape=box, label=${JSON.stringify(name)}]`,
    ),
    ...exportEdges(scene).map(({ from, to }) => `  n${numbers.get(from)} -> n${numbers.get(to)}`),
    '}',
  ].join('\n');
}

/** Graphviz dot, from the text to an SVG: milliseconds of processor time; `undefined` where it is not installed. */
export function costOfDot(text: string, patienceMs: number): number | undefined {
  if (spawnSync('dot', ['-V']).error !== undefined) return undefined;
  const { stderr, signal } = spawnSync('bash', ['-c', 'time -p dot -Tsvg -o /dev/null'], {
    input: text,
    encoding: 'utf8',
    timeout: patienceMs,
  });
  if (signal !== null) return Infinity;
  const seconds = (name: string) =>
    Number(new RegExp(`^${name} ([\\d.]+)`, 'm').exec(stderr)?.[1] ?? NaN);
  return 1000 * (seconds('user') + seconds('sys'));
}

/** Mermaid on a page of its own, loaded already; `undefined` where it is not installed. */
export async function costOfMermaid(browser: Browser, scene: Scene): Promise<Cost | undefined> {
  if (!existsSync(mermaidScript)) return undefined;
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(0);
  try {
    await page.addScriptTag({ path: mermaidScript });
    const before = await processorTime(page);
    const clock = await page.evaluate(async (text) => {
      const start = performance.now();
      // As published it refuses graphs of a hundred containers.
      mermaid.initialize({ startOnLoad: false, maxTextSize: 10_000_000, maxEdges: 100_000 });
      const { svg } = await mermaid.render('drawing', text);
      const parsed = new DOMParser().parseFromString(svg, 'text/html').body;
      document.body.replaceChildren(...parsed.childNodes);
      for (let frame = 0; frame < 2; frame++) {
        await new Promise((done) => requestAnimationFrame(done));
      }
      return performance.now() - start;
    }, mermaidOf(scene));
    return { processor: (await processorTime(page)) - before, clock };
  } finally {
    await page.close();
  }
}
