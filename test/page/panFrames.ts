import type { Panel } from './openPanel';

interface Cytoscape {
  zoom(): number;
  pan(): { readonly x: number; readonly y: number };
  renderer(): {
    redrawHint(group: 'eles', isChanged: boolean): void;
    render(): void;
    drawElement: (...drawn: readonly unknown[]) => void;
  };
  panBy(by: { readonly x: number; readonly y: number }): void;
  /** As if an element had changed. */
  forceRender(): void;
  on(event: 'style', selector: 'node', handler: () => void): void;
}

declare global {
  interface HTMLElement {
    /** Where cytoscape registers itself with its container. */
    readonly _cyreg?: { readonly cy: Cytoscape };
  }
}

export interface PanFrames {
  /** Milliseconds the page's program takes to draw a frame anew, when least disturbed by others. */
  readonly script: number;
  /** How many nodes one such frame styles anew, though nothing but the view changed. */
  readonly restyled: number;
  /** How many elements are drawn in a frame in which the view moved, once it is moving. */
  readonly drawnMoving: number;
}

const batches = 24;
const batchFrames = 3;
const moves = 20;

/** Pans the drawing by hand of its library, with everything drawn anew and without. */
export function panFrames(panel: Panel): Promise<PanFrames> {
  return panel.page.evaluate(
    async ([batchCount, frameCount, moveCount]) => {
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
          cy.forceRender();
          renderer.redrawHint('eles', true);
          renderer.render();
        }
        times.push((performance.now() - start) / frameCount);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      let drawn = 0;
      const { drawElement } = renderer;
      renderer.drawElement = (...given) => {
        drawn++;
        Reflect.apply(drawElement, renderer, given);
      };
      for (let move = 0; move <= moveCount; move++) {
        if (move === 1) drawn = 0;
        cy.panBy({ x: 3, y: 1 });
        await new Promise((resolve) => requestAnimationFrame(resolve));
        // Drawn is what was asked for before.
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      renderer.drawElement = drawElement;
      return {
        script: Math.min(...times.slice(batchCount / 2)),
        restyled: restyled / (batchCount * frameCount),
        drawnMoving: drawn / moveCount,
      };
    },
    [batches, batchFrames, moves] as const,
  );
}
