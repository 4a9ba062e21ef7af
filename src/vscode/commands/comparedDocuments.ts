import * as vscode from 'vscode';
import { Disposables } from '../disposables';

const scheme = 'vethscope-compare';

/** Two texts side by side, read-only, kept while they are open. */
export class ComparedDocuments implements vscode.TextDocumentContentProvider {
  readonly #owned = new Disposables();
  readonly #texts = new Map<string, string>();
  #count = 0;

  constructor() {
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  async show(title: string, left: string, right: string): Promise<void> {
    this.#count += 1;
    await vscode.commands.executeCommand(
      'vscode.diff',
      this.#keep('vethscope', left),
      this.#keep('docker-compose', right),
      title,
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #keep(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${this.#count}/${name}.json` });
    this.#texts.set(uri.toString(), text);
    return uri;
  }
}
