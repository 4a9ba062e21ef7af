/** Reading `nft -j` output (libnftables-json(5)) without trusting it: another shape counts as absent. */

export type NftObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is NftObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function member(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? nothing : [value];
}

const nothing: readonly unknown[] = [];

/** The one key of a statement or expression, and what stands under it. */
export function onlyEntry(value: unknown): readonly [string, unknown] | undefined {
  const only = onlyKey(value);
  return only === undefined ? undefined : [only, member(value, only)];
}

/** The one key of a statement or expression. */
export function onlyKey(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  // Asked for every part of every rule: without lists of its own.
  let only: string | undefined;
  for (const key in value) {
    if (only !== undefined) return undefined;
    only = key;
  }
  return only;
}
