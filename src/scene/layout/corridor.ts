import type { LeastSizes } from './leastSizes';

/** In pixels: between tracks, before the first and after the last, and at least altogether. */
export interface CorridorShape {
  readonly spacing: number;
  readonly padding: number;
  readonly minimum: number;
}

/**
 * A strip that wires run along, each on a track of its own so that no two lie on one another. Its
 * size follows from how many wires took a track.
 */
export class Corridor {
  private readonly wires: { readonly id: string; readonly order: number }[] = [];
  private ranks: ReadonlyMap<string, number> | undefined;
  /** Coordinate of its near edge, set when everything is counted. */
  start = 0;

  constructor(
    private readonly key: string,
    private readonly sizes: LeastSizes,
    private readonly shape: CorridorShape,
  ) {}

  /** Takes a track; tracks are ordered by `order`, then by id. */
  take(id: string, order: number): void {
    this.wires.push({ id, order });
    this.ranks = undefined;
  }

  get size(): number {
    return this.sizes.settle(this.key, Math.max(this.shape.minimum, this.used));
  }

  /** Coordinate of a wire's track; tracks stand in the middle of the room there is. */
  at(id: string): number {
    this.ranks ??= new Map(
      [...this.wires]
        .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
        .map((wire, index) => [wire.id, index]),
    );
    const { spacing, padding } = this.shape;
    const slack = (this.size - this.used) / 2;
    return this.start + slack + padding + (this.ranks.get(id) ?? 0) * spacing;
  }

  private get used(): number {
    const { spacing, padding } = this.shape;
    return 2 * padding + Math.max(0, this.wires.length - 1) * spacing;
  }
}
