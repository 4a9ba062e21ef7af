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
  /** From the near edge to the far one. */
  private ranked: Track[] = [];
  /** By id, those that more than one may take. */
  private shared: Map<string, Track> | undefined;
  private settled: number | undefined;
  private start: number | undefined;

  constructor(
    private readonly key: string,
    private readonly sizes: LeastSizes,
    private readonly shape: CorridorShape,
  ) {}

  /** A new track; they are ranked by `order`, then by id. */
  take(id: string, order: number, isSettled: boolean): Track {
    const { ranked } = this;
    const track = { id, order, corridor: this, isSettled, at: NaN };
    this.settled = undefined;
    const first = ranked[0];
    // Many have but one: a list that is made for one stays small.
    if (first === undefined) this.ranked = [track];
    // Wires are laid row by row, and lie nearer than those of the rows before.
    else if (order < first.order) ranked.unshift(track);
    else ranked.splice(this.placeOf(id, order), 0, track);
    return track;
  }

  private placeOf(id: string, order: number): number {
    let place = this.ranked.length;
    while (place > 0) {
      const before = this.ranked[place - 1];
      if (before === undefined || before.order < order) break;
      if (before.order === order && before.id < id) break;
      place -= 1;
    }
    return place;
  }

  /** The track of this id, which may have been taken before. */
  share(id: string, order: number): Track {
    this.shared ??= new Map();
    let track = this.shared.get(id);
    if (track === undefined) {
      track = this.take(id, order, false);
      this.shared.set(id, track);
    }
    return track;
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
    const tracks = step * Math.ceil((this.ranked.length + spare) / step);
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

  /** Coordinate of a shared track. */
  at(id: string): number {
    return this.shared?.get(id)?.at ?? this.near;
  }

  /** Tracks stand in the middle of the room there is. */
  private place(): void {
    if (this.ranked.length === 0) return;
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
    return 2 * padding + Math.max(0, this.ranked.length - 1) * spacing;
  }
}
