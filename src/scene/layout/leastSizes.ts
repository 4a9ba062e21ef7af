/** Sizes of one layout, none smaller than it was in the layout before. */
export class LeastSizes {
  private readonly sizes: Record<string, number> = {};

  constructor(private readonly remembered: Readonly<Record<string, number>> | undefined) {}

  before(key: string): number | undefined {
    return this.remembered?.[key];
  }

  /** The size to use for what is known by this key. */
  settle(key: string, wished: number): number {
    const size = Math.max(wished, this.before(key) ?? 0);
    this.sizes[key] = size;
    return size;
  }

  /** For the next layout. */
  all(): Readonly<Record<string, number>> {
    return this.sizes;
  }
}
