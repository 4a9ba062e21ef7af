import * as vscode from 'vscode';
import type { Snapshot } from '../../model/snapshot';
import { checkSnapshotSize, snapshotFromText } from '../../sources/snapshotFile';
import { SnapshotFileError } from '../../sources/snapshotFileError';
import { buildTopology } from '../../topology/buildTopology';
import { errorText } from '../errors';
import { fileReason } from '../fileReason';
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
      const message = errorText(error);
      const again = { label: vscode.l10n.t('Try Again'), action: 'refresh' } as const;
      const other = { label: vscode.l10n.t('Open Snapshot…'), action: 'openSnapshot' } as const;
      this.#view =
        this.#view.topology === undefined
          ? { status: { kind: 'empty', message, actions: [again, other] } }
          : { ...this.#view, status: { kind: 'stale', message } };
      this.#changed.fire();
    }
  }

  /** @throws SnapshotFileError */
  async read(): Promise<void> {
    const bytes = await this.#bytes();
    this.#snapshot = snapshotFromText(new TextDecoder().decode(bytes), this.name);
    const origin = { kind: 'snapshot', label: this.name } as const;
    this.#view = {
      topology: buildTopology(this.#snapshot, origin, `snapshot:${this.name}`),
      status: { kind: 'fresh' },
    };
    this.#changed.fire();
  }

  async #bytes(): Promise<Uint8Array> {
    const { fs } = vscode.workspace;
    try {
      checkSnapshotSize((await fs.stat(this.uri)).size, this.name);
      return await fs.readFile(this.uri);
    } catch (error) {
      if (error instanceof SnapshotFileError) throw error;
      throw new SnapshotFileError(
        'unreadable',
        vscode.l10n.t('{0} cannot be read: {1}.', this.name, fileReason(error)),
        vscode.l10n.t('Check the path and who may read the file.'),
        { cause: error },
      );
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
