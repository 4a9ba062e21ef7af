import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands } from '../../../src/vscode/ids';
import { activated, closeAllEditors, drawnGraph, sampleUri, until } from './extensionUnderTest';
import { Answers } from './quickInputs';

describe('the commands of a graph', () => {
  let api: VethscopeApi;
  let source: string;
  const answers = new Answers();
  const { showQuickPick } = vscode.window;
  const run = (command: string, argument?: unknown) =>
    vscode.commands.executeCommand(command, argument);
  /** Lists that are asked for at once have no handle: the answer stands in for the editor's. */
  const choose = (label: string) => {
    Object.assign(vscode.window, {
      showQuickPick: (items: readonly vscode.QuickPickItem[]) =>
        Promise.resolve(items.find((item) => item.label === label)),
    });
  };

  before(async () => {
    api = await activated();
    answers.install();
    await closeAllEditors();
    await run(commands.showGraph, sampleUri());
    const [open] = api.graphs;
    assert.ok(open !== undefined);
    ({ source } = await drawnGraph(api, open.source));
  });
  after(async () => {
    answers.restore();
    Object.assign(vscode.window, { showQuickPick });
    await closeAllEditors();
  });

  for (const [format, start] of [
    ['SVG', /^<svg /],
    ['Mermaid', /flowchart/],
    ['DOT', /graph /],
  ] as const) {
    it(`copy it as ${format}`, async () => {
      await vscode.env.clipboard.writeText('');
      choose(format);
      await run(commands.copyGraphAs, source);
      const text = await vscode.env.clipboard.readText();
      assert.match(text, start);
      assert.ok(text.includes('three-tier-api-1'), 'holds what is drawn');
    });
  }

  it('Trace to Here asks for the other end alone', async () => {
    const sceneId = 'container:three-tier/db/1';
    const asking = run(commands.traceTo, { from: 'graph', source, sceneId });
    await answers.choose('three-tier-api-1');
    await asking;
    await until('it is traced', () =>
      api.graphs
        .find((one) => one.source === source)
        ?.trace?.title.startsWith('three-tier-api-1 → three-tier-db-1'),
    );
  });

  it('Reset Layout works on the graph that is shown, and says so where none is', async () => {
    answers.forget();
    await run(commands.resetLayout);
    assert.deepEqual(answers.asked, []);
    await closeAllEditors();
    await until('it is closed', () => api.graphs.length === 0);
    await run(commands.resetLayout);
    await answers.said(/^No graph is open\.$/);
  });
});
