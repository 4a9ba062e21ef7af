import * as vscode from 'vscode';
import type { ComposeRequest, UnreadFile } from '../../compose/composeRequest';
import { baseName, folderOf } from '../../compose/filePaths';
import type { PlaceInFile } from '../../compose/placeInFile';
import type { ComposeProblem, ComposeProject } from '../../model/composeProject';
import type { Declared } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { composeProjects } from '../config';
import { Disposables } from '../disposables';
import { placeOfElement } from '../editor/composeNodes';
import { settings } from '../ids';
import { Signal } from '../signal';
import { ComposeFiles } from './composeFiles';
import { ComposePicture } from './composePicture';
import type { GraphSource, SourceView } from './graphSource';
import { loadComposeReader } from './loadComposeReader';
import { OneAtATime } from './oneAtATime';
import { readProject, type ProjectChoice } from './readProject';
import type { ComposeRef } from './sourceRef';
import { displayLines } from '../../scene/displayText';

/** Typing settles before the plan is made again. */
const debounceMs = 150;
/** Folders that are watched for one project; a project names files in far fewer. */
const maxWatched = 64;

/**
 * One compose project, planned as it stands in the editors, unsaved text of any of its files included.
 * Keeps the last good plan while the files have errors.
 */
export class ComposeSource implements GraphSource {
  readonly ref: ComposeRef;
  readonly title: string;
  readonly #log: (message: string) => void;
  readonly #uri: vscode.Uri;
  readonly #files: ComposeFiles;
  readonly #read = loadComposeReader();
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Signal<void>());
  readonly #planner = this.#owned.add(new OneAtATime(() => this.#plan()));
  #watched: readonly string[] = [];
  #watchers = new Disposables();
  #profiles: readonly string[] | undefined;
  #reading: Reading = { problems: [], filesRead: [], unread: [], profiles: [], alone: false };
  readonly #picture: ComposePicture;
  #status: SourceView['status'] = { kind: 'loading' };
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param profiles in place of those that files and settings choose
   * @param engine the last good reading of the engine the project would come up on
   */
  constructor(
    ref: ComposeRef,
    profiles: readonly string[] | undefined,
    engine: () => Topology | undefined,
    log: (message: string) => void,
  ) {
    this.#picture = new ComposePicture(engine);
    this.ref = ref;
    this.#uri = vscode.Uri.parse(ref.uri);
    this.#profiles = profiles;
    this.#log = log;
    this.title = vscode.l10n.t('Networks of {0}', this.label);
    const { fsPath } = this.#uri;
    const border = vscode.workspace.getWorkspaceFolder(this.#uri)?.uri.fsPath;
    this.#files = new ComposeFiles(
      border ?? (ref.project === undefined ? folderOf(fsPath) : fsPath),
    );
    const { workspace } = vscode;
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#typed(document)));
    // A closed editor gives back what is on the disk.
    this.#owned.add(workspace.onDidCloseTextDocument((document) => this.#typed(document)));
    this.#owned.add(workspace.onDidSaveTextDocument(({ uri }) => this.#files.forget(uri.fsPath)));
    this.#owned.add(workspace.onDidGrantWorkspaceTrust(() => void this.refresh()));
    this.#owned.add(
      workspace.onDidChangeConfiguration((event) => {
        const isMine = event.affectsConfiguration(settings.composeProjects, this.#uri);
        if (ref.project !== undefined && isMine) this.#schedule();
      }),
    );
    void this.refresh();
  }

  readonly onDidChange = this.#changed.event;

  /** The file's path in the workspace, or the configured project's name. */
  get label(): string {
    return this.ref.project ?? vscode.workspace.asRelativePath(this.#uri);
  }

  /** The last reading, errors and all. */
  get reading(): Reading {
    return this.#reading;
  }

  get problems(): readonly ComposeProblem[] {
    return this.#reading.problems;
  }

  /** What was chosen in place of the profiles that files and settings name. */
  get profiles(): readonly string[] | undefined {
    return this.#profiles;
  }

  view(): SourceView {
    const { shown: topology, drift } = this.#picture;
    return {
      status: this.#status,
      ...(topology === undefined ? {} : { topology }),
      ...(drift === undefined ? {} : { drift }),
    };
  }

  /** Whether it is shown beside what runs. */
  get isCompared(): boolean {
    return this.#picture.isCompared;
  }

  compare(on: boolean): void {
    this.#picture.compare(on);
    this.#changed.fire();
  }

  /** The engine was read again. */
  engineChanged(): void {
    if (this.#picture.planned === undefined) return;
    this.#picture.redraw();
    this.#changed.fire();
  }

  /** Where the project writes an element down. */
  placeOf(sceneId: string): Declared | undefined {
    const { project } = this.#reading;
    const { planned } = this.#picture;
    return project && planned && placeOfElement(project, planned, sceneId);
  }

  /** What a place of one of the project's files lies in. */
  async placeAt(document: vscode.TextDocument, position: vscode.Position): Promise<PlaceInFile> {
    const { placeAt } = await this.#read();
    return placeAt(document.uri.fsPath, document.getText(), document.offsetAt(position));
  }

  /** Settles when the project was read at least once. */
  settled(): Promise<void> {
    return this.#planner.settled();
  }

  chooseProfiles(profiles: readonly string[] | undefined): Promise<void> {
    this.#profiles = profiles;
    return this.#planner.run();
  }

  refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#files.forget();
    return this.#planner.run();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watchers.dispose();
    this.#owned.dispose();
  }

  #typed({ uri }: vscode.TextDocument): void {
    if (uri.scheme === 'file' && this.#files.concerns(uri.fsPath)) this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#planner.run(), debounceMs);
  }

  async #plan(): Promise<void> {
    try {
      await this.#planProject();
    } catch (error) {
      this.#log(`${this.#uri.toString()} was not planned: ${String(error)}`);
      this.#status = this.#broken(vscode.l10n.t('This file could not be read. The log says more.'));
    }
    if (!this.#owned.isDisposed) this.#changed.fire();
  }

  async #planProject(): Promise<void> {
    const choice = this.#choice();
    if (choice === undefined) {
      const message = vscode.l10n.t('The settings of the folder name no such project any more.');
      this.#status = this.#broken(message);
      this.#reading = { ...this.#reading, problems: [] };
      return;
    }
    const { read, upProblems } = await this.#read();
    this.#files.startOver();
    const { result, request, alone } = await readProject(
      choice,
      this.#files,
      process.env,
      this.#profiles,
      read,
    );
    if (this.#owned.isDisposed) return;
    const error = result.problems.find(({ severity }) => severity === 'error');
    const planned = error === undefined ? result.project : undefined;
    const problems = [...result.problems, ...(planned === undefined ? [] : upProblems(planned))];
    this.#reading = { ...result, problems, request, alone };
    this.#watch();
    const isFirst = this.#picture.planned === undefined;
    if (result.project !== undefined && (error === undefined || isFirst)) {
      this.#picture.setProject(result.project, result.unread);
    }
    this.#status = this.#statusFor(error);
  }

  #choice(): ProjectChoice | undefined {
    const { fsPath } = this.#uri;
    const { project: id } = this.ref;
    if (id === undefined) return { kind: 'file', path: fsPath };
    const project = composeProjects(this.#uri).find((one) => one.id === id);
    return project && { kind: 'configured', folder: fsPath, project };
  }

  #statusFor(error: ComposeProblem | undefined): SourceView['status'] {
    if (error !== undefined) return this.#broken(error.message);
    const { project, filesRead, unread } = this.#reading;
    if (project !== undefined) return { kind: 'fresh' };
    const [left] = unread;
    if (left !== undefined) {
      const name = baseName(left.file);
      return this.#broken(vscode.l10n.t('{0} was not read: {1}', name, left.reason));
    }
    if (filesRead.length > 0) return { kind: 'fresh' };
    return this.#broken(vscode.l10n.t('There is no such file any more.'));
  }

  #broken(words: string): SourceView['status'] {
    const message = displayLines(words);
    if (this.#picture.planned !== undefined) return { kind: 'stale', message };
    return {
      kind: 'empty',
      message,
      actions: [
        { label: vscode.l10n.t('Try Again'), action: 'refresh' },
        { label: vscode.l10n.t('Choose Compose Project…'), action: 'chooseProject' },
      ],
    };
  }

  /** Of the folders the project's files lie in, only those files count. */
  #watch(): void {
    const folders = this.#files.folders().slice(0, maxWatched);
    if (folders.join('\n') === this.#watched.join('\n')) return;
    this.#watched = folders;
    this.#watchers.dispose();
    this.#watchers = new Disposables();
    const touched = ({ fsPath }: vscode.Uri) => {
      if (!this.#files.concerns(fsPath)) return;
      this.#files.forget(fsPath);
      this.#schedule();
    };
    for (const folder of folders) {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '*');
      const watcher = this.#watchers.add(vscode.workspace.createFileSystemWatcher(pattern));
      this.#watchers.add(watcher.onDidChange(touched));
      this.#watchers.add(watcher.onDidCreate(touched));
      this.#watchers.add(watcher.onDidDelete(touched));
    }
  }
}

/** What the last reading gave. */
export interface Reading {
  readonly project?: ComposeProject;
  readonly problems: readonly ComposeProblem[];
  /** Absolute paths. */
  readonly filesRead: readonly string[];
  readonly unread: readonly UnreadFile[];
  /** Active ones. */
  readonly profiles: readonly string[];
  /** The file is no part of what docker compose finds in its folder. */
  readonly alone: boolean;
  /** Absent before the first reading. */
  readonly request?: ComposeRequest;
}
