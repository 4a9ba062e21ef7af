import { isKnown } from '../../model/provenance';
import type { EngineFrame } from '../../scene/frameScenes';
import type { Localiser } from '../localiser';
import type { KnownEngine } from '../store/engines';
import { choiceOf, engineSpecName } from '../store/engineSpec';
import { staleAge } from '../store/staleAge';
import { engineProduct } from '../tree/engineCaption';

/** What a frame's heading says of its engine: what it is, where, and why it is grey. Foreign text. */
export function engineHeading(
  {
    ref,
    store,
  }: Pick<KnownEngine, 'ref'> & { readonly store: Pick<KnownEngine['store'], 'state'> },
  l10n: Localiser,
): Pick<EngineFrame, 'title' | 'detail' | 'problem'> {
  const { engine: spec } = ref;
  const name = spec === undefined ? l10n.t('Engine') : engineSpecName(spec);
  const { state } = store;
  switch (state.kind) {
    case 'idle':
    case 'loading':
      return { title: name, detail: l10n.t('reading…') };
    case 'failed':
      return {
        title: name,
        detail: l10n.t('not reached'),
        problem: `${state.error.message} ${state.error.nextStep}`,
      };
    case 'ready': {
      const { stale, topology, engine } = state;
      const context = spec === undefined ? '' : choiceOf(spec).context;
      const host = isKnown(topology.host.name) ? topology.host.name.value : '';
      const called = [engineProduct(topology), context === '' ? host : context];
      const heading = {
        title: called.filter((text) => text !== '').join(' · '),
        detail: engine.address,
      };
      if (stale === undefined) return heading;
      const age = staleAge(state, Date.now(), l10n);
      const why = `${stale.message} ${stale.nextStep}`;
      return { ...heading, problem: l10n.t('Out of date for {0}: {1}', age, why) };
    }
  }
}
