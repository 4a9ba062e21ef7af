import type { Panel } from './openPanel';

interface Cytoscape {
  zoom(): number;
  renderer(): { redrawHint(group: 'eles', isChanged: boolean): void; render(): void };
  panBy(by: { readonly x: number; readonly y: number }): void;
  on(event: 'style', selector: 'node', handler: () => void): void;
}

declare global {
  interface HTMLElement {
    /** Where cytoscape registers itself with its container. */
    readonly _cyreg?: { readonly cy: Cytoscape };
  }
}

export interface PanFrames {
  /** Milliseconds of the page's program for one frame, the median once caches are filled. */
  readonly script: number;
  /** How many nodes one frame styles anew, though nothing but the view changed. */
  readonly restyled: number;
}

const batches = 24;
const batchFrames = 3;

/** Pans the drawing by hand of its library, which fills its caches between the batches. */
export function panFrames(panel: Panel): Promise<PanFrames> {
  return panel.page.evaluate(
    async ([batchCount, frameCount]) => {
      const cy = document.querySelector<HTMLElement>('.canvas')?._cyreg?.cy;
      if (cy === undefined) throw new Error('no drawing to pan');
      const renderer = cy.renderer();
      let restyled = 0;
      cy.on('style', 'node', () => restyled++);
      const times: number[] = [];
      for (let batch = 0; batch < batchCount; batch++) {
        const start = performance.now();
        for (let frame = 0; frame < frameCount; frame++) {
          cy.panBy({ x: batch % 2 === 0 ? 3 : -3, y: 0 });
          renderer.redrawHint('eles', true);
          renderer.render();
        }
        times.push((performance.now() - start) / frameCount);
        for (let frame = 0; frame < 4; frame++) {
          cy.panBy({ x: frame % 2 === 0 ? 3 : -3, y: 0 });
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      }
      const settled = times.slice(batchCount / 2).sort((a, b) => a - b);
      return {
        script: settled[Math.floor(settled.length / 2)] ?? Infinity,
        restyled: restyled / (batchCount * frameCount),
      };
    },
    [batches, batchFrames] as const,
  );
}
