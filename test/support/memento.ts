import type * as vscode from 'vscode';
import { KeptState } from '../../src/vscode/panel/keptState';

/** What the editor keeps for a workspace, in memory. */
export function memento(kept = new Map<string, unknown>()): vscode.Memento {
  return {
    keys: () => [...kept.keys()],
    get: <T>(key: string, otherwise?: T) => (kept.get(key) ?? otherwise) as T,
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}

/** The same as pictures see it; that something could not be kept fails the test. */
export function keptState(kept = new Map<string, unknown>()): KeptState {
  return new KeptState(memento(kept), (problem) => {
    throw new Error(problem);
  });
}
