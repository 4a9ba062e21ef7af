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

/**
 * A wire as the tracks of the corridors it runs along. Tracks are taken while paths are laid; coordinates are
 * asked for when every wire has its tracks and so every corridor its size. The wires of a bundle
 * share their tracks.
 */
export class WirePath {
  private taken: Track[] = [];
  /** How many of its legs, from the third on, another wire of the bundle has just so. */
  alike = 0;
  /** Ends stay where they are when only tracks change places. */
  private lastEnd: Point | undefined;

  constructor(
    readonly id: string,
    private readonly start: () => Point,
    private readonly end: () => Point,
    readonly bundle?: string,
  ) {}

  /** Along a corridor, on the bundle's track where there is a bundle. */
  along(corridor: Corridor | undefined, order: number): this {
    if (corridor !== undefined) this.taken.push(corridor.share(this.bundle ?? this.id, order));
    return this;
  }

  /**
   * Along a corridor on a track of its own: where a bundle has come apart.
   * @param isSettled as in `Track`
   */
  alone(corridor: Corridor | undefined, order: number, isSettled: boolean): this {
    if (corridor === undefined) return this;
    const track = corridor.take(this.id, order, isSettled);
    // Most have but this one: a list that is made for one stays small.
    if (this.taken.length === 0) this.taken = [track];
    else this.taken.push(track);
    return this;
  }

  /** After its first track, on those that another wire of the bundle took before. */
  follow(trunk: readonly Track[]): this {
    this.taken.push(...trunk);
    this.alike = Math.max(0, trunk.length - 2);
    return this;
  }

  /** From its start to its end. */
  get tracks(): readonly Track[] {
    return this.taken;
  }

  /** What it does in one of them, by index; coordinates are of the tracks as they stand now. */
  leg(index: number): Leg | undefined {
    const { taken } = this;
    const track = taken[index];
    if (track === undefined) return undefined;
    const isUpright = track.corridor.axis === 'x';
    const start = index < 2 ? this.start() : undefined;
    const end = index + 2 < taken.length ? undefined : (this.lastEnd ??= this.end());
    const own = track.at;
    // To read beyond a list is dear: before its beginning the engine looks for a property of that name.
    const before = index > 0 ? taken[index - 1] : undefined;
    const earlier = index > 1 ? taken[index - 2] : undefined;
    const after = index + 1 < taken.length ? taken[index + 1] : undefined;
    const later = index + 2 < taken.length ? taken[index + 2] : undefined;
    return {
      track,
      from: before?.at ?? (isUpright ? start?.y : start?.x) ?? own,
      to: after?.at ?? (isUpright ? end?.y : end?.x) ?? own,
      fromSide: Math.sign((earlier?.at ?? (isUpright ? start?.x : start?.y) ?? own) - own),
      toSide: Math.sign((later?.at ?? (isUpright ? end?.x : end?.y) ?? own) - own),
    };
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
    for (const { at, corridor } of this.taken) {
      if (corridor.axis === 'x') go(at, y);
      else go(x, at);
    }
    const end = this.end();
    if (this.taken.at(-1)?.corridor.axis === 'x') go(x, end.y);
    else go(end.x, y);
    go(end.x, end.y);
    return points;
  }
}
