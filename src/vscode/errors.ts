import * as vscode from 'vscode';
import { EngineError } from '../sources/engine/engineError';
import { SnapshotFileError } from '../sources/snapshotFileError';
import { fileReason } from './fileReason';
import { commands } from './ids';
import { displayText } from '../scene/displayText';
import { errorDetail } from './logText';
import { showError } from './messages';

/** The one place where errors become words for the user: a sentence, and what to do. */
export function errorText(error: unknown): string {
  if (error instanceof EngineError || error instanceof SnapshotFileError) {
    return displayText(`${error.message} ${error.nextStep}`);
  }
  if (error instanceof vscode.FileSystemError) {
    return vscode.l10n.t(
      'The file could not be read or written: {0}. Check the path and who may use it.',
      fileReason(error),
    );
  }
  return vscode.l10n.t('Something unexpected went wrong. The log says more.');
}

export class ErrorReporter {
  readonly #log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /** Shows what went wrong with something the user asked for; being cancelled is not an error. */
  show(error: unknown): void {
    if (error instanceof EngineError && error.reason === 'cancelled') return;
    if (error instanceof vscode.CancellationError) return;
    this.#log.error(errorDetail(error));
    const showLog = vscode.l10n.t('Show Log');
    void showError(errorText(error), showLog).then((chosen) => {
      if (chosen === showLog) void vscode.commands.executeCommand(commands.showLog);
    });
  }
}
