export interface Listening {
  dispose(): void;
}

/** An event like `vscode.EventEmitter`, for code that must run without VS Code. */
export class Signal<T> implements Listening {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void): Listening => {
    // A wrapper, so that the same function can listen twice and leave once.
    const entry = (value: T) => listener(value);
    this.#listeners.add(entry);
    return { dispose: () => void this.#listeners.delete(entry) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
