import { OneAtATime } from '../store/oneAtATime';

interface Row {
  readonly id: string;
}

/**
 * Selects rows for a graph, one after the other, and knows which selections of the tree were its own doing. The tree
 * tells of one before its `reveal` settles; of the rows that are asked for meanwhile only the last one counts.
 */
export class RowSelection<R extends Row> {
  readonly #reveal: (row: R) => PromiseLike<void>;
  readonly #log: (message: string) => void;
  readonly #runner = new OneAtATime(() => this.#select());
  #wanted: R | undefined;
  /** The row it selected last. */
  #selected: string | undefined;

  constructor(reveal: (row: R) => PromiseLike<void>, log: (message: string) => void) {
    this.#reveal = reveal;
    this.#log = log;
  }

  select(row: R): void {
    this.#wanted = row;
    void this.#runner.run();
  }

  /** Whether it selected these, and not the user: whose choice is newer than what is still asked for. */
  isOwn(selection: readonly R[]): boolean {
    if (selection.length === 1 && selection[0]?.id === this.#selected) return true;
    this.#selected = undefined;
    this.#wanted = undefined;
    return false;
  }

  dispose(): void {
    this.#runner.dispose();
  }

  async #select(): Promise<void> {
    const row = this.#wanted;
    if (row === undefined) return;
    this.#wanted = undefined;
    this.#selected = row.id;
    try {
      await this.#reveal(row);
    } catch (error) {
      // The row went meanwhile.
      this.#log(`a row was not selected: ${String(error)}`);
    }
  }
}
