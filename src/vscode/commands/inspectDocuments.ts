import path from 'node:path';
import * as vscode from 'vscode';
import { jsonText } from '../../model/jsonText';
import { displayText } from '../../scene/displayText';
import { Disposables } from '../disposables';

const scheme = 'vethscope-inspect';
/** Of a file; what a name says beyond that nobody reads in a tab. */
const longestName = 200;
const mostKept = 50;

/** Read-only documents with an engine's JSON or a page to read; of closed ones the last are kept. */
export class InspectDocuments implements vscode.TextDocumentContentProvider {
  readonly #owned = new Disposables();
  readonly #texts = new Map<string, string>();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.Uri>());

  constructor() {
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  show(kind: string, name: string, json: unknown): Promise<void> {
    return this.showText(kind, `${name}.json`, `${jsonText(json, 2)}\n`);
  }

  /** Text that is read, not written. */
  async showText(kind: string, name: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.keep(kind, name, text));
    await vscode.window.showTextDocument(document);
  }

  /** Where the text can be opened. */
  keep(kind: string, name: string, text: string): vscode.Uri {
    // Names may hold slashes, which would become folders of the path.
    const { name: base, ext } = path.posix.parse(name.replace(/[/\\]/g, '_'));
    const file = `${displayText(base.slice(0, longestName))}${ext}`;
    const uri = vscode.Uri.from({ scheme, path: `/${kind}/${file}` });
    this.#texts.delete(uri.toString());
    this.#texts.set(uri.toString(), text);
    this.#forget();
    this.#changed.fire(uri);
    return uri;
  }

  /** A preview of Markdown holds its document open only while it reads it, and reads it again later. */
  #forget(): void {
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const key of this.#texts.keys()) {
      if (this.#texts.size <= mostKept) return;
      if (!open.has(key)) this.#texts.delete(key);
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
