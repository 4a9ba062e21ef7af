import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Endpoint } from '../../../src/model/endpoint';
import { isKnown } from '../../../src/model/provenance';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands, views } from '../../../src/vscode/ids';
import { memberNode, networkNode, type TreeNode } from '../../../src/vscode/tree/treeNode';
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

describe('the networks of a real engine', () => {
  let api: VethscopeApi;
  let engine: TestEngine | undefined;
  let front: TestNetwork;
  let back: TestNetwork;
  let web: TestContainer;
  let db: TestContainer;
  const answers = new Answers();
  const frontRow = () => networkNode('engine', front.name);
  const row = (container: TestContainer, network: TestNetwork): TreeNode =>
    memberNode('engine', {
      networkKey: network.name,
      containerKey: container.name,
      endpointKey: `${container.name}@${network.name}`,
    });
  const endpoint = (container: TestContainer, network: TestNetwork) =>
    api.engine?.endpoints.find(({ key }) => key === `${container.name}@${network.name}`);
  const run = (command: string, node?: TreeNode) => vscode.commands.executeCommand(command, node);

  before(async function () {
    const available = await engineAvailable();
    if (!available.ok) {
      this.skip();
    }
    api = await activated();
    engine = await TestEngine.open(`host${process.pid}`);
    front = await engine.makeNetwork('front', { subnet: '10.213.7.0/24' });
    back = await engine.makeNetwork('back', { subnet: '10.213.8.0/24', internal: true });
    web = await engine.runContainer('web', { network: front.name, aliases: ['www'] });
    db = await engine.runContainer('db', { network: back.name, ipv4: '10.213.8.77' });
    await engine.runContainer('onhost', { network: 'host' });
    answers.install();
  });

  beforeEach(() => {
    answers.forget();
  });

  after(async () => {
    answers.restore();
    await closeAllEditors();
    await engine?.cleanup();
  });

  it('are read when the view is first looked at', async () => {
    assert.equal(api.engineState, 'idle');
    await vscode.commands.executeCommand(`${views.networks}.focus`);
    await until('the engine is read', () => api.engineState === 'ready');
    assert.ok(endpoint(web, front));
    assert.ok(endpoint(db, back));
  });

  it('are drawn from the engine', async () => {
    await run(commands.showEngineGraph);
    const graph = await drawnGraph(api, 'engine');
    assert.equal(graph.sent?.scene?.origin, 'engine');
    assert.ok(sceneIds(graph).includes(`endpoint:${web.name}@${front.name}`));
  });

  it('are selected in the graph from the tree', async () => {
    await run(commands.showInGraph, row(web, front));
    assert.deepEqual(graphOf(api, 'engine')?.selection, [
      `container:${web.name}`,
      `endpoint:${web.name}@${front.name}`,
    ]);
  });

  it('are selected in the graph from the palette, which asks', async () => {
    const asking = run(commands.showInGraph);
    const first = api.engine?.networks[0]?.key ?? '';
    await until('the first of the list is selected', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return graphOf(api, 'engine')?.selection.join() === `network:${first}`;
    });
    await asking;
  });

  it('are inspected as the engine tells them, read-only', async () => {
    await run(commands.inspect, row(web, front));
    const { document } = await until(
      'the JSON is open',
      () =>
        vscode.window.activeTextEditor?.document.fileName.endsWith('.json') === true &&
        vscode.window.activeTextEditor,
    );
    const json = JSON.parse(document.getText()) as { Id: string };
    assert.equal(json.Id, web.id);
    assert.equal(document.uri.scheme, 'vethscope-inspect');
  });

  it('are copied: name and address', async () => {
    await run(commands.copyName, row(db, back));
    assert.equal(await vscode.env.clipboard.readText(), db.name);
    await run(commands.copyAddress, row(db, back));
    assert.equal(await vscode.env.clipboard.readText(), '10.213.8.77');
    await run(commands.copyAddress, frontRow());
    assert.equal(await vscode.env.clipboard.readText(), '10.213.7.0/24');
  });

  it('offer only containers that can be connected', async () => {
    const done = run(commands.connect, frontRow());
    const offered = await answers.offered();
    await done;
    assert.ok(offered.includes(db.name));
    assert.ok(!offered.includes(web.name), 'is on it already');
    assert.ok(!offered.some((name) => name.endsWith('onhost')), 'is in host mode');
  });

  it('connect a container with an alias and an address, and undo it', async () => {
    answers.buttons.add('Connect').add('Undo');
    const done = run(commands.connect, frontRow());
    await answers.choose(db.name);
    await answers.choose('Aliases…');
    assert.equal(await answers.type('database'), undefined);
    await answers.choose('IPv4 Address…');
    assert.match((await answers.type('10.213.8.5')) ?? '', /lies outside/);
    assert.equal(await answers.type('10.213.7.50'), undefined);
    assert.equal(
      await answers.choose('Connect'),
      `docker network connect --alias=database --ip=10.213.7.50 ${front.name} ${db.name}`,
    );
    await done;
    const { detail } = await answers.said(/^Connect .+ to .+\?$/);
    assert.match(detail, /database/);
    await answers.said(/is connected to .+ with 10\.213\.7\.50\.$/);
    await answers.said(/^Undone: .+ is no longer connected/);
    await until('it is off the network again', () => endpoint(db, front) === undefined);
    assert.ok(endpoint(db, back), 'the other network was left alone');
  });

  it('do nothing when the question is dismissed', async () => {
    const done = run(commands.connect, frontRow());
    await answers.choose(db.name);
    await answers.choose('Connect');
    await done;
    await answers.said(/^Connect /);
    assert.equal(endpoint(db, front), undefined);
  });

  it('disconnect a container, and undo restores its static address', async () => {
    answers.buttons.add('Disconnect').add('Undo');
    await run(commands.disconnect, row(db, back));
    const { detail } = await answers.said(/^Disconnect .+ from .+\?$/);
    assert.match(detail, /on no network any more/);
    await answers.said(/is disconnected from/);
    await answers.said(/^Undone: .+ is connected to .+ again/);
    const restored = await until('it is back', () => endpoint(db, back));
    assert.equal(addressOf(restored), '10.213.8.77');
  });

  it('say when a dynamic address came back as another one', async () => {
    const taker = engine ?? assert.fail();
    const before = addressOf(endpoint(web, front));
    answers.buttons.add('Disconnect').add('Undo');
    answers.meanwhile.set('Undo', async () => {
      await taker.runContainer('taker', { network: front.name, ipv4: before });
    });
    await run(commands.disconnect, row(web, front));
    const { message } = await answers.said(/^Undone: .+ is connected to .+ again/);
    const after = addressOf(await until('it is back', () => endpoint(web, front)));
    assert.notEqual(after, before);
    assert.ok(message.includes(`Its IPv4 address changed: ${before} → ${after}.`), message);
    assert.deepEqual(
      endpoint(web, front)?.aliases.value.filter((alias) => alias === 'www'),
      ['www'],
    );
  });

  it('refuse host mode with a sentence', async () => {
    const name = engine?.named('onhost') ?? '';
    await run(
      commands.disconnect,
      memberNode('engine', { networkKey: 'host', containerKey: name }),
    );
    await answers.said(/uses the host’s network and cannot be disconnected from it/);
  });

  it('tell in one sentence, with a next step, what the engine refused', async () => {
    const taker = engine ?? assert.fail();
    answers.buttons.add('Connect');
    answers.meanwhile.set('Connect', async () => {
      await taker.runContainer('faster', { network: front.name, ipv4: '10.213.7.60' });
    });
    const done = run(commands.connect, frontRow());
    await answers.choose(db.name);
    await answers.choose('IPv4 Address…');
    await answers.type('10.213.7.60');
    await answers.choose('Connect');
    await done;
    const { message } = await answers.said(/already has that address/);
    assert.equal(message.split('. ').length, 2, message);
    assert.equal(endpoint(db, front)?.active ?? false, false);
  });

  it('offer nothing for what is gone meanwhile', async () => {
    await run(commands.disconnect, row(web, back));
    await answers.said(/nothing to disconnect/);
  });

  it('follow what others change, without being asked', async () => {
    assert.ok(engine !== undefined);
    await run(commands.showEngineGraph);
    const late = await engine.runContainer('late', { network: back.name });
    await until('the newcomer is drawn', () =>
      sceneIds(graphOf(api, 'engine')).includes(`endpoint:${late.name}@${back.name}`),
    );
    await engine.remove(late);
    await until(
      'it is gone',
      () => !sceneIds(graphOf(api, 'engine')).includes(`container:${late.name}`),
    );
  });
});

function addressOf(endpoint: Endpoint | undefined): string {
  if (endpoint === undefined || !isKnown(endpoint.ipv4)) return assert.fail('no address');
  return endpoint.ipv4.value.address;
}
