export type Shell = 'posix' | 'powershell';

/** A program and its arguments as one line that the shell splits into exactly these again. */
export function shellLine(words: readonly string[], shell: Shell): string {
  return words
    .map((word) => (shell === 'posix' ? posixWord(word) : powershellWord(word)))
    .join(' ');
}

/** Nothing in it means anything to a shell, wherever it stands. */
const plainPosix = /^[A-Za-z0-9_@%+=:,./-]+$/;
const plainPowershell = /^[A-Za-z0-9_+=:./-]+$/;

/** POSIX 2.2.2: within single quotes every character stands for itself. */
function posixWord(word: string): string {
  const plain = plainPosix.test(word) && !/^[A-Za-z_]\w*=/.test(word);
  return plain ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * Within single quotes only the quote itself is doubled, and PowerShell takes the typographic ones for
 * it too (about_Quoting_Rules). A native program's argument keeps its double quotes only with a
 * backslash before 7.3 (about_Parsing, PSNativeCommandArgumentPassing).
 */
function powershellWord(word: string): string {
  if (plainPowershell.test(word) && !/^[-/.]?\d/.test(word)) return word;
  return `'${word.replace(/['‘’‚‛]/g, '$&$&')}'`;
}
