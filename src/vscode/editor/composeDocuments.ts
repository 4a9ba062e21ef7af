import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { settings } from '../ids';
import { isComposeDocument, projectOfFile } from '../store/projectOfFile';
import { sourceKey, type SourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';

/** Keeps the projects of the compose files that are open in editors read: for problems and hovers. */
export class ComposeDocuments {
  readonly #sources: Sources;
  readonly #log: (message: string) => void;
  readonly #owned = new Disposables();
  /** By the document's URI. */
  readonly #projects = new Map<string, SourceKey>();

  constructor(sources: Sources, log: (message: string) => void) {
    this.#sources = sources;
    this.#log = log;
    const { workspace } = vscode;
    this.#owned.add(workspace.onDidOpenTextDocument((document) => this.#opened(document)));
    this.#owned.add(workspace.onDidCloseTextDocument(({ uri }) => this.#closed(uri.toString())));
    this.#owned.add(workspace.onDidChangeWorkspaceFolders(() => this.#again()));
    this.#owned.add(workspace.onDidGrantWorkspaceTrust(() => this.#again()));
    this.#owned.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.composeProjects)) this.#again();
      }),
    );
    for (const document of workspace.textDocuments) this.#opened(document);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #opened(document: vscode.TextDocument): void {
    if (!isComposeDocument(document)) return;
    this.#open(document).catch((error: unknown) =>
      this.#log(`${document.uri.toString()} was not read: ${String(error)}`),
    );
  }

  async #open(document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    const ref = await projectOfFile(document.uri);
    if (this.#owned.isDisposed || document.isClosed) return;
    const key = sourceKey(ref);
    const old = this.#projects.get(uri);
    this.#projects.set(uri, key);
    this.#sources.openCompose(ref, 'editor');
    if (old !== undefined && old !== key) this.#left(old);
  }

  #closed(uri: string): void {
    const key = this.#projects.get(uri);
    if (key === undefined) return;
    this.#projects.delete(uri);
    this.#left(key);
  }

  /** Another file of the project may still be open. */
  #left(key: SourceKey): void {
    if ([...this.#projects.values()].includes(key)) return;
    this.#sources.leaveCompose(key, 'editor');
  }

  /** Folders or settings changed, and with them which project a file belongs to. */
  #again(): void {
    for (const document of vscode.workspace.textDocuments) this.#opened(document);
  }
}
