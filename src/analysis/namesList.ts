/** At most so many by name. */
const shown = 8;

/** `a, b and c`; of many the first ones and how many more. */
export function namesList(names: readonly string[]): string {
  const some = names.slice(0, shown);
  if (names.length > some.length)
    return `${some.join(', ')} and ${names.length - some.length} more`;
  const last = some.at(-1) ?? '';
  return some.length < 2 ? last : `${some.slice(0, -1).join(', ')} and ${last}`;
}
