import { Signal } from '../signal';
import type { SourceKey } from '../store/sourceRef';
import type { KeptState } from './keptState';

const stateKey = 'vethscope.frames.leftOut';

/**
 * Which engines the graph of all of them leaves out, for the workspace and over restarts. What is left out is kept,
 * not what is shown: an engine that is added is there at once.
 */
export class FrameChoice {
  readonly #state: KeptState;
  readonly #changed = new Signal<void>();

  constructor(state: KeptState) {
    this.#state = state;
  }

  readonly onDidChange = this.#changed.event;

  isLeftOut(key: SourceKey): boolean {
    return this.#leftOut().includes(key);
  }

  /** @param shown whether each of these engines is shown from now on; the others stay as they are */
  choose(shown: ReadonlyMap<SourceKey, boolean>): void {
    const before = this.#leftOut();
    const others = before.filter((key) => !shown.has(key));
    const out = [...shown].flatMap(([key, isShown]) => (isShown ? [] : [key]));
    const after = [...others, ...out].sort();
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    this.#state.keep(stateKey, after);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** Another version may have written it: what does not fit is as good as nothing. */
  #leftOut(): readonly SourceKey[] {
    const kept = this.#state.get(stateKey);
    return Array.isArray(kept) ? kept.filter((key) => typeof key === 'string') : [];
  }
}
