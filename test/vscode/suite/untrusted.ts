import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Does the work as if the workspace were not trusted: no command makes a test host so. */
export async function untrusted(work: () => Promise<void>): Promise<void> {
  const { workspace } = vscode;
  const own = Object.getOwnPropertyDescriptor(workspace, 'isTrusted');
  assert.ok(own);
  Object.defineProperty(workspace, 'isTrusted', { ...own, get: () => false });
  try {
    await work();
  } finally {
    Object.defineProperty(workspace, 'isTrusted', own);
  }
}
