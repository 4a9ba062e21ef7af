import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { Signal } from '../signal';
import { ComposeSource } from './composeSource';
import { EngineSource } from './engineSource';
import type { EngineStore } from './engineStore';
import type { GraphSource } from './graphSource';
import { SnapshotSource } from './snapshotSource';
import { sourceKey, type SourceKey, type SourceRef } from './sourceRef';

/** Every source that is open, one of each: the engine, compose files with a graph, snapshots. */
export class Sources {
  readonly engine: EngineSource;
  readonly #log: (message: string) => void;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Signal<void>());
  readonly #compose = new Map<SourceKey, ComposeSource>();
  readonly #snapshots = new Map<SourceKey, SnapshotSource>();

  constructor(store: EngineStore, log: (message: string) => void) {
    this.engine = new EngineSource(store, vscode.l10n);
    this.#log = log;
  }

  /** A compose file or snapshot was opened, closed or changed. */
  readonly onDidChange = this.#changed.event;

  get composeFiles(): readonly ComposeSource[] {
    return [...this.#compose.values()];
  }

  get snapshots(): readonly SnapshotSource[] {
    return [...this.#snapshots.values()];
  }

  /** The source when it is open. */
  find(key: SourceKey): GraphSource | undefined {
    return key === sourceKey(this.engine.ref)
      ? this.engine
      : (this.#compose.get(key) ?? this.#snapshots.get(key));
  }

  /** The source, opened when it is not yet; a snapshot is still to be read then. */
  open(ref: SourceRef): GraphSource {
    const found = this.find(sourceKey(ref));
    if (found !== undefined) return found;
    switch (ref.kind) {
      case 'engine':
        return this.engine;
      case 'compose':
        return this.#add(this.#compose, new ComposeSource(vscode.Uri.parse(ref.uri), this.#log));
      case 'snapshot': {
        const source = this.#add(this.#snapshots, new SnapshotSource(vscode.Uri.parse(ref.uri)));
        void source.refresh();
        return source;
      }
    }
  }

  /** Opens a snapshot only when it can be read. @throws SnapshotFileError, or the file system's error */
  async openSnapshot(uri: vscode.Uri): Promise<SnapshotSource> {
    const key = sourceKey({ kind: 'snapshot', uri: uri.toString() });
    const open = this.#snapshots.get(key);
    const source = open ?? new SnapshotSource(uri);
    await source.read();
    return open ?? this.#snapshots.get(key) ?? this.#add(this.#snapshots, source);
  }

  close(key: SourceKey): void {
    const source = this.#compose.get(key) ?? this.#snapshots.get(key);
    if (source === undefined) return;
    this.#compose.delete(key);
    this.#snapshots.delete(key);
    source.dispose();
    this.#changed.fire();
  }

  dispose(): void {
    for (const key of [...this.#compose.keys(), ...this.#snapshots.keys()]) this.close(key);
    this.#owned.dispose();
  }

  #add<T extends ComposeSource | SnapshotSource>(into: Map<SourceKey, T>, source: T): T {
    into.set(sourceKey(source.ref), source);
    // Ends with the source: disposing it drops its listeners.
    source.onDidChange(() => this.#changed.fire());
    this.#changed.fire();
    return source;
  }
}
