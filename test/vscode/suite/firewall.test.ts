import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands } from '../../../src/vscode/ids';
import { activated, closeAllEditors, drawnGraph, sampleUri } from './extensionUnderTest';

describe('Show Firewall', () => {
  let api: VethscopeApi;

  before(async () => {
    api = await activated();
  });
  after(closeAllEditors);

  it('keeps to the graph that is shown', async () => {
    await closeAllEditors();
    await vscode.commands.executeCommand(commands.showGraph, sampleUri());
    const [graph] = api.graphs;
    assert.ok(graph !== undefined && graph.source.startsWith('compose:'), graph?.source);
    const { source } = graph;
    await drawnGraph(api, source);
    await vscode.commands.executeCommand(commands.showFirewall);
    assert.deepEqual(
      api.graphs.map((one) => one.source),
      [source],
    );
  });

  it('opens the engine’s graph where none is shown', async () => {
    await closeAllEditors();
    await vscode.commands.executeCommand(commands.showFirewall);
    assert.deepEqual(
      api.graphs.map((one) => one.source),
      ['engine'],
    );
  });
});
