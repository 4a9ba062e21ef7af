import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../../src/vscode/ids';
import { activated, extensionId, until } from './extensionUnderTest';

describe('activation', () => {
  it('reads no engine: nobody looked at one yet', async () => {
    const api = await activated();
    assert.equal(api.version, 1);
    assert.equal(api.engineState, 'idle');
    assert.equal(api.engine, undefined);
  });

  it('happens because of the compose file, and runs beside the workspace', () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.deepEqual(
      [extension?.isActive, extension?.extensionKind],
      [true, vscode.ExtensionKind.Workspace],
    );
  });

  it('registers every command of the registry', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commands).filter((id) => !known.has(id)),
      [],
    );
  });

  it('shows its log', async () => {
    await vscode.commands.executeCommand(commands.showLog);
    await until('the log is open', () =>
      vscode.window.visibleTextEditors.some(
        ({ document: { uri } }) => uri.scheme === 'output' && uri.path.includes(extensionId),
      ),
    );
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
});
