import type { Point } from '../scene';
import type { Corridor } from './corridor';

/**
 * A wire as the corridors it runs along. Tracks are taken while paths are laid; coordinates are
 * asked for when every wire has its tracks and so every corridor its size. The wires of a bundle
 * share their tracks.
 */
export class WirePath {
  private readonly steps: {
    readonly axis: 'x' | 'y';
    readonly corridor: Corridor;
    readonly track: string;
  }[] = [];

  constructor(
    readonly id: string,
    private readonly start: () => Point,
    private readonly end: () => Point,
    readonly bundle?: string,
  ) {}

  /** Along a corridor that runs from top to bottom. */
  down(corridor: Corridor | undefined, order: number): this {
    return this.along('x', corridor, order, this.bundle);
  }

  /** Down a corridor on a track of its own: where a bundle has come apart. */
  downAlone(corridor: Corridor | undefined, order: number): this {
    return this.along('x', corridor, order, undefined);
  }

  /** Along a corridor that runs from left to right. */
  across(corridor: Corridor | undefined, order: number): this {
    return this.along('y', corridor, order, this.bundle);
  }

  private along(
    axis: 'x' | 'y',
    corridor: Corridor | undefined,
    order: number,
    bundle: string | undefined,
  ): this {
    if (corridor === undefined) return this;
    const track = bundle ?? this.id;
    corridor.take(track, order);
    this.steps.push({ axis, corridor, track });
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
    for (const { axis, corridor, track } of this.steps) {
      const across = corridor.at(track);
      go(axis === 'x' ? { x: across, y: at.y } : { x: at.x, y: across });
    }
    const end = this.end();
    go(this.steps.at(-1)?.axis === 'x' ? { x: at.x, y: end.y } : { x: end.x, y: at.y });
    go(end);
    return points;
  }
}
