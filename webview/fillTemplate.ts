/** A translated sentence with `{0}`, `{1}` … replaced, once: what is put in is not looked at again. */
export function fillTemplate(template: string, ...values: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (whole, index) => values[Number(index)] ?? whole);
}
