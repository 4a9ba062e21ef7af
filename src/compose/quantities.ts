/** A plain number. */
export function parseDecimal(text: string): number | undefined {
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

const units: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** `512m`, `1.5 GiB`, `1024`: bytes, by powers of 1024 (go-units: RAMInBytes). */
export function parseBytes(text: string): number | undefined {
  const match = /^(-?\d+(?:\.\d+)*) ?(?:([kKmMgGtTpP])?[iI]?[bB]?)$/.exec(text);
  if (match === null) return undefined;
  const size = Number(match[1]);
  if (Number.isNaN(size) || size < -1) return undefined;
  return Math.trunc(size * 1024 ** (units[(match[2] ?? 'b').toLowerCase()] ?? 0));
}

const durationPart = /([0-9]*\.?[0-9]+)(ns|us|µs|μs|ms|s|m|h|d|w)/y;

/** Whether the text is a duration as compose takes it: `1m30s`, `2d`. */
export function isDuration(text: string): boolean {
  const body = text.replace(/^[-+]/, '').replaceAll(' ', '');
  if (body === '0') return true;
  durationPart.lastIndex = 0;
  while (durationPart.lastIndex < body.length) {
    if (durationPart.exec(body) === null) return false;
  }
  return body !== '';
}
