import * as vscode from 'vscode';
import type { Declared } from '../../model/provenance';

/** Shows places in files, and knows which cursor moves were its own doing. */
export class SourceReveals {
  #last: { readonly uri: string; readonly place: vscode.Position } | undefined;

  /** Opens the file at the place, beside the graph when it is not open yet. */
  async open(place: Declared): Promise<void> {
    const uri = vscode.Uri.file(place.file);
    const viewColumn = editorOf(uri)?.viewColumn ?? vscode.ViewColumn.One;
    await this.#show(uri, place, { viewColumn });
  }

  /**
   * Scrolls to the place and leaves the focus alone. A file that is not visible is shown where another
   * file of the project is; without one, nobody looks at the files.
   * @param files of the project, absolute
   */
  async reveal(place: Declared, files: readonly string[]): Promise<void> {
    const uri = vscode.Uri.file(place.file);
    const editor = editorOf(uri);
    if (editor !== undefined) {
      const range = this.#remember(uri, place);
      editor.selection = new vscode.Selection(range.start, range.end);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      return;
    }
    const beside = files.map((file) => editorOf(vscode.Uri.file(file))).find(Boolean);
    if (beside?.viewColumn === undefined) return;
    const { viewColumn } = beside;
    await this.#show(uri, place, { viewColumn, preserveFocus: true, preview: true });
  }

  /** Whether the cursor stands where this object put it. */
  isOwn({ document }: vscode.TextEditor, { active }: vscode.Selection): boolean {
    const last = this.#last;
    return last?.uri === document.uri.toString() && last.place.isEqual(active);
  }

  async #show(
    uri: vscode.Uri,
    place: Declared,
    options: vscode.TextDocumentShowOptions,
  ): Promise<void> {
    const selection = this.#remember(uri, place);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { ...options, selection });
  }

  #remember(uri: vscode.Uri, { line, column }: Declared): vscode.Range {
    const position = new vscode.Position(Math.max(line - 1, 0), Math.max(column - 1, 0));
    this.#last = { uri: uri.toString(), place: position };
    return new vscode.Range(position, position);
  }
}

function editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
}
