import type { Localiser } from '../localiser';

/**
 * For how long a reading has been out of date, in words: `less than a minute`, `2 min`, `3 h`, `2 d`,
 * rounded down. Both times are milliseconds since the epoch; clocks that jump back count as no time.
 */
export function staleAge(
  { staleSince }: { readonly staleSince?: number },
  now: number,
  l10n: Localiser,
): string {
  const minutes = Math.max(0, Math.floor((now - (staleSince ?? now)) / 60_000));
  const hours = Math.floor(minutes / 60);
  if (minutes < 1) return l10n.t('less than a minute');
  if (hours < 1) return l10n.t('{0} min', minutes);
  return hours < 48 ? l10n.t('{0} h', hours) : l10n.t('{0} d', Math.floor(hours / 24));
}
