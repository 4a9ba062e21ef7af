import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { snapshotFormat } from '../../../src/model/snapshot';
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

  it('say what became of a file that is gone, and come back with it', async () => {
    const uri = vscode.Uri.joinPath(sampleUri(), '../there.json');
    const source = `snapshot:${uri.toString()}`;
    const { executeCommand } = vscode.commands;
    const { fs } = vscode.workspace;
    const least = {
      format: snapshotFormat,
      takenAt: '2026-01-02T03:04:05Z',
      engine: { version: {}, info: {} },
      ...{ networks: [], containers: [], containersList: [] },
    };
    const write = () => fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(least)));
    const status = () => graphOf(api, source)?.sent?.status;
    await write();
    await executeCommand(commands.openSnapshot, uri);
    await drawnGraph(api, source);
    await fs.delete(uri);
    await executeCommand(commands.refresh);
    const stale = await until('its graph is out of date', () => {
      const now = status();
      return now?.kind === 'stale' ? now : undefined;
    });
    assert.equal(
      stale.message,
      'there.json cannot be read: there is no such file or folder. Check the path and who may read the file.',
    );
    await write();
    await executeCommand(commands.refresh);
    await until('its graph is right again', () => status()?.kind === 'fresh');
    await executeCommand(commands.closeSnapshot, sourceNode(source));
    await fs.delete(uri);
  });

  it('are not opened when they are gone, and that is said', async () => {
    answers.asked.splice(0);
    const uri = vscode.Uri.joinPath(sampleUri(), '../nosuch.json');
    await vscode.commands.executeCommand(commands.openSnapshot, uri);
    await answers.said(/^nosuch\.json cannot be read: there is no such file or folder\. Check/);
    assert.equal(graphOf(api, `snapshot:${uri.toString()}`), undefined);
  });

  it('say what is wrong with a file that is none', async () => {
    answers.asked.splice(0);
    await vscode.commands.executeCommand(commands.openSnapshot, sampleUri());
    await answers.said(/docker-compose\.yml is no snapshot: it is not JSON\. Open a file that/);
    assert.equal(graphOf(api, `snapshot:${sampleUri().toString()}`), undefined);
  });
});
