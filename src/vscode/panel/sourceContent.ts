import * as vscode from 'vscode';
import {
  pictureId,
  type ElementMenu,
  type LayoutWish,
  type SceneUpdate,
} from '../../protocol/messages';
import type { Card } from '../../scene/card';
import { cardFor } from '../../scene/cardFor';
import type { TopologyFilter } from '../../scene/filterTopology';
import { firewallView, type FirewallAnswer } from '../../scene/firewallView';
import type { FontMetrics } from '../../scene/fontMetrics';
import type { SceneOptions } from '../../scene/sceneOptions';
import { searchTopology, type SearchAnswer } from '../../scene/searchTopology';
import type { TraceView } from '../../scene/traceView';
import type { Listening } from '../signal';
import type { GraphSource } from '../store/graphSource';
import { sourceKey, type SourceKey, type SourceRef } from '../store/sourceRef';
import { elementMenu } from './elementMenu';
import type { GraphContent, Located } from './graphContent';
import { sourceMenu } from './sourceMenu';
import { ShownPicture, type FilterMemory, type PictureMemory } from './shownPicture';

/** One engine, compose project or snapshot as a graph shows it. */
export class SourceContent implements GraphContent {
  readonly ref: SourceRef;
  readonly #source: GraphSource;
  readonly #picture: ShownPicture;

  constructor(source: GraphSource, layouts: PictureMemory, filters: FilterMemory) {
    this.ref = source.ref;
    this.#source = source;
    this.#picture = new ShownPicture(source.ref, layouts, filters);
  }

  get title(): string {
    return this.#source.title;
  }

  readonly onDidChange = (listener: () => void): Listening => this.#source.onDidChange(listener);

  refresh(): Promise<void> {
    return this.#source.refresh();
  }

  draw(options: SceneOptions, metrics: FontMetrics): Omit<SceneUpdate, 'version'> {
    const { topology, status, drift } = this.#source.view();
    if (topology === undefined) return { scene: undefined, status };
    const wished = drift === undefined ? options : { ...options, drift };
    return { status, ...this.#picture.draw(topology, wished, metrics) };
  }

  setFilter(filter: TopologyFilter): void {
    this.#picture.setFilter(filter);
  }

  wish(wish: LayoutWish): boolean {
    return this.#picture.wish(wish);
  }

  locate(id: string): Located {
    return { source: this.#source, id };
  }

  idsOf(source: SourceKey, ids: readonly string[]): readonly string[] | undefined {
    return source === sourceKey(this.ref) ? ids : undefined;
  }

  focus(): GraphSource {
    return this.#source;
  }

  card(id: string): Card | undefined {
    const { topology } = this.#source.view();
    return topology && cardFor(topology, id);
  }

  firewall(): FirewallAnswer | undefined {
    const { topology } = this.#source.view();
    return topology && firewallView(topology);
  }

  search(text: string): SearchAnswer {
    const { topology } = this.#source.view();
    return topology === undefined ? { hits: [], total: 0 } : searchTopology(topology, text);
  }

  menu(id: string): ElementMenu {
    const { topology } = this.#source.view();
    if (id === pictureId) return sourceMenu(this.ref, topology !== undefined, vscode.l10n);
    return topology === undefined
      ? { items: [] }
      : elementMenu(this.ref, topology, id, vscode.l10n);
  }

  traced(_source: SourceKey, trace: TraceView): TraceView {
    return trace;
  }
}
