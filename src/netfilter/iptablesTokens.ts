/**
 * Words of an iptables-save line (iptables: libxtables xtables_save_string): separated by blanks;
 * `"…"` holds blanks, with a backslash before quotes and backslashes.
 */
export function splitWords(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(/\s+/).filter((word) => word !== '');
  const words: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/"((?:[^"\\]|\\.)*)"?|(\S+)/gs)) {
    words.push(plain ?? (quoted ?? '').replace(/\\(.)/gs, '$1'));
  }
  return words;
}

/** The same in reverse: quoted where the tool would quote. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/["\\']/g, '\\$&')}"`;
}
