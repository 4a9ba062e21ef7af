/** Sizes of one layout, none smaller than it was in the layout before. */
export class LeastSizes {
  private readonly sizes: Record<string, number> = {};

  constructor(private readonly before: Readonly<Record<string, number>>) {}

  /** The size to use for what is known by this key. */
  settle(key: string, wished: number): number {
    const size = Math.max(wished, this.before[key] ?? 0);
    this.sizes[key] = size;
    return size;
  }

  /** For the next layout. */
  all(): Readonly<Record<string, number>> {
    return this.sizes;
  }
}
