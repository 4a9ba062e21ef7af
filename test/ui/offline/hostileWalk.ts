import type { RecordedEngine } from '../../faults/recordedEngine';
import type { EditorWindow } from '../editorWindow';
import type { HostileWatch } from './hostileWatch';

/** What a walk through the views needs; each step of it is a function of its own. */
export interface HostileWalk {
  readonly window: EditorWindow;
  readonly watch: HostileWatch;
  readonly engine: RecordedEngine;
  readonly payloads: readonly string[];
}

/** A look at one moment: a picture of it, and that nothing came to life. */
export async function look({ window, watch }: HostileWalk, where: string): Promise<void> {
  await window.screenshot(`hostile-${where}`);
  await watch.calm(window, where);
}
