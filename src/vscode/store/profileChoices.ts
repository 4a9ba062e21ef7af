import type * as vscode from 'vscode';
import type { SourceKey } from './sourceRef';

const stateKey = 'vethscope.profiles';

/** Which profiles were turned on in the picker, per project, over restarts of the editor. */
export class ProfileChoices {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** `undefined` where nothing was chosen: files, settings and environment decide. */
  of(key: SourceKey): readonly string[] | undefined {
    const chosen = this.#all()[key];
    if (!Array.isArray(chosen)) return undefined;
    return chosen.filter((profile) => typeof profile === 'string');
  }

  async choose(key: SourceKey, profiles: readonly string[] | undefined): Promise<void> {
    const { [key]: _old, ...others } = this.#all();
    await this.#state.update(
      stateKey,
      profiles === undefined ? others : { ...others, [key]: profiles },
    );
  }

  /** Another version may have written it. */
  #all(): Readonly<Record<string, unknown>> {
    const kept = this.#state.get<unknown>(stateKey);
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  }
}
