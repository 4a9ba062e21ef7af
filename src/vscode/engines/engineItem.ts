import { displayText } from '../../scene/displayText';
import type { EngineCandidate } from '../../sources/engine/engineCandidates';
import { EngineError } from '../../sources/engine/engineError';
import type { EngineIdentity } from '../../sources/engine/probeEngine';
import type { Localiser } from '../localiser';

/** What is known of an engine that could be chosen. */
export type EngineProbe =
  | { readonly kind: 'asking' }
  | { readonly kind: 'answers'; readonly identity: EngineIdentity }
  | { readonly kind: 'failed'; readonly error: EngineError };

/** How an engine stands in the list, before it is an item of the editor's. */
export interface EngineItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Id of a theme icon. */
  readonly icon: string;
}

/** What can be said without asking; `undefined` for an engine that has to be asked. */
export function probeWithoutAsking(
  { endpoint, isThere }: EngineCandidate,
  isTrusted: boolean,
  l10n: Localiser,
): EngineProbe | undefined {
  if (endpoint instanceof EngineError) return { kind: 'failed', error: endpoint };
  if (!isThere) {
    const nothing = l10n.t('There is nothing at this address.');
    const error = new EngineError('noEngine', nothing, l10n.t('Start the engine.'), endpoint.label);
    return { kind: 'failed', error };
  }
  if (endpoint.kind === 'ssh' && !isTrusted) {
    const off = l10n.t('In Restricted Mode no program is run, so that it is not asked.');
    const trust = l10n.t('Trust this workspace to reach it.');
    return { kind: 'failed', error: new EngineError('restricted', off, trust, endpoint.label) };
  }
  return undefined;
}

/** @param usedBecause why it is the one that is used now; absent: it is not */
export function engineItem(
  candidate: EngineCandidate,
  probe: EngineProbe,
  usedBecause: string | undefined,
  l10n: Localiser,
): EngineItem {
  const { endpoint } = candidate;
  const address = endpoint instanceof EngineError ? '' : endpoint.label;
  const state = stateText(probe, l10n);
  const detail =
    usedBecause === undefined ? state : l10n.t('{0} Used now: {1}.', state, usedBecause);
  return {
    label: displayText(nameOf(candidate, l10n)),
    description: displayText(address),
    detail: displayText(detail),
    icon: icons[probe.kind],
  };
}

const icons: Readonly<Record<EngineProbe['kind'], string>> = {
  asking: 'sync~spin',
  answers: 'pass',
  failed: 'warning',
};

function nameOf({ kind, name }: EngineCandidate, l10n: Localiser): string {
  return kind === 'automatic' ? l10n.t('As Docker does') : name;
}

function stateText(probe: EngineProbe, l10n: Localiser): string {
  switch (probe.kind) {
    case 'asking':
      return l10n.t('Asking…');
    case 'answers': {
      const { product, version, api } = probe.identity;
      const name = product === 'podman' ? 'Podman' : 'Docker';
      return l10n.t('{0} {1} answers, API {2}.', name, version, api);
    }
    case 'failed':
      return `${probe.error.message} ${probe.error.nextStep}`;
  }
}
