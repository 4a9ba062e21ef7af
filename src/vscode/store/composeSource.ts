import * as vscode from 'vscode';
import { folderOf } from '../../compose/filePaths';
import type { ComposeReader } from '../../compose/composeRequest';
import type { ComposeProblem } from '../../model/composeProject';
import type { Topology } from '../../model/topology';
import { planTopology } from '../../topology/planTopology';
import { Disposables } from '../disposables';
import { Signal } from '../signal';
import type { GraphSource, SourceView } from './graphSource';
import { OneAtATime } from './oneAtATime';
import { readProjectOfFile } from './planComposeFile';
import type { SourceRef } from './sourceRef';

/** Typing settles before the plan is made again. */
const debounceMs = 150;

/** Files beside a compose file that can change what it says. */
const neighbours = '{*.yml,*.yaml,*.env,.env,.env.*}';

/**
 * One compose file, planned as it stands in the editor, unsaved text included. Keeps the last good
 * plan while the file has errors.
 */
export class ComposeSource implements GraphSource {
  readonly ref: SourceRef;
  readonly title: string;
  readonly uri: vscode.Uri;
  readonly #log: (message: string) => void;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Signal<void>());
  readonly #planner = this.#owned.add(new OneAtATime(() => this.#plan()));
  #watchers = new Disposables();
  #filesRead: readonly string[] = [];
  #problems: readonly ComposeProblem[] = [];
  #topology: Topology | undefined;
  #status: SourceView['status'] = { kind: 'loading' };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(uri: vscode.Uri, log: (message: string) => void) {
    this.uri = uri;
    this.ref = { kind: 'compose', uri: uri.toString() };
    this.title = vscode.l10n.t('Networks of {0}', vscode.workspace.asRelativePath(uri));
    this.#log = log;
    this.#owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#touched(document.uri)),
    );
    // A closed editor gives back what is on the disk.
    this.#owned.add(vscode.workspace.onDidCloseTextDocument(({ uri: at }) => this.#touched(at)));
    this.#watchFolders([folderOf(uri.fsPath)]);
    void this.refresh();
  }

  readonly onDidChange = this.#changed.event;

  get problems(): readonly ComposeProblem[] {
    return this.#problems;
  }

  view(): SourceView {
    return this.#topology === undefined
      ? { status: this.#status }
      : { topology: this.#topology, status: this.#status };
  }

  refresh(): Promise<void> {
    clearTimeout(this.#timer);
    return this.#planner.run();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watchers.dispose();
    this.#owned.dispose();
  }

  #touched(uri: vscode.Uri): void {
    const isOurs = uri.toString() === this.uri.toString() || this.#filesRead.includes(uri.fsPath);
    if (isOurs) this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), debounceMs);
  }

  async #plan(): Promise<void> {
    try {
      const { readComposeProject } = await import('../../compose/readComposeProject');
      const { fsPath } = this.uri;
      const result = await readProjectOfFile(fsPath, reader, process.env, readComposeProject);
      if (this.#owned.isDisposed) return;
      this.#problems = result.problems;
      this.#filesRead = result.filesRead;
      this.#watchFolders([fsPath, ...result.filesRead].map(folderOf));
      const error = result.problems.find(({ severity }) => severity === 'error');
      if (result.project !== undefined && (error === undefined || this.#topology === undefined)) {
        this.#topology = planTopology(result.project, {});
      }
      this.#status = this.#statusFor(error);
    } catch (error) {
      this.#log(`${this.uri.toString()} was not planned: ${String(error)}`);
      this.#status = this.#broken(vscode.l10n.t('This file could not be read. The log says more.'));
    }
    this.#changed.fire();
  }

  #statusFor(error: ComposeProblem | undefined): SourceView['status'] {
    if (error !== undefined) return this.#broken(error.message);
    if (this.#filesRead.length > 0) return { kind: 'fresh' };
    return this.#broken(vscode.l10n.t('There is no such file any more.'));
  }

  #broken(message: string): SourceView['status'] {
    if (this.#topology !== undefined) return { kind: 'stale', message };
    return {
      kind: 'empty',
      message,
      actions: [{ label: vscode.l10n.t('Try Again'), action: 'refresh' }],
    };
  }

  #watchFolders(folders: readonly string[]): void {
    this.#watchers.dispose();
    this.#watchers = new Disposables();
    for (const folder of new Set(folders)) {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), neighbours);
      const watcher = this.#watchers.add(vscode.workspace.createFileSystemWatcher(pattern));
      const touched = () => this.#schedule();
      this.#watchers.add(watcher.onDidChange(touched));
      this.#watchers.add(watcher.onDidCreate(touched));
      this.#watchers.add(watcher.onDidDelete(touched));
    }
  }
}

/** Open editors overlay the disk. */
const reader: ComposeReader = {
  async readFile(path) {
    const uri = vscode.Uri.file(path);
    const open = vscode.workspace.textDocuments.find(
      (document) => document.uri.toString() === uri.toString(),
    );
    if (open !== undefined) return open.getText();
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    } catch {
      // No such file, a folder, or not ours to read: all the same to a compose file's reader.
      return undefined;
    }
  },
};
