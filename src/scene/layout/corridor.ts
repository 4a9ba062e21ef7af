import type { LeastSizes } from './leastSizes';

/** In pixels: between tracks, before the first and after the last, and at least altogether. */
export interface CorridorShape {
  /** What its tracks stand side by side in: x where wires run from top to bottom. */
  readonly axis: 'x' | 'y';
  /** Tracks left free at first, and how many are made room for at a time: so a wire more seldom moves what lies beside. */
  readonly spare: number;
  readonly step: number;
  readonly spacing: number;
  readonly padding: number;
  readonly minimum: number;
  /**
   * Tracks stand on multiples of the grid, or half-way between: so wires that come into an avenue
   * from above never go on where others leave it below.
   */
  readonly grid?: 'on' | 'between';
}

const gridPitch = 9;

function snapped(at: number, grid: 'on' | 'between' | undefined): number {
  if (grid === undefined) return at;
  const phase = grid === 'on' ? 0 : gridPitch / 2;
  return gridPitch * Math.round((at - phase) / gridPitch) + phase;
}

/** Where wires leave an avenue. */
export function onGrid(at: number): number {
  return snapped(at, 'on');
}

/** Each look at a number that may be a fraction makes an object of it, until it is compiled: so one look at each. */
function isBefore(id: string, order: number, other: Track | undefined): boolean {
  if (other === undefined) return false;
  const { order: theirs } = other;
  return order < theirs || (order === theirs && id < other.id);
}

/** A place along a corridor that is one wire's, or one bundle's. */
export interface Track {
  readonly id: string;
  readonly order: number;
  readonly corridor: Corridor;
  /** Whether no other order in the corridor can have fewer crossings for it. */
  readonly isSettled: boolean;
  /** Its coordinate across the corridor, once that has started. */
  at: number;
}

/**
 * A strip that wires run along, each on a track of its own so that no two lie on one another. Its
 * size follows from how many wires took a track.
 */
export class Corridor {
  private readonly byId = new Map<string, Track>();
  /** From the near edge to the far one. */
  private ranked: Track[] = [];
  private settled: number | undefined;
  private start: number | undefined;

  constructor(
    private readonly key: string,
    private readonly sizes: LeastSizes,
    private readonly shape: CorridorShape,
  ) {}

  /** Takes a track, the same one for the same id; tracks are ordered by `order`, then by id. */
  take(id: string, order: number, isSettled: boolean): Track {
    const known = this.byId.get(id);
    if (known !== undefined) return known;
    const track = { id, order, corridor: this, isSettled, at: NaN };
    this.byId.set(id, track);
    this.rank(track);
    this.settled = undefined;
    return track;
  }

  private rank(track: Track): void {
    const { ranked } = this;
    if (ranked.length === 0) {
      // Many have but one: a list that is made for one stays small.
      this.ranked = [track];
      return;
    }
    const { id, order } = track;
    let place = ranked.length;
    while (place > 0 && isBefore(id, order, ranked[place - 1])) place -= 1;
    if (place === ranked.length) ranked.push(track);
    else ranked.splice(place, 0, track);
  }

  get axis(): 'x' | 'y' {
    return this.shape.axis;
  }

  get size(): number {
    this.settled ??= this.settle();
    return this.settled;
  }

  private settle(): number {
    const { minimum, spare, step, padding, spacing } = this.shape;
    const known = this.sizes.before(this.key);
    const fits = known !== undefined && this.used <= known;
    if (fits) return this.sizes.settle(this.key, known);
    const tracks = step * Math.ceil((this.byId.size + spare) / step);
    const wished = 2 * padding + Math.max(0, tracks - 1) * spacing;
    return this.sizes.settle(this.key, Math.max(minimum, wished));
  }

  /** Puts its near edge here, when everything is counted: from now on tracks have coordinates. */
  startAt(start: number): void {
    this.start = start;
    this.place();
  }

  /** Coordinate of its near edge. */
  get near(): number {
    return this.start ?? 0;
  }

  /** Tracks from the near edge to the far one: by what they asked for, until they are put in order. */
  tracks(): readonly Track[] {
    return this.ranked;
  }

  /** Puts all its tracks in this order; its size stays. */
  arrange(tracks: readonly Track[]): void {
    this.ranked = [...tracks];
    this.place();
  }

  /** Coordinate of a wire's track. */
  at(id: string): number {
    return this.byId.get(id)?.at ?? this.near;
  }

  /** Tracks stand in the middle of the room there is. */
  private place(): void {
    if (this.byId.size === 0) return;
    const { spacing, padding, grid } = this.shape;
    let at = this.near + (this.size - this.used) / 2 + padding;
    for (let place = 0; place < this.ranked.length; place++) {
      const track = this.ranked[place];
      if (track !== undefined) track.at = snapped(at, grid);
      at += spacing;
    }
  }

  private get used(): number {
    const { spacing, padding } = this.shape;
    return 2 * padding + Math.max(0, this.byId.size - 1) * spacing;
  }
}
