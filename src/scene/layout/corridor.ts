import type { LeastSizes } from './leastSizes';

/** In pixels: between tracks, before the first and after the last, and at least altogether. */
export interface CorridorShape {
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

/**
 * A strip that wires run along, each on a track of its own so that no two lie on one another. Its
 * size follows from how many wires took a track.
 */
export class Corridor {
  /** By id, with the order they asked for first. */
  private readonly wires = new Map<string, number>();
  private ranks: ReadonlyMap<string, number> | undefined;
  private settled: number | undefined;
  /** Coordinate of its near edge, set when everything is counted. */
  start = 0;

  constructor(
    private readonly key: string,
    private readonly sizes: LeastSizes,
    private readonly shape: CorridorShape,
  ) {}

  /** Takes a track, the same one for the same id; tracks are ordered by `order`, then by id. */
  take(id: string, order: number): void {
    if (this.wires.has(id)) return;
    this.wires.set(id, order);
    this.ranks = undefined;
    this.settled = undefined;
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
    const tracks = step * Math.ceil((this.wires.size + spare) / step);
    const wished = 2 * padding + Math.max(0, tracks - 1) * spacing;
    return this.sizes.settle(this.key, Math.max(minimum, wished));
  }

  /** Tracks from the near edge to the far one: by what they asked for, until they are put in order. */
  tracks(): readonly string[] {
    return [...this.rankById().keys()];
  }

  /** Puts all its tracks in this order; its size stays. */
  arrange(tracks: readonly string[]): void {
    this.ranks = new Map(tracks.map((id, index) => [id, index]));
  }

  /** Coordinate of a wire's track; tracks stand in the middle of the room there is. */
  at(id: string): number {
    const { spacing, padding, grid } = this.shape;
    const slack = (this.size - this.used) / 2;
    return snapped(this.start + slack + padding + (this.rankById().get(id) ?? 0) * spacing, grid);
  }

  private rankById(): ReadonlyMap<string, number> {
    this.ranks ??= new Map(
      [...this.wires]
        .sort(([idA, a], [idB, b]) => a - b || (idA < idB ? -1 : 1))
        .map(([wire], index) => [wire, index]),
    );
    return this.ranks;
  }

  private get used(): number {
    const { spacing, padding } = this.shape;
    return 2 * padding + Math.max(0, this.wires.size - 1) * spacing;
  }
}
