import * as vscode from 'vscode';
import { opensGraphOnStart } from '../config';
import { graphPanelType, standardComposeNames } from '../ids';
import type { GraphPanels } from '../panel/graphPanels';
import { projectOfFile } from '../store/projectOfFile';

/**
 * Opens the compose file at a workspace folder's root, and its graph beside it, where the setting asks
 * for it. Where the editor brings back a graph of last time, nothing is opened.
 */
export async function openOnStart(panels: GraphPanels): Promise<void> {
  if (hasGraphTab()) return;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    if (!opensGraphOnStart(folder.uri)) continue;
    const uri = await composeFileIn(folder.uri);
    if (uri === undefined) continue;
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.One,
      preview: false,
    });
    panels.show(await projectOfFile(uri));
    return;
  }
}

/** docker compose's own order of names. */
async function composeFileIn(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (const name of standardComposeNames) {
    const uri = vscode.Uri.joinPath(folder, name);
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch {
      // Not there: the next name.
    }
  }
  return undefined;
}

/** The editor prefixes the type of a webview's tab. */
function hasGraphTab(): boolean {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith(graphPanelType),
    );
}
