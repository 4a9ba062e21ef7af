import * as vscode from 'vscode';
import { shellLine, type Shell } from '../../sources/engine/shellWords';

/** A docker command as a line for the shell that this machine's terminals run. */
export function dockerLine(words: readonly string[]): string {
  return shellLine(words, terminalShell());
}

/** Windows' own shells take PowerShell's quotes; git's bash, WSL and all others POSIX's. */
function terminalShell(): Shell {
  if (process.platform !== 'win32') return 'posix';
  return /(?:ba|z|da|fi)?sh(?:\.exe)?$/i.test(vscode.env.shell) &&
    !/(?:power|pw)sh/i.test(vscode.env.shell)
    ? 'posix'
    : 'powershell';
}

/** Puts a command on the clipboard and says so. */
export async function copyLine(line: string): Promise<void> {
  await vscode.env.clipboard.writeText(line);
  vscode.window.setStatusBarMessage(vscode.l10n.t('The command is on the clipboard.'), 4_000);
}
