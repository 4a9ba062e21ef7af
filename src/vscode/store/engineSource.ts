import { displayText } from '../../scene/displayText';
import type { EngineError } from '../../sources/engine/engineError';
import type { Localiser } from '../localiser';
import type { Listening } from '../signal';
import type { EngineStore } from './engineStore';
import type { GraphSource, SourceView } from './graphSource';
import { engineSpecName } from './engineSpec';
import { staleAge } from './staleAge';
import type { EngineRef } from './sourceRef';

/** An engine as something a graph can show. */
export class EngineSource implements GraphSource {
  readonly ref: EngineRef;
  readonly #store: EngineStore;
  readonly #l10n: Localiser;

  constructor(ref: EngineRef, store: EngineStore, l10n: Localiser) {
    this.ref = ref;
    this.#store = store;
    this.#l10n = l10n;
  }

  get title(): string {
    const { engine } = this.ref;
    return engine === undefined
      ? this.#l10n.t('Engine Networks')
      : this.#l10n.t('Networks of {0}', displayText(engineSpecName(engine)));
  }

  readonly onDidChange = (listener: () => void): Listening =>
    this.#store.onDidChange(() => listener());

  refresh(): Promise<void> {
    return this.#store.refresh();
  }

  /** Being looked at is what starts the engine store. */
  view(): SourceView {
    this.#store.start();
    const { state } = this.#store;
    switch (state.kind) {
      case 'idle':
      case 'loading':
        return { status: { kind: 'loading' } };
      case 'failed':
        return { status: this.#empty(state.error) };
      case 'ready':
        return {
          topology: state.topology,
          status:
            state.stale === undefined
              ? { kind: 'fresh' }
              : {
                  kind: 'stale',
                  message: `${state.stale.message} ${state.stale.nextStep}`,
                  age: staleAge(state, Date.now(), this.#l10n),
                },
        };
    }
  }

  /** The view once the engine was read at least once, well or not. */
  async settledView(): Promise<SourceView> {
    this.#store.wake();
    if (this.#store.reading === undefined) await this.#store.settled();
    return this.view();
  }

  #empty(error: EngineError): SourceView['status'] {
    return {
      kind: 'empty',
      message: `${error.message} ${error.nextStep}`,
      actions: [
        { label: this.#l10n.t('Try Again'), action: 'refresh' },
        // The list chooses the chosen engine, not a further one.
        ...(this.ref.engine === undefined
          ? [{ label: this.#l10n.t('Choose Engine…'), action: 'chooseEngine' } as const]
          : []),
        { label: this.#l10n.t('How to Reach an Engine'), action: 'showEngineHelp' },
        { label: this.#l10n.t('Open Compose File…'), action: 'openComposeFile' },
        { label: this.#l10n.t('Open Snapshot…'), action: 'openSnapshot' },
      ],
    };
  }
}
