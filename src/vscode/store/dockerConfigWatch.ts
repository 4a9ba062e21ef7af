import * as vscode from 'vscode';
import { Disposables } from '../disposables';

/** A `docker context use` writes several files one after the other. */
const settlesAfterMs = 200;

/** Tells when docker's configuration or its contexts change, by whoever. Nothing is watched before `start`. */
export class DockerConfigWatch {
  readonly #changed: () => void;
  #watched: { readonly folder: string; readonly owned: Disposables } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** @param folder what DOCKER_CONFIG names, else `~/.docker` */
  start(folder: string): void {
    if (this.#watched?.folder === folder) return;
    this.dispose();
    const owned = new Disposables();
    this.#watched = { folder, owned };
    const soon = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(this.#changed, settlesAfterMs);
    };
    for (const glob of ['config.json', 'contexts/**/meta.json']) {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), glob);
      const watcher = owned.add(vscode.workspace.createFileSystemWatcher(pattern));
      owned.add(watcher.onDidChange(soon));
      owned.add(watcher.onDidCreate(soon));
      owned.add(watcher.onDidDelete(soon));
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watched?.owned.dispose();
    this.#watched = undefined;
  }
}
