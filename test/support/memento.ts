import type * as vscode from 'vscode';

/** What the editor keeps for a workspace, in memory. */
export function memento(): vscode.Memento {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: <T>(key: string, otherwise?: T) => (kept.get(key) ?? otherwise) as T,
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}
