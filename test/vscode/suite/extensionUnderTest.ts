import * as vscode from 'vscode';
import type { OpenGraph, VethscopeApi } from '../../../src/vscode/api';

export const extensionId = 'vethscope.vethscope';

/** What the extension tells about itself, once it is active. */
export async function activated(): Promise<VethscopeApi> {
  const extension = vscode.extensions.getExtension<VethscopeApi>(extensionId);
  if (extension === undefined) throw new Error(`${extensionId} is not installed`);
  return extension.activate();
}

const defaultLimitMs = 30_000;

/** Waits until `what` gives something; fails with its name. */
export async function until<T>(
  name: string,
  what: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = defaultLimitMs,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await what();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`waited ${limitMs} ms in vain until ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The workspace is a copy of the sample. */
export function sampleUri(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is open');
  return vscode.Uri.joinPath(folder.uri, 'docker-compose.yml');
}

export function graphOf(api: VethscopeApi, source: string): OpenGraph | undefined {
  return api.graphs.find((graph) => graph.source === source);
}

/** Waits until a graph was sent a scene. */
export function drawnGraph(api: VethscopeApi, source: string): Promise<OpenGraph> {
  return until(`${source} is drawn`, () => {
    const graph = graphOf(api, source);
    return graph?.sent?.scene !== undefined && graph;
  });
}

export function sceneIds(graph: OpenGraph | undefined): readonly string[] {
  return graph?.sent?.scene?.elements.map(({ id }) => id) ?? [];
}

export async function closeAllEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
