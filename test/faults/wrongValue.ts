/** What stands where something else belongs. */
export const wrongValues: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  true,
  '',
  'a sentence where a number belongs',
  '\u202e${process.exit()}<img src=x>',
  [],
  [null],
  [[[]]],
  {},
  { '': {} },
  { __proto__x: { constructor: null } },
  'x'.repeat(100_000),
];

/** Takes the member or entry away instead. */
export const removed = Symbol('removed');

/** One value that the JSON holds, by its way from the root. */
export type Way = readonly (string | number)[];

/** The ways to everything in it, the root not counted. */
export function waysIn(json: unknown): readonly Way[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]: [string, unknown]) => {
    const step = Array.isArray(json) ? Number(key) : key;
    return [[step], ...waysIn(value).map((way) => [step, ...way])];
  });
}

/** The same with another value at the end of the way. */
export function withWrong(json: unknown, way: Way, value: unknown): unknown {
  const [step, ...rest] = way;
  if (step === undefined) return value;
  if (Array.isArray(json)) {
    const entries: readonly unknown[] = json;
    if (rest.length === 0 && value === removed) return entries.filter((_, index) => index !== step);
    return entries.map((entry, index) => (index === step ? withWrong(entry, rest, value) : entry));
  }
  const members = Object.entries(json as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    members
      .filter(([name]) => name !== step || rest.length > 0 || value !== removed)
      .map(([name, member]) => [name, name === step ? withWrong(member, rest, value) : member]),
  );
}
