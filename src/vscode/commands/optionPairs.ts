import type { Localiser } from '../localiser';

/** `a=1 b=2` as typed; a value with blanks stands in double quotes, whole pair or value alone. */
export function parsePairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words(text).map((word) => {
      const equals = word.indexOf('=');
      return equals < 0 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)];
    }),
  );
}

/** Why these are no options; `undefined` when they are, and for an empty text. */
export function pairsProblem(text: string, l10n: Localiser): string | undefined {
  const bad = words(text).find((word) => !/^[^=\s]+=/.test(word));
  return bad === undefined ? undefined : l10n.t('“{0}” is no option: write it as name=value.', bad);
}

/** Options as they are typed. */
export function pairsText(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([name, value]) => (/\s/.test(value) ? `${name}="${value}"` : `${name}=${value}`))
    .join(' ');
}

function words(text: string): readonly string[] {
  return [...text.matchAll(/(?:"[^"]*"?|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''));
}
