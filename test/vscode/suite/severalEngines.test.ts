import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { framedId, frameNames } from '../../../src/scene/frameIds';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands, settings, views } from '../../../src/vscode/ids';
import { memberNode, networkNode, sourceNode } from '../../../src/vscode/tree/treeNode';
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
  const frameOf = (key: string) => {
    const keys = api.engines.map(({ source }) => source);
    return frameNames(keys)[keys.indexOf(key)] ?? '';
  };
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

  it('are looked at while a view shows them, and only then', async () => {
    const lookedAt = () => api.engines.filter((one) => one.lookedAt).map(({ source }) => source);
    const seen = (sources: readonly string[]) => () => lookedAt().join() === sources.join();
    await until('the tree shows them all', seen(api.engines.map(({ source }) => source)));
    await run('workbench.action.closeSidebar');
    await until('its graph shows one', seen([secondKey()]));
    await run(commands.showMatrix, sourceNode('engine'));
    // It may stand over the graph or beside it.
    await until('a matrix shows another', () => lookedAt().includes('engine'));
    await closeAllEditors();
    await until('nobody looks', seen([]));
    await run(`${views.networks}.focus`);
    await until('the tree shows them again', seen(api.engines.map(({ source }) => source)));
  });

  it('stand in one graph, a frame each, where one that fails greys nothing but its own', async () => {
    await closeAllEditors();
    await run(commands.showEngines);
    const name = frameOf(secondKey());
    const graph = await until('both are drawn', () => {
      const drawn = graphOf(api, 'frames');
      const ids = sceneIds(drawn);
      const wanted = ['engine', name].map((frame) => framedId(frame, `container:${web.name}`));
      return wanted.every((id) => ids.includes(id)) && drawn;
    });
    const elements = graph.sent?.scene?.elements ?? [];
    assert.equal(new Set(elements.map(({ id }) => id)).size, elements.length);
    const frames = elements.filter(({ kind }) => kind === 'engine');
    assert.deepEqual(
      frames.map(({ flags }) => flags.includes('stale')),
      [false, false, true, true],
    );
    const grey = elements.filter(({ flags }) => flags.includes('stale'));
    assert.equal(grey.length, 2, 'nothing else is grey');
    const said = frames.map(({ texts }) => texts.map(({ text }) => text).join(' '));
    assert.match(said[0] ?? '', /^(Docker|Podman) \d/);
    assert.match(said[2] ?? '', /nonexistent.*There is no/);
    assert.match(said[3] ?? '', /no such/);
  });

  it('share that graph: what is selected and traced is the engine’s that is meant', async () => {
    const inSecond = framedId(frameOf(secondKey()), '');
    await run(commands.showInGraph, networkNode(secondKey(), front.name));
    assert.deepEqual(graphOf(api, 'frames')?.selection, [`${inSecond}network:${front.name}`]);
    assert.equal(graphOf(api, secondKey()), undefined, 'no graph of its own is opened');
    await run(commands.traceConnection, { from: web.name, to: 'internet' });
    const trace = await until('it is traced', () => graphOf(api, 'frames')?.trace);
    assert.ok(trace.elements.includes(`${inSecond}container:${web.name}`));
    assert.ok(trace.elements.every((id) => id.startsWith(inSecond)));
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

  it('are each told what is chosen in the menu of their frame', async () => {
    second?.take();
    answers.forget();
    answers.buttons.add('Create Network').add('Undo');
    const made = engine?.named('made') ?? '';
    const done = run(commands.createNetwork, {
      from: 'graph',
      source: secondKey(),
      sceneId: 'engine:frame',
      graph: 'frames',
    });
    await answers.type(made);
    await answers.choose('bridge');
    await answers.type('');
    await answers.check();
    await done;
    await answers.said(/^Undone: the network .*made is removed\.$/);
    const changes = second?.take().filter((request) => !request.startsWith('GET ')) ?? [];
    assert.match(changes.join(), /^DELETE \/networks\/\w+,POST \/networks\/create$/);
  });

  it('take their graph with them when they leave the list', async () => {
    await configure([]);
    await until('the graph is closed', () => graphOf(api, secondKey()) === undefined);
    await until('one frame is left', () => {
      const elements = graphOf(api, 'frames')?.sent?.scene?.elements ?? [];
      return elements.filter(({ kind }) => kind === 'engine').length === 1;
    });
    assert.deepEqual(
      api.engines.map(({ source }) => source),
      ['engine'],
    );
  });
});
