import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands } from '../../../src/vscode/ids';
import { engineAvailable } from '../../support/engine/engineAvailable';
import { sourceNode } from '../../../src/vscode/tree/treeNode';
import {
  activated,
  closeAllEditors,
  drawnGraph,
  graphOf,
  sampleUri,
  until,
} from './extensionUnderTest';
import { Answers } from './quickInputs';

describe('snapshots', () => {
  let api: VethscopeApi;
  const answers = new Answers();

  before(async () => {
    api = await activated();
    answers.install();
  });

  after(async () => {
    answers.restore();
    await closeAllEditors();
  });

  it('are saved and opened again with everything in them', async function () {
    if (!(await engineAvailable()).ok) this.skip();
    const uri = vscode.Uri.joinPath(sampleUri(), '../saved.json');
    await vscode.commands.executeCommand(commands.saveSnapshot, uri);
    await answers.said(/^The snapshot is saved in /);
    const saved = api.engine;
    await vscode.commands.executeCommand(commands.openSnapshot, uri);
    const { topology, sent } = await drawnGraph(api, `snapshot:${uri.toString()}`);
    assert.equal(sent?.scene?.origin, 'snapshot');
    const keys = (all: readonly { readonly key: string }[] | undefined) =>
      all?.map(({ key }) => key);
    assert.deepEqual(keys(topology?.networks), keys(saved?.networks));
    assert.deepEqual(keys(topology?.containers), keys(saved?.containers));
    assert.deepEqual(keys(topology?.endpoints), keys(saved?.endpoints));
  });

  it('are closed from the tree and from the palette, with their graphs', async function () {
    if (!(await engineAvailable()).ok) this.skip();
    const uri = vscode.Uri.joinPath(sampleUri(), '../saved.json');
    const source = `snapshot:${uri.toString()}`;
    const { executeCommand } = vscode.commands;
    const closed = () => until('its graph is closed', () => graphOf(api, source) === undefined);
    assert.ok(graphOf(api, source));
    await executeCommand(commands.closeSnapshot, sourceNode(source));
    await closed();
    await executeCommand(commands.openSnapshot, uri);
    await drawnGraph(api, source);
    await executeCommand(commands.closeSnapshot);
    await closed();
    await executeCommand(commands.closeSnapshot);
    await answers.said(/^No snapshot is open\.$/);
  });

  it('say what is wrong with a file that is none', async () => {
    answers.asked.splice(0);
    await vscode.commands.executeCommand(commands.openSnapshot, sampleUri());
    await answers.said(/docker-compose\.yml is no snapshot: it is not JSON\. Open a file that/);
    assert.equal(graphOf(api, `snapshot:${sampleUri().toString()}`), undefined);
  });
});
