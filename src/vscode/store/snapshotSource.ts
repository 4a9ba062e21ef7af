import * as vscode from 'vscode';
import type { Snapshot } from '../../model/snapshot';
import { snapshotFromText } from '../../sources/snapshotFile';
import { buildTopology } from '../../topology/buildTopology';
import { Signal } from '../signal';
import type { GraphSource, SourceView } from './graphSource';
import type { SourceRef } from './sourceRef';

/** One opened snapshot. It changes only when it is read again. */
export class SnapshotSource implements GraphSource {
  readonly ref: SourceRef;
  readonly uri: vscode.Uri;
  readonly title: string;
  readonly name: string;
  readonly #changed = new Signal<void>();
  #view: SourceView = { status: { kind: 'loading' } };
  #snapshot: Snapshot | undefined;

  constructor(uri: vscode.Uri) {
    this.uri = uri;
    this.ref = { kind: 'snapshot', uri: uri.toString() };
    this.name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    this.title = vscode.l10n.t('Networks of {0}', this.name);
  }

  readonly onDidChange = this.#changed.event;

  get snapshot(): Snapshot | undefined {
    return this.#snapshot;
  }

  view(): SourceView {
    return this.#view;
  }

  async refresh(): Promise<void> {
    try {
      await this.read();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#view =
        this.#view.topology === undefined
          ? { status: { kind: 'empty', message, actions: [] } }
          : { ...this.#view, status: { kind: 'stale', message } };
      this.#changed.fire();
    }
  }

  /** @throws SnapshotFileError, or the file system's error */
  async read(): Promise<void> {
    const bytes = await vscode.workspace.fs.readFile(this.uri);
    this.#snapshot = snapshotFromText(new TextDecoder().decode(bytes), this.name);
    const origin = { kind: 'snapshot', label: this.name } as const;
    this.#view = {
      topology: buildTopology(this.#snapshot, origin, `snapshot:${this.name}`),
      status: { kind: 'fresh' },
    };
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
