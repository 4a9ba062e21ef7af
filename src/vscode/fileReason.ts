import * as vscode from 'vscode';

/** Why the editor could not read or write a file, in words that end a sentence. */
export function fileReason(error: unknown): string {
  const code = error instanceof vscode.FileSystemError ? error.code : systemCode(error);
  switch (code) {
    case 'FileNotFound':
    case 'ENOENT':
      return vscode.l10n.t('there is no such file or folder');
    case 'NoPermissions':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return vscode.l10n.t('permission denied');
    case 'FileIsADirectory':
    case 'EISDIR':
      return vscode.l10n.t('it is a folder');
    case 'FileNotADirectory':
    case 'ENOTDIR':
      return vscode.l10n.t('its folder is a file');
    case 'Unavailable':
      return vscode.l10n.t('its file system does not answer');
    default:
      return vscode.l10n.t('the log says why');
  }
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
