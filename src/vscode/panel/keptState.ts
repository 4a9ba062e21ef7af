import type * as vscode from 'vscode';
import { logText } from '../logText';

/**
 * What the editor keeps for a workspace, over restarts. A picture does not wait for it: what could not be
 * kept is said in the log, and the picture stays as it is shown until the editor restarts.
 */
export class KeptState {
  readonly #memento: vscode.Memento;
  readonly #log: (problem: string) => void;

  constructor(memento: vscode.Memento, log: (problem: string) => void) {
    this.#memento = memento;
    this.#log = log;
  }

  /** Another version of the extension may have written it. */
  get(key: string): unknown {
    return this.#memento.get<unknown>(key);
  }

  /** `undefined` forgets it. */
  keep(key: string, value: unknown): void {
    this.#memento.update(key, value).then(undefined, (error: unknown) => {
      this.#log(logText(`${key} could not be kept: ${String(error)}`));
    });
  }
}
