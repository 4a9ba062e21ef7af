interface Disposable {
  dispose(): unknown;
}

/** Owns what is registered; what is added after the end is disposed of at once. */
export class Disposables implements Disposable {
  readonly #owned: Disposable[] = [];
  #ended = false;

  get isDisposed(): boolean {
    return this.#ended;
  }

  add<T extends Disposable>(disposable: T): T {
    if (this.#ended) disposable.dispose();
    else this.#owned.push(disposable);
    return disposable;
  }

  /** In the opposite order of adding. */
  dispose(): void {
    this.#ended = true;
    for (const disposable of this.#owned.splice(0).reverse()) disposable.dispose();
  }
}
