import type { Drawn } from './drawnElements';
import { readableZoom, smallestText } from './graphStyle';

/** A name across a network never gets larger than this on the screen, in pixels. */
const largestFar = 42;

interface SizedText {
  readonly size: number;
  readonly isFar: boolean;
  isShown: boolean;
}

/**
 * Which of the texts with a size of their own are to be seen at a zoom: none that is too small to be read,
 * and the names across networks only while what they cover cannot be read.
 */
export class SizedTexts {
  #texts = new Map<string, SizedText>();

  /** Another picture: whatever comes anew is not shown yet. */
  apply(drawn: Iterable<Drawn>): void {
    const before = this.#texts;
    this.#texts = new Map();
    for (const one of drawn) {
      const { size } = one.data;
      if (one.group !== 'nodes' || typeof size !== 'number') continue;
      const isFar = one.classes.split(' ').includes('far');
      const isShown = before.get(one.id)?.isShown ?? false;
      this.#texts.set(one.id, { size, isFar, isShown });
    }
  }

  /** What begins or ends to be shown at this zoom, by id. */
  changes(zoom: number): readonly (readonly [id: string, isShown: boolean])[] {
    const changed: (readonly [string, boolean])[] = [];
    for (const [id, text] of this.#texts) {
      const pixels = text.size * zoom;
      const isClear = !text.isFar || (zoom <= readableZoom && pixels <= largestFar);
      const isShown = pixels >= smallestText && isClear;
      if (isShown === text.isShown) continue;
      text.isShown = isShown;
      changed.push([id, isShown]);
    }
    return changed;
  }
}
