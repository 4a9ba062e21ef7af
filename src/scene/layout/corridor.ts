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
    private readonly spacing: number,
    private readonly padding: number,
    private readonly minimum = 0,
  ) {}

  /** Takes a track; tracks are ordered by `order`, then by id. */
  take(id: string, order: number): void {
    this.wires.push({ id, order });
    this.ranks = undefined;
  }

  get size(): number {
    if (this.wires.length === 0) return this.minimum;
    return Math.max(this.minimum, 2 * this.padding + (this.wires.length - 1) * this.spacing);
  }

  /** Coordinate of a wire's track. */
  at(id: string): number {
    this.ranks ??= new Map(
      [...this.wires]
        .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
        .map((wire, index) => [wire.id, index]),
    );
    const used = 2 * this.padding + (this.wires.length - 1) * this.spacing;
    const slack = Math.max(0, this.size - used) / 2;
    return this.start + slack + this.padding + (this.ranks.get(id) ?? 0) * this.spacing;
  }
}
