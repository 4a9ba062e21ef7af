import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { sampleUri, until } from './extensionUnderTest';

/** A folder of compose files inside the workspace, gone when the test ends. */
export class ComposeFolder {
  readonly uri: vscode.Uri;

  constructor(name: string) {
    this.uri = vscode.Uri.joinPath(sampleUri(), '..', name);
  }

  file(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.uri, name);
  }

  /** The key of the graph that a file of the folder has. */
  source(name: string): string {
    return `compose:${this.file(name).toString()}`;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await vscode.workspace.fs.writeFile(this.file(name), new TextEncoder().encode(text));
    }
  }

  async remove(): Promise<void> {
    await vscode.workspace.fs.delete(this.uri, { recursive: true });
  }

  /** Opens a file in the first group. */
  async show(name: string): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(this.file(name));
    return vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.One,
      preview: false,
    });
  }

  /** Changes a file in its editor, without saving it. */
  async edit(name: string, search: string, replacement: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.file(name));
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, rangeOf(document, search), replacement);
    assert.ok(await vscode.workspace.applyEdit(change));
  }

  /** What is underlined in a file, as `line:column-line:column severity message`. */
  marks(name: string): readonly string[] {
    return vscode.languages
      .getDiagnostics(this.file(name))
      .filter(({ source }) => source === 'Vethscope')
      .map(({ range: { start, end }, severity, message }) => {
        const place = [start, end].map(({ line, character }) => `${line + 1}:${character + 1}`);
        return `${place.join('-')} ${vscode.DiagnosticSeverity[severity]} ${message}`;
      })
      .sort();
  }

  async waitForMarks(name: string, expected: readonly string[]): Promise<void> {
    const wanted = [...expected].sort();
    try {
      await until(
        'the marks are these',
        () => this.marks(name).join('\n') === wanted.join('\n'),
        10_000,
      );
    } catch (error) {
      assert.deepEqual(this.marks(name), wanted);
      throw error;
    }
  }

  path(name: string): string {
    return this.file(name).fsPath;
  }
}

export function rangeOf(document: vscode.TextDocument, search: string): vscode.Range {
  const at = document.getText().indexOf(search);
  assert.ok(at >= 0, `"${search}" is not in ${document.uri.path}`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + search.length));
}
