import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { settings } from '../ids';
import { OneAtATime } from '../store/oneAtATime';
import { isComposeDocument, projectOfFile } from '../store/projectOfFile';
import { sourceKey, type SourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';

/** Keeps the projects of the compose files that have an editor read: for problems and hovers. */
export class ComposeDocuments {
  readonly #sources: Sources;
  readonly #log: (message: string) => void;
  readonly #owned = new Disposables();
  readonly #update = this.#owned.add(new OneAtATime(() => this.#lookAgain()));
  /** By the document's URI. */
  readonly #projects = new Map<string, SourceKey>();

  constructor(sources: Sources, log: (message: string) => void) {
    this.#sources = sources;
    this.#log = log;
    const { workspace, window } = vscode;
    const again = () => void this.#update.run();
    this.#owned.add(workspace.onDidOpenTextDocument(again));
    // The editor keeps documents for a while after their tabs are closed.
    this.#owned.add(window.tabGroups.onDidChangeTabs(again));
    this.#owned.add(workspace.onDidChangeWorkspaceFolders(again));
    this.#owned.add(workspace.onDidGrantWorkspaceTrust(again));
    this.#owned.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.composeProjects)) again();
      }),
    );
    again();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Folders, settings and tabs decide which project a file belongs to, and whether anybody looks. */
  async #lookAgain(): Promise<void> {
    const shown = shownFiles();
    const documents = vscode.workspace.textDocuments.filter(
      (document) => shown.has(document.uri.toString()) && isComposeDocument(document),
    );
    const open = new Set(documents.map(({ uri }) => uri.toString()));
    for (const uri of [...this.#projects.keys()]) if (!open.has(uri)) this.#closed(uri);
    for (const document of documents) {
      try {
        await this.#open(document.uri);
      } catch (error) {
        this.#log(`${document.uri.toString()} was not read: ${String(error)}`);
      }
    }
  }

  async #open(uri: vscode.Uri): Promise<void> {
    const ref = await projectOfFile(uri);
    if (this.#owned.isDisposed) return;
    const key = sourceKey(ref);
    const old = this.#projects.get(uri.toString());
    if (old === key) return;
    this.#projects.set(uri.toString(), key);
    this.#sources.openCompose(ref, 'editor');
    if (old !== undefined) this.#left(old);
  }

  #closed(uri: string): void {
    const key = this.#projects.get(uri);
    this.#projects.delete(uri);
    if (key !== undefined) this.#left(key);
  }

  /** Another file of the project may still be open. */
  #left(key: SourceKey): void {
    if ([...this.#projects.values()].includes(key)) return;
    this.#sources.leaveCompose(key, 'editor');
  }
}

/** URIs of the files that have a tab, as text. */
function shownFiles(): ReadonlySet<string> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const uris = tabs.flatMap(({ input }) => {
    if (input instanceof vscode.TabInputText) return [input.uri];
    return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
  });
  return new Set(uris.map((uri) => uri.toString()));
}
