import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { Signal } from '../signal';
import { ComposeSource } from './composeSource';
import type { Engines } from './engines';
import type { EngineSource } from './engineSource';
import type { GraphSource, SourceView } from './graphSource';
import { ProfileChoices } from './profileChoices';
import { SnapshotSource } from './snapshotSource';
import {
  sourceKey,
  type ComposeRef,
  type EngineRef,
  type SourceKey,
  type SourceRef,
} from './sourceRef';

/** Who looks at a compose project: its graph or matrix, an editor with one of its files, a command. */
export type Onlooker = 'graph' | 'matrix' | 'editor' | 'command';

interface OpenCompose {
  readonly source: ComposeSource;
  readonly onlookers: Set<Onlooker>;
}

/** Every source that is open, one of each: engines, compose projects somebody looks at, snapshots. */
export class Sources {
  readonly engines: Engines;
  readonly profiles: ProfileChoices;
  readonly #log: (message: string) => void;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Signal<void>());
  readonly #compose = new Map<SourceKey, OpenCompose>();
  readonly #snapshots = new Map<SourceKey, SnapshotSource>();

  constructor(engines: Engines, kept: vscode.Memento, log: (message: string) => void) {
    this.engines = engines;
    this.profiles = new ProfileChoices(kept);
    this.#log = log;
    this.#owned.add(
      engines.primary.store.onDidChange(() => {
        for (const source of this.composeFiles) source.engineChanged();
      }),
    );
  }

  /** A compose project or snapshot was opened, closed or changed. */
  readonly onDidChange = this.#changed.event;

  /** The engine that is chosen. */
  get engine(): EngineSource {
    return this.engines.primary.source;
  }

  get composeFiles(): readonly ComposeSource[] {
    return [...this.#compose.values()].map(({ source }) => source);
  }

  get snapshots(): readonly SnapshotSource[] {
    return [...this.#snapshots.values()];
  }

  /** The source when it is open. */
  find(key: SourceKey): GraphSource | undefined {
    return this.engines.find(key)?.source ?? this.findCompose(key) ?? this.#snapshots.get(key);
  }

  findCompose(key: SourceKey): ComposeSource | undefined {
    return this.#compose.get(key)?.source;
  }

  /** Whether a graph shows the project. */
  hasGraph(key: SourceKey): boolean {
    return this.#compose.get(key)?.onlookers.has('graph') ?? false;
  }

  /** The source for a graph, opened when it is not yet; a snapshot is still to be read then. */
  open(ref: SourceRef): GraphSource {
    switch (ref.kind) {
      case 'engine':
        return this.#engineOf(ref);
      case 'compose':
        return this.openCompose(ref, 'graph');
      case 'snapshot': {
        const found = this.#snapshots.get(sourceKey(ref));
        if (found !== undefined) return found;
        const source = this.#addSnapshot(new SnapshotSource(vscode.Uri.parse(ref.uri)));
        void source.refresh();
        return source;
      }
    }
  }

  /** What a source has to show; of an engine, once it was read. */
  async settledView(ref: SourceRef): Promise<SourceView> {
    return ref.kind === 'engine' ? this.#engineOf(ref).settledView() : this.open(ref).view();
  }

  /** The project, read for as long as somebody looks at it. */
  openCompose(ref: ComposeRef, onlooker: Onlooker): ComposeSource {
    const key = sourceKey(ref);
    const open = this.#compose.get(key);
    if (open !== undefined) {
      open.onlookers.add(onlooker);
      this.#changed.fire();
      return open.source;
    }
    const source = new ComposeSource(
      ref,
      this.profiles.of(key),
      () => this.engines.primary.store.reading?.topology,
      this.#log,
    );
    this.#compose.set(key, { source, onlookers: new Set([onlooker]) });
    // Ends with the source: disposing it drops its listeners.
    source.onDidChange(() => this.#changed.fire());
    this.#changed.fire();
    return source;
  }

  /** The onlooker leaves; the last one closes the project. */
  leaveCompose(key: SourceKey, onlooker: Onlooker): void {
    const open = this.#compose.get(key);
    if (open === undefined) return;
    open.onlookers.delete(onlooker);
    if (open.onlookers.size === 0) {
      this.#compose.delete(key);
      open.source.dispose();
    }
    this.#changed.fire();
  }

  /** Opens a snapshot only when it can be read. @throws SnapshotFileError */
  async openSnapshot(uri: vscode.Uri): Promise<SnapshotSource> {
    const key = sourceKey({ kind: 'snapshot', uri: uri.toString() });
    const open = this.#snapshots.get(key);
    const source = open ?? new SnapshotSource(uri);
    await source.read();
    return open ?? this.#snapshots.get(key) ?? this.#addSnapshot(source);
  }

  closeSnapshot(key: SourceKey): void {
    const source = this.#snapshots.get(key);
    if (source === undefined) return;
    this.#snapshots.delete(key);
    source.dispose();
    this.#changed.fire();
  }

  dispose(): void {
    for (const { source } of this.#compose.values()) source.dispose();
    for (const source of this.#snapshots.values()) source.dispose();
    this.#compose.clear();
    this.#snapshots.clear();
    this.#owned.dispose();
  }

  /** One that is no longer configured gives way to the one that is chosen. */
  #engineOf(ref: EngineRef): EngineSource {
    return this.engines.find(sourceKey(ref))?.source ?? this.engine;
  }

  #addSnapshot(source: SnapshotSource): SnapshotSource {
    this.#snapshots.set(sourceKey(source.ref), source);
    source.onDidChange(() => this.#changed.fire());
    this.#changed.fire();
    return source;
  }
}
