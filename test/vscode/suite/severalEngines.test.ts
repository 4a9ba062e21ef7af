import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands, settings, views } from '../../../src/vscode/ids';
import { memberNode, networkNode } from '../../../src/vscode/tree/treeNode';
import { CountingProxy } from '../../support/engine/countingProxy';
import { engineAvailable } from '../../support/engine/engineAvailable';
import { TestEngine, type TestContainer, type TestNetwork } from '../../support/engine/testEngine';
import {
  activated,
  closeAllEditors,
  drawnGraph,
  graphOf,
  sceneIds,
  until,
} from './extensionUnderTest';
import { Answers } from './quickInputs';

describe('several engines at once', () => {
  const answers = new Answers();
  let api: VethscopeApi;
  let engine: TestEngine | undefined;
  /** The same engine under a second address. */
  let second: CountingProxy | undefined;
  let front: TestNetwork;
  let web: TestContainer;
  const run = (command: string, ...rest: unknown[]) =>
    vscode.commands.executeCommand(command, ...rest);
  const configure = (names: readonly string[] | undefined) =>
    vscode.workspace
      .getConfiguration()
      .update(settings.furtherEngines, names, vscode.ConfigurationTarget.Global);
  const secondKey = () => `engine:${second?.endpoint.label}`;
  const stateOf = (source: string) => api.engines.find((one) => one.source === source)?.state;

  before(async function () {
    const available = await engineAvailable();
    if (!available.ok) this.skip();
    api = await activated();
    engine = await TestEngine.open(`several${process.pid}`);
    second = await CountingProxy.before(engine.endpoint);
    front = await engine.makeNetwork('front', { subnet: '10.214.7.0/24' });
    web = await engine.runContainer('web', { network: front.name });
    answers.install();
    await configure([second.endpoint.label, 'unix:///nonexistent/docker.sock', 'context:no such']);
    await run(`${views.networks}.focus`);
  });

  after(async () => {
    answers.restore();
    await configure(undefined);
    await closeAllEditors();
    await second?.close();
    await engine?.cleanup();
  });

  it('are read side by side, and those that fail disturb nobody', async () => {
    await until('the second one is read', () => stateOf(secondKey()) === 'ready');
    await until('the first one is read', () => stateOf('engine') === 'ready');
    await until(
      'the others failed',
      () =>
        stateOf('engine:unix:///nonexistent/docker.sock') === 'failed' &&
        stateOf('engine:context:no such') === 'failed',
    );
    assert.equal(api.engineState, 'ready');
  });

  it('have a graph each', async () => {
    const row = networkNode(secondKey(), front.name);
    await run(commands.showInGraph, row);
    const graph = await drawnGraph(api, secondKey());
    assert.ok(sceneIds(graph).includes(`endpoint:${web.name}@${front.name}`));
    assert.deepEqual(graph.selection, [`network:${front.name}`]);
    assert.equal(graphOf(api, 'engine'), undefined, 'the other one’s graph stays closed');
  });

  it('are each told what is done on their rows', async () => {
    second?.take();
    answers.buttons.add('Disconnect');
    await run(
      commands.disconnect,
      memberNode(secondKey(), {
        networkKey: front.name,
        containerKey: web.name,
        endpointKey: `${web.name}@${front.name}`,
      }),
    );
    await answers.said(/is disconnected from/);
    assert.ok(
      second?.take().some((request) => request === `POST /networks/${front.id}/disconnect`),
      'the second address was asked',
    );
  });

  it('take their graph with them when they leave the list', async () => {
    await configure([]);
    await until('the graph is closed', () => graphOf(api, secondKey()) === undefined);
    assert.deepEqual(
      api.engines.map(({ source }) => source),
      ['engine'],
    );
  });
});
