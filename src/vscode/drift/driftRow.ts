import type { Drift } from '../../topology/compareTopologies';
import type { DriftItem, DriftMark } from '../../topology/drift';
import { displayText } from '../../scene/displayText';
import type { Localiser } from '../localiser';

/** What a row of the list says, before it is a TreeItem. */
export interface DriftRow {
  readonly label: string;
  readonly description: string;
  /** Id of a theme icon. */
  readonly icon: string;
  readonly accessibleLabel: string;
}

const icons: Readonly<Record<DriftMark, string>> = {
  missing: 'diff-removed',
  extra: 'diff-added',
  changed: 'diff-modified',
};

/** One difference, and what `up` does about it. */
export function itemRow({ mark, message, up }: DriftItem, l10n: Localiser): DriftRow {
  const words: Readonly<Record<DriftMark, string>> = {
    missing: l10n.t('missing'),
    extra: l10n.t('extra'),
    changed: l10n.t('changed'),
  };
  return {
    label: displayText(message),
    description: displayText(up),
    icon: icons[mark],
    accessibleLabel: displayText(`${words[mark]}: ${message} ${up}`),
  };
}

/** A project, and in how many places it differs. */
export function projectRow(label: string, drift: Drift | undefined, l10n: Localiser): DriftRow {
  const description = summary(drift, l10n);
  return {
    label: displayText(label),
    description,
    icon: 'git-compare',
    accessibleLabel: displayText(`${label}, ${description}`),
  };
}

function summary(drift: Drift | undefined, l10n: Localiser): string {
  if (drift === undefined) return l10n.t('the engine was not read');
  if (!drift.found) return l10n.t('nothing of it is on the engine');
  const { length } = drift.items;
  if (length === 0) return l10n.t('runs as its files say');
  return length === 1 ? l10n.t('1 difference') : l10n.t('{0} differences', length);
}
