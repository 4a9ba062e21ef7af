import type { Point } from '../scene';
import type { Corridor } from './corridor';

/**
 * A wire as the corridors it runs along. Tracks are taken while paths are laid; coordinates are
 * asked for when every wire has its tracks and so every corridor its size.
 */
export class WirePath {
  private readonly steps: { readonly axis: 'x' | 'y'; readonly corridor: Corridor }[] = [];

  constructor(
    readonly id: string,
    private readonly start: () => Point,
    private readonly end: () => Point,
  ) {}

  /** Along a corridor that runs from top to bottom. */
  down(corridor: Corridor | undefined, order: number): this {
    return this.along('x', corridor, order);
  }

  /** Along a corridor that runs from left to right. */
  across(corridor: Corridor | undefined, order: number): this {
    return this.along('y', corridor, order);
  }

  private along(axis: 'x' | 'y', corridor: Corridor | undefined, order: number): this {
    if (corridor === undefined) return this;
    corridor.take(this.id, order);
    this.steps.push({ axis, corridor });
    return this;
  }

  /** The drawn line: axis-parallel, without repeated points. */
  points(): readonly Point[] {
    let at = this.start();
    const points: Point[] = [at];
    const go = (next: Point) => {
      if (next.x === at.x && next.y === at.y) return;
      at = next;
      points.push(next);
    };
    for (const { axis, corridor } of this.steps) {
      const track = corridor.at(this.id);
      go(axis === 'x' ? { x: track, y: at.y } : { x: at.x, y: track });
    }
    const end = this.end();
    go(this.steps.at(-1)?.axis === 'x' ? { x: at.x, y: end.y } : { x: end.x, y: at.y });
    go(end);
    return points;
  }
}
