import type { Localiser } from '../localiser';
import { Signal } from '../signal';
import { EngineSource } from './engineSource';
import type { EngineSpec } from './engineSpec';
import type { EngineStore } from './engineStore';
import { engineRef, sourceKey, type EngineRef, type SourceKey } from './sourceRef';

/** One engine: what it says, and what its graph shows. */
export interface KnownEngine {
  readonly ref: EngineRef;
  readonly key: SourceKey;
  readonly store: EngineStore;
  readonly source: EngineSource;
}

/** Makes the store of the engine that is chosen (`undefined`), or of a further one. */
export type MakeStore = (engine: EngineSpec | undefined) => EngineStore;

/**
 * The engine that is chosen and the further ones, each with a store of its own, so that one that fails
 * or hangs keeps nobody else waiting.
 */
export class Engines {
  /** The engine that is chosen by settings, environment and Docker contexts. */
  readonly primary: KnownEngine;
  readonly #make: MakeStore;
  readonly #l10n: Localiser;
  readonly #changed = new Signal<KnownEngine | undefined>();
  readonly #removed = new Signal<KnownEngine>();
  readonly #onlookers = new Map<object, (engine: KnownEngine) => boolean>();
  #further: readonly KnownEngine[] = [];

  constructor(make: MakeStore, l10n: Localiser) {
    this.#make = make;
    this.#l10n = l10n;
    this.primary = this.#known(engineRef);
  }

  /** An engine's state changed; without one, the list did. */
  readonly onDidChange = this.#changed.event;
  readonly onDidRemove = this.#removed.event;

  /** The chosen one first. */
  get all(): readonly KnownEngine[] {
    return [this.primary, ...this.#further];
  }

  /**
   * Those worth a row: a further engine that turned out to be the chosen one under another name is
   * shown once.
   */
  get shown(): readonly KnownEngine[] {
    const chosen = this.primary.store.reading?.engine.key;
    const isChosen = ({ store }: KnownEngine) =>
      chosen !== undefined && store.reading?.engine.key === chosen;
    return [this.primary, ...this.#further.filter((engine) => !isChosen(engine))];
  }

  find(key: SourceKey): KnownEngine | undefined {
    return this.all.find((engine) => engine.key === key);
  }

  /** From now on these are the further engines; those that were there before stay as they are. */
  configure(specs: readonly EngineSpec[]): void {
    const before = this.#further;
    const next = specs.map(
      (spec) =>
        before.find(({ ref }) => ref.engine === spec) ??
        this.#known({ kind: 'engine', engine: spec }),
    );
    this.#further = next;
    for (const gone of before.filter((engine) => !next.includes(engine))) {
      this.#removed.fire(gone);
      gone.store.dispose();
    }
    this.#tellLooks();
    this.#changed.fire(undefined);
  }

  /** @param at which engines can be seen in a view of this onlooker now; absent when the view is hidden or gone */
  look(onlooker: object, at?: (engine: KnownEngine) => boolean): void {
    if (at === undefined) this.#onlookers.delete(onlooker);
    else this.#onlookers.set(onlooker, at);
    this.#tellLooks();
  }

  /** Opens all of them anew, as far as they were looked at. */
  reopen(): void {
    for (const { store } of this.all) store.reopen();
  }

  dispose(): void {
    for (const { store } of this.all) store.dispose();
    this.#changed.dispose();
    this.#removed.dispose();
  }

  #tellLooks(): void {
    const looks = [...this.#onlookers.values()];
    for (const engine of this.all) engine.store.look(looks.some((at) => at(engine)));
  }

  #known(ref: EngineRef): KnownEngine {
    const store = this.#make(ref.engine);
    const known = {
      ref,
      key: sourceKey(ref),
      store,
      source: new EngineSource(ref, store, this.#l10n),
    };
    // Ends with the store: disposing it drops its listeners.
    store.onDidChange(() => this.#changed.fire(known));
    return known;
  }
}
