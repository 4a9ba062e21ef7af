import type * as vscode from 'vscode';
import type { Topology } from '../../model/topology';
import type { LayoutMemory } from '../../scene/layoutMemory';
import { sourceKey, type SourceRef } from '../store/sourceRef';

const keyPrefix = 'vethscope.layout:';

/** Where things stood, per engine or compose project, over restarts of the editor. */
export class LayoutKeeper {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  recall(ref: SourceRef, topology: Topology): LayoutMemory | undefined {
    const kept = this.#state.get<unknown>(stateKey(ref, topology));
    return isLayoutMemory(kept) ? kept : undefined;
  }

  remember(ref: SourceRef, topology: Topology, memory: LayoutMemory): void {
    void this.#state.update(stateKey(ref, topology), memory);
  }
}

function stateKey(ref: SourceRef, { engine, origin }: Topology): string {
  switch (ref.kind) {
    case 'engine':
      return `${keyPrefix}engine:${engine.key}`;
    case 'compose':
      return `${keyPrefix}compose:${origin.kind === 'compose' ? origin.project : ''}@${sourceKey(ref)}`;
    case 'snapshot':
      return `${keyPrefix}snapshot:${ref.uri}`;
  }
}

/** Another version may have written it. */
function isLayoutMemory(kept: unknown): kept is LayoutMemory {
  return (
    typeof kept === 'object' &&
    kept !== null &&
    'format' in kept &&
    kept.format === 'vethscope-layout/1' &&
    'lanes' in kept &&
    'cards' in kept
  );
}
