import type { Topology } from '../../model/topology';
import type { Localiser } from '../localiser';
import type { KnownEngine } from '../store/engines';
import { choiceOf, engineSpecName } from '../store/engineSpec';
import { staleAge } from '../store/staleAge';
import type { SourceCaption } from './treeRow';

/** An engine's row: what it is, where, and how it is. */
export function engineCaption(
  {
    ref,
    store,
  }: Pick<KnownEngine, 'ref'> & { readonly store: Pick<KnownEngine['store'], 'state'> },
  l10n: Localiser,
): SourceCaption {
  const { engine: spec } = ref;
  const name = spec === undefined ? l10n.t('Engine') : engineSpecName(spec);
  const more = { live: true, ...(spec === undefined ? {} : { further: true }) };
  const { state } = store;
  switch (state.kind) {
    case 'idle':
      return { label: name, description: '', ...more };
    case 'loading':
      return { label: name, description: l10n.t('reading…'), ...more };
    case 'failed':
      return { label: name, description: state.error.message, failed: true, ...more };
    case 'ready': {
      const label = engineProduct(state.topology);
      if (state.stale !== undefined) {
        const age = staleAge(state, Date.now(), l10n);
        const why = l10n.t('out of date for {0}: {1}', age, state.stale.message);
        // Of several that are of one kind each keeps its name.
        return { label, description: spec === undefined ? why : `${name} · ${why}`, ...more };
      }
      const context = spec === undefined ? '' : choiceOf(spec).context;
      const { address } = state.engine;
      return { label, description: context === '' ? address : `${context} · ${address}`, ...more };
    }
  }
}

/** `Docker 28.5.2`. */
export function engineProduct({ engine }: Topology): string {
  const product = engine.product === 'podman' ? 'Podman' : 'Docker';
  return `${product} ${engine.version.value}`;
}
