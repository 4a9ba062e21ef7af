/** A plain number. */
export function parseDecimal(text: string): number | undefined {
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

export type Quantity = { readonly value: number } | { readonly error: string };

const powers = 'bkmgtp';

/** `512m`, `1.5 GiB`, `1024`: bytes, by powers of 1024; errors in the library's words (go-units: RAMInBytes). */
export function parseBytes(text: string): Quantity {
  const end = Math.max(...[...'0123456789. '].map((character) => text.lastIndexOf(character)));
  if (end < 0) return { error: `invalid size: '${text}'` };
  const number = text.slice(0, text[end] === ' ' ? end : end + 1);
  const suffix = text.slice(end + 1).toLowerCase();
  const size = parseDecimal(number);
  if (size === undefined) {
    return { error: `strconv.ParseFloat: parsing ${JSON.stringify(number)}: invalid syntax` };
  }
  if (size < 0) return { error: `invalid size: '${text}'` };
  if (!/^(?:b?|[kmgtp](?:b|ib)?)$/.test(suffix)) {
    // A long suffix is printed as it was written.
    return { error: `invalid suffix: '${suffix.length > 3 ? text.slice(end + 1) : suffix}'` };
  }
  return { value: Math.trunc(size * 1024 ** Math.max(powers.indexOf(suffix[0] ?? 'b'), 0)) };
}

const units = new Set(['ns', 'us', 'µs', 'μs', 'ms', 's', 'm', 'h', 'd', 'w']);

/** Why the text is no duration like `1m30s` or `2d`, in the library's words; `undefined` when it is one. */
export function durationError(text: string): string | undefined {
  const quoted = JSON.stringify(text);
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return undefined;
  if (rest === '') return `time: invalid duration ${quoted}`;
  while (rest !== '') {
    const part = /^(\d*\.?\d*)([^.\d]*)/.exec(rest);
    const [whole = '', number = '', unit = ''] = part ?? [];
    if (!/\d/.test(number)) return `time: invalid duration ${quoted}`;
    if (unit === '') return `time: missing unit in duration ${quoted}`;
    if (!units.has(unit)) {
      return `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`;
    }
    rest = rest.slice(whole.length);
  }
  return undefined;
}
