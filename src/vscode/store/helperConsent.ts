import type { Snapshot } from '../../model/snapshot';

/** The part of `ExtensionContext.globalState` that is used: kept on this machine, in no workspace. */
export interface Memory {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

const memoryKey = 'vethscope.helperConsent';

/** Which engines the user lets helpers of which images run on. */
export class HelperConsent {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  isGiven(engineId: string, imageId: string): boolean {
    return this.#given().includes(pair(engineId, imageId));
  }

  async give(engineId: string, imageId: string): Promise<void> {
    if (this.isGiven(engineId, imageId)) return;
    await this.#memory.update(memoryKey, [...this.#given(), pair(engineId, imageId)]);
  }

  #given(): readonly string[] {
    const kept = this.#memory.get<unknown>(memoryKey);
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  }
}

/** What consent is bound to: the engine's own id, which another engine at the same address has not. */
export function engineId(snapshot: Snapshot, key: string): string {
  return snapshot.engine.info.ID ?? key;
}

function pair(engine: string, image: string): string {
  return JSON.stringify([engine, image]);
}
