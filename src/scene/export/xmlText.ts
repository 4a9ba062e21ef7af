/**
 * Foreign text as content of an XML element or of an attribute in double quotes: nothing in it is
 * markup, a line break in an attribute survives, and what XML 1.0 has no way to write (2.2, Char)
 * or would reorder the document's own text (embeddings, overrides, unmatched isolates) becomes U+FFFD.
 */
export function xmlText(text: string): string {
  return text
    .replace(unwritable, '\ufffd')
    .replace(special, (character) => `&#${character.codePointAt(0) ?? 0xfffd};`);
}

const unwritable =
  /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|[\u202a-\u202e\u2066\u2067]/gu;
/** C1 controls and next line are allowed but discouraged (2.2), and read differently in XML 1.1. */
const special = /[&<>"'\t\n\r\u{7f}-\u{9f}\u2028\u2029]/gu;

/** `name="value"` for each, with a leading space; absent ones are left out. */
export function xmlAttributes(
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  return Object.entries(values)
    .flatMap(([name, value]) =>
      value === undefined
        ? []
        : [` ${name}="${typeof value === 'number' ? plainNumber(value) : xmlText(value)}"`],
    )
    .join('');
}

/** At most two digits after the point, and no exponent. */
export function plainNumber(value: number): string {
  const text = value.toFixed(2).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}
