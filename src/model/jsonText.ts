/**
 * A value as JSON that is plain to look at: what would steer a terminal or turn the direction of what
 * stands beside it is written as an escape (RFC 8259, 7), so that it still reads back as the same value.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    steering,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** JSON.stringify escapes the controls below U+0020 itself; those of its indent stay. */
const steering = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;
