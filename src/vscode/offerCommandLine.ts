import path from 'node:path';
import * as vscode from 'vscode';

/** The program that bin/vethscope runs the command line with. */
const programVariable = 'VETHSCOPE_NODE';

/**
 * Puts `vethscope` on the PATH of the editor's terminals, run by the node (or Electron) that runs the
 * extension, so that nothing else has to be installed.
 */
export function offerCommandLine(context: vscode.ExtensionContext): void {
  const { environmentVariableCollection: variables, extensionPath } = context;
  variables.description = vscode.l10n.t('Offers the command `vethscope`.');
  // Behind everything else: a `vethscope` that was installed on purpose comes first.
  variables.append('PATH', `${path.delimiter}${path.join(extensionPath, 'bin')}`);
  variables.replace(programVariable, process.execPath);
}
