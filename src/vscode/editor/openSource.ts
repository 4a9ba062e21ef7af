import * as vscode from 'vscode';
import type { Declared } from '../../model/provenance';

function rangeOf({ line, column }: Declared): vscode.Range {
  const position = new vscode.Position(Math.max(line - 1, 0), Math.max(column - 1, 0));
  return new vscode.Range(position, position);
}

/** Opens the file at the place, beside the graph when it is not open yet. */
export async function openSource(place: Declared): Promise<void> {
  const uri = vscode.Uri.file(place.file);
  const shown = editorOf(uri);
  const selection = rangeOf(place);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, {
    selection,
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
  });
}

/** Scrolls to the place where the file is visible anyway; opens nothing and leaves the focus alone. */
export function revealSource(place: Declared): void {
  const editor = editorOf(vscode.Uri.file(place.file));
  if (editor === undefined) return;
  const range = rangeOf(place);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
}
