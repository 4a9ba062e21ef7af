import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { GraphPanel } from '../panel/graphPanel';
import type { GraphPanels } from '../panel/graphPanels';
import { sourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';
import { nodesAt } from './composeNodes';
import type { SourceReveals } from './openSource';
import { placeInEditor, projectsOf } from './placeInEditor';

/** A cursor that runs over lines selects where it rests. */
const debounceMs = 80;

/** Selects in the graphs what the cursor stands on in one of their files. */
export class CursorSelection {
  readonly #sources: Sources;
  readonly #panels: GraphPanels;
  readonly #reveals: SourceReveals;
  readonly #log: (message: string) => void;
  readonly #owned = new Disposables();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    sources: Sources,
    panels: GraphPanels,
    reveals: SourceReveals,
    log: (message: string) => void,
  ) {
    this.#sources = sources;
    this.#panels = panels;
    this.#reveals = reveals;
    this.#log = log;
    this.#owned.add(vscode.window.onDidChangeTextEditorSelection((event) => this.#moved(event)));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#owned.dispose();
  }

  #moved({ textEditor, selections }: vscode.TextEditorSelectionChangeEvent): void {
    const [selection] = selections;
    if (selection === undefined || projectsOf(this.#sources, textEditor.document).length === 0) {
      return;
    }
    // Wherever it stood before, also where an earlier click had put it.
    clearTimeout(this.#timer);
    // What a click in the graph revealed is what is selected there.
    if (this.#reveals.isOwn(textEditor, selection)) return;
    const select = () =>
      void this.#select(textEditor.document, selection.active).catch((error: unknown) =>
        this.#log(`the cursor’s place was not found: ${String(error)}`),
      );
    this.#timer = setTimeout(select, debounceMs);
  }

  async #select(document: vscode.TextDocument, position: vscode.Position): Promise<void> {
    for (const source of projectsOf(this.#sources, document)) {
      const panel = this.#panels.find(sourceKey(source.ref));
      const topology = source.view().topology;
      if (panel === undefined || topology === undefined) continue;
      const ids = nodesAt(topology, await placeInEditor(source, document, position));
      if (ids.length > 0 && !isSelected(panel, ids)) panel.select(ids, true);
    }
  }
}

function isSelected({ selection }: GraphPanel, ids: readonly string[]): boolean {
  return selection.length === ids.length && ids.every((id) => selection.includes(id));
}
