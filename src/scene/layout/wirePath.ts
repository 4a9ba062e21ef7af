import type { Point } from '../scene';
import type { Corridor, Track } from './corridor';

/** One way along a corridor. */
export interface Leg {
  readonly track: Track;
  /** Where along the corridor it comes in and leaves. */
  readonly from: number;
  readonly to: number;
  /** Which side of its track it comes from and leaves to: −1 is above or left, 1 below or right, 0 straight on. */
  readonly fromSide: number;
  readonly toSide: number;
}

/** A corridor that a wire runs along. */
export interface Step {
  readonly axis: 'x' | 'y';
  readonly corridor: Corridor;
  readonly track: Track;
  /** Whether no other order in that corridor can have fewer crossings for it. */
  readonly isSettled: boolean;
}

/**
 * A wire as the corridors it runs along. Tracks are taken while paths are laid; coordinates are
 * asked for when every wire has its tracks and so every corridor its size. The wires of a bundle
 * share their tracks.
 */
export class WirePath {
  private taken: Step[] = [];
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
    return this.along('x', corridor, order, this.bundle, false);
  }

  /**
   * Down a corridor on a track of its own: where a bundle has come apart.
   * @param isSettled as in `Step`
   */
  downAlone(corridor: Corridor | undefined, order: number, isSettled: boolean): this {
    return this.along('x', corridor, order, undefined, isSettled);
  }

  /** Along a corridor that runs from left to right. */
  across(corridor: Corridor | undefined, order: number): this {
    return this.along('y', corridor, order, this.bundle, false);
  }

  private along(
    axis: 'x' | 'y',
    corridor: Corridor | undefined,
    order: number,
    bundle: string | undefined,
    isSettled: boolean,
  ): this {
    if (corridor === undefined) return this;
    const track = corridor.take(bundle ?? this.id, order);
    const step = { axis, corridor, track, isSettled };
    // Most have but one: a list that is made for one stays small.
    if (this.taken.length === 0) this.taken = [step];
    else this.taken.push(step);
    return this;
  }

  /** From its start to its end. */
  get steps(): readonly Step[] {
    return this.taken;
  }

  /** What it does in one of them, by index; coordinates are of the tracks as they stand now. */
  leg(index: number): Leg | undefined {
    const { steps } = this;
    const step = steps[index];
    if (step === undefined) return undefined;
    const isUpright = step.axis === 'x';
    const start = index < 2 ? this.start() : undefined;
    const end = (this.lastEnd ??= this.end());
    const own = step.track.at;
    return {
      track: step.track,
      from: this.trackAt(index - 1) ?? (isUpright ? start?.y : start?.x) ?? own,
      to: this.trackAt(index + 1) ?? (isUpright ? end.y : end.x),
      fromSide: Math.sign(
        (this.trackAt(index - 2) ?? (isUpright ? start?.x : start?.y) ?? own) - own,
      ),
      toSide: Math.sign((this.trackAt(index + 2) ?? (isUpright ? end.x : end.y)) - own),
    };
  }

  /** Coordinate of the track of a step, by index; `undefined` before the first and after the last. */
  private trackAt(index: number): number | undefined {
    // To read beyond a list is dear: before its beginning the engine looks for a property of that name.
    return index >= 0 && index < this.taken.length ? this.taken[index]?.track.at : undefined;
  }

  /** The drawn line: axis-parallel, without repeated points. */
  points(): readonly Point[] {
    const start = this.start();
    const points: Point[] = [start];
    let { x, y } = start;
    const go = (toX: number, toY: number) => {
      if (toX === x && toY === y) return;
      points.push({ x: toX, y: toY });
      [x, y] = [toX, toY];
    };
    for (const { axis, track } of this.steps) {
      if (axis === 'x') go(track.at, y);
      else go(x, track.at);
    }
    const end = this.end();
    if (this.steps.at(-1)?.axis === 'x') go(x, end.y);
    else go(end.x, y);
    go(end.x, end.y);
    return points;
  }
}
