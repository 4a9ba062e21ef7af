import type { Span } from './sourceText';
import type { ScalarTree } from './tree';

const floatShape = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const dateShape =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/;

/**
 * What an unquoted YAML scalar means to docker compose (go-yaml v3, resolve): YAML 1.2, but octal by
 * a leading zero, `_` in numbers, binary numbers and dates as in 1.1; `yes` and `on` stay strings.
 */
export function resolvePlainScalar(source: string, at: Span): ScalarTree {
  switch (source) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return { kind: 'null', at };
    case 'true':
    case 'True':
    case 'TRUE':
      return { kind: 'bool', at, value: true };
    case 'false':
    case 'False':
    case 'FALSE':
      return { kind: 'bool', at, value: false };
  }
  const first = source[0] ?? '';
  if (!/[-+.0-9]/.test(first)) return { kind: 'string', at, value: source };
  if (dateShape.test(source) && isDate(source)) return { kind: 'time', at, text: source };
  const special = specialFloat(source);
  if (special !== undefined) return { kind: 'float', at, ...special };
  const plain = source.replaceAll('_', '');
  const whole = first === '.' ? undefined : wholeNumber(plain);
  if (whole !== undefined) return { kind: 'int', at, value: Number(whole), text: String(whole) };
  if (floatShape.test(plain)) {
    const value = Number(plain);
    return { kind: 'float', at, value, text: printedFloat(value) };
  }
  return { kind: 'string', at, value: source };
}

/** Go's ParseInt with base 0: `0x`, `0b`, `0o` and a bare leading zero. */
function wholeNumber(text: string): bigint | undefined {
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/.exec(text);
  if (match === null) return undefined;
  const digits = match[2] ?? '';
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const value = BigInt(octal);
  const signed = match[1] === '-' ? -value : value;
  return signed < -(1n << 63n) || signed >= 1n << 64n ? undefined : signed;
}

function specialFloat(text: string): { value: number; text: string } | undefined {
  if (/^\+?\.(inf|Inf|INF)$/.test(text)) return { value: Infinity, text: '+Inf' };
  if (/^-\.(inf|Inf|INF)$/.test(text)) return { value: -Infinity, text: '-Inf' };
  if (/^\.(nan|NaN|NAN)$/.test(text)) return { value: NaN, text: 'NaN' };
  return undefined;
}

function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split(/[^\d]/, 3).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(year, month, 0).getDate();
}

/** Go's `%v` of a float64: shortest digits, exponent below 1e-4 and from 1e21 on. */
export function printedFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-4) {
    return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
  }
  return String(value);
}
