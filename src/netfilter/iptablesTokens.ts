/**
 * Words of an iptables-save line (iptables: libxtables xtables_save_string): separated by blanks;
 * `"…"` holds blanks, with a backslash before quotes and backslashes.
 */
export function splitWords(line: string): readonly string[] {
  if (!line.includes('"')) {
    // The tools part words with single blanks, which is by far the quickest to split.
    return /\s\s|[^\S ]/.test(line) ? line.split(/\s+/).filter(Boolean) : line.split(' ');
  }
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
