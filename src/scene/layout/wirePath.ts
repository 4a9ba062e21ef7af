import type { Point } from '../scene';
import type { Corridor } from './corridor';

/** One way along a corridor. */
export interface Leg {
  readonly track: string;
  /** Where along the corridor it comes in and leaves. */
  readonly from: number;
  readonly to: number;
  /** Which side of its track it comes from and leaves to: −1 is above or left, 1 below or right, 0 straight on. */
  readonly fromSide: number;
  readonly toSide: number;
}

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
  /** Ends stay where they are when only tracks change places. */
  private lastEnd: Point | undefined;

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

  /** What it runs along, in the order of its way. */
  corridors(): readonly Corridor[] {
    return this.steps.map(({ corridor }) => corridor);
  }

  /** What it does in one of them, by index; coordinates are of the tracks as they stand now. */
  leg(index: number): Leg {
    const axis = this.steps[index]?.axis ?? 'x';
    const along = axis === 'x' ? 'y' : 'x';
    const start = index < 2 ? this.start() : undefined;
    this.lastEnd ??= this.end();
    const own = this.at(index) ?? 0;
    return {
      track: this.steps[index]?.track ?? this.id,
      from: this.at(index - 1) ?? start?.[along] ?? own,
      to: this.at(index + 1) ?? this.lastEnd[along],
      fromSide: Math.sign((this.at(index - 2) ?? start?.[axis] ?? own) - own),
      toSide: Math.sign((this.at(index + 2) ?? this.lastEnd[axis]) - own),
    };
  }

  private at(index: number): number | undefined {
    const step = this.steps[index];
    return step?.corridor.at(step.track);
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
