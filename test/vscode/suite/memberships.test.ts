import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands, type CommandId } from '../../../src/vscode/ids';
import { memberNode, networkNode, type TreeNode } from '../../../src/vscode/tree/treeNode';
import { engineAvailable } from '../../support/engine/engineAvailable';
import { TestEngine, type TestContainer, type TestNetwork } from '../../support/engine/testEngine';
import { activated, until } from './extensionUnderTest';
import { Answers } from './quickInputs';
import { untrusted } from './untrusted';

/** What dockerode's types leave out. */
interface EndpointJson {
  readonly IPAddress: string;
  readonly Aliases: readonly string[] | null;
  readonly Links: readonly string[] | null;
  readonly DriverOpts: Readonly<Record<string, string>> | null;
}

describe('containers on networks, several at once', () => {
  let api: VethscopeApi;
  let engine: TestEngine | undefined;
  let front: TestNetwork;
  let back: TestNetwork;
  let one: TestContainer;
  let two: TestContainer;
  const answers = new Answers();
  const run = (command: string, node?: unknown, selected?: readonly TreeNode[]) =>
    vscode.commands.executeCommand(command, node, selected);
  const row = (container: TestContainer, network: TestNetwork): TreeNode =>
    memberNode('engine', {
      networkKey: network.name,
      containerKey: container.name,
      endpointKey: `${container.name}@${network.name}`,
    });
  const pair = (container: TestContainer, network: TestNetwork, more: object = {}) => ({
    from: 'fix',
    source: 'engine',
    containerId: container.id,
    networkId: api.engine?.networks.find(({ key }) => key === network.name)?.id,
    ...more,
  });
  const isOn = (container: TestContainer, network: TestNetwork) =>
    api.engine?.endpoints.some(({ key }) => key === `${container.name}@${network.name}`) === true;
  const settings = async (container: TestContainer, network: TestNetwork) => {
    const inspected = await engine?.docker.getContainer(container.id).inspect();
    return inspected?.NetworkSettings.Networks[network.name] as EndpointJson | undefined;
  };

  before(async function () {
    if (!(await engineAvailable()).ok) this.skip();
    api = await activated();
    engine = await TestEngine.open(`memb${process.pid}`);
    front = await engine.makeNetwork('front', { subnet: '10.215.7.0/24' });
    back = await engine.makeNetwork('back', { subnet: '10.215.8.0/24' });
    one = await engine.runContainer('one', { network: front.name, ipv4: '10.215.7.11' });
    two = await engine.runContainer('two', { network: front.name, aliases: ['zwei'] });
    await vscode.commands.executeCommand(commands.refresh);
    await until('they are read', () => isOn(one, front) && isOn(two, front));
    answers.install();
  });
  beforeEach(() => {
    answers.forget();
  });
  after(async () => {
    answers.restore();
    await engine?.cleanup();
  });

  it('are connected from selected rows with one alias, and undone together', async () => {
    answers.buttons.add('Connect');
    const rows = [row(one, front), row(two, front)];
    const done = run(commands.connect, rows[0], rows);
    await answers.choose(back.name);
    await answers.choose('Aliases…');
    await answers.type('pair');
    const lines = await answers.choose('Connect');
    assert.match(lines ?? '', /--alias=pair .*one ; docker .*--alias=pair .*two$/);
    answers.buttons.add('Undo');
    await done;
    const { detail } = await answers.said(/^Connect 2 containers to .*back\?$/);
    assert.match(detail, /pair/);
    await answers.said(/^2 containers are connected to .*back\.$/);
    await answers.said(/^Undone: 2 containers are no longer connected to .*back\.$/);
    assert.ok(!isOn(one, back) && !isOn(two, back));
  });

  it('take links and driver options where the engine does, and those alone are offered', async () => {
    answers.buttons.add('Connect');
    const done = run(commands.connect, {
      from: 'graph',
      source: 'engine',
      sceneId: `network:${back.name}`,
    });
    await answers.check(one.name);
    await answers.choose('Links…');
    assert.match((await answers.type('nobody:x')) ?? '', /There is no container named/);
    assert.equal(await answers.type(`${two.name}:partner`), undefined);
    await answers.choose('Driver Options…');
    assert.match((await answers.type('broken')) ?? '', /name=value/);
    assert.equal(await answers.type('com.example.note=kept'), undefined);
    // 20.10 knows neither a gateway priority nor a MAC address on connect.
    const offered = await answers.labels();
    assert.equal(offered.includes('Gateway Priority…'), minor(api) >= 48);
    assert.equal(offered.includes('MAC Address…'), minor(api) >= 54);
    await answers.choose('Connect');
    await done;
    await answers.said(/is connected to/);
    const made = await settings(one, back);
    assert.deepEqual(made?.Links, [`${two.name}:partner`]);
    assert.deepEqual(made.DriverOpts, { 'com.example.note': 'kept' });
  });

  it('are disconnected from selected rows, and undo brings back what was asked for', async () => {
    const before = await settings(one, back);
    answers.buttons.add('Disconnect').add('Undo');
    const rows = [row(one, back), row(one, front), row(two, front)];
    await run(commands.disconnect, rows[0], rows);
    const { detail } = await answers.said(/^Disconnect 2 containers from 2 networks\?$/);
    assert.match(detail, /zwei/);
    await answers.said(/^2 containers are disconnected from 2 networks\.$/);
    await answers.said(/^Undone: 2 containers are connected to 2 networks again\./);
    const after = await settings(one, back);
    assert.deepEqual(after?.Links, before?.Links);
    assert.deepEqual(after?.DriverOpts, before?.DriverOpts);
    assert.equal((await settings(one, front))?.IPAddress, '10.215.7.11');
    assert.ok((await settings(two, front))?.Aliases?.includes('zwei'));
  });

  it('are given an alias by one click of a trace, and undo takes it away', async () => {
    const before = await settings(one, front);
    const give = () => run(commands.connect, pair(one, front, { alias: 'extra' }));
    await give();
    const { detail } = await answers.said(/^Give .*one the alias extra on .*front\?$/);
    assert.match(detail, /its connections there break/);
    assert.deepEqual(await settings(one, front), before, 'changed before the answer');
    answers.forget();
    answers.buttons.add('Give Alias').add('Undo');
    let given: EndpointJson | undefined;
    answers.meanwhile.set('Undo', async () => {
      given = await settings(one, front);
    });
    await give();
    await answers.said(/^.*one answers to extra on .*front\.$/);
    await answers.said(/^Undone: .*one no longer answers to extra on .*front\.$/);
    const after = await settings(one, front);
    assert.deepEqual(
      [given, after].map((each) => [each?.IPAddress, each?.Aliases?.includes('extra') === true]),
      [
        ['10.215.7.11', true],
        ['10.215.7.11', false],
      ],
    );
  });

  it('are left alone while the workspace is not trusted, whoever asks', async () => {
    const everything = () =>
      JSON.stringify([api.engine?.networks, api.engine?.endpoints, api.engine?.containers]);
    const before = everything();
    const subject = { from: 'graph', source: 'engine', sceneId: `container:${one.name}` };
    const asked: readonly (readonly [CommandId, unknown])[] = [
      [commands.connect, row(one, front)],
      [commands.connect, subject],
      [commands.connect, pair(two, back)],
      [commands.connect, pair(one, front, { alias: 'extra' })],
      [commands.disconnect, row(one, front)],
      [commands.disconnect, subject],
      [commands.createNetwork, undefined],
      [commands.removeNetwork, networkNode('engine', back.name)],
      [commands.pruneNetworks, undefined],
      [commands.openTerminal, row(one, front)],
      [commands.readHost, undefined],
    ];
    await untrusted(async () => {
      for (const [command, argument] of asked) {
        answers.forget();
        await run(command, argument);
        await answers.said(/ off in Restricted Mode\. Trust this workspace/);
        assert.equal(answers.asked.length, 1, command);
      }
    });
    await run(commands.refresh);
    assert.equal(everything(), before);
  });

  it('find the way back after they were renamed', async () => {
    answers.buttons.add('Disconnect').add('Undo');
    answers.meanwhile.set('Undo', async () => {
      await engine?.docker.getContainer(two.id).rename({ name: engine.named('renamed') });
    });
    await run(commands.disconnect, row(two, front));
    await answers.said(/^Undone: .*two is connected to .*front again\./);
    assert.ok((await settings(two, front))?.Aliases?.includes('zwei'));
  });

  it('say so when all of them are there already', async () => {
    await run(commands.connect, pair(one, front));
    await answers.said(/one is on .*front already\.$/);
  });

  it('connect nothing when only the command is wanted', async () => {
    const done = run(commands.connect, networkNode('engine', back.name));
    await answers.choose(engine?.named('renamed') ?? '');
    await answers.choose('Copy as docker Command');
    await done;
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /^docker network connect \S+back \S+renamed$/);
    assert.ok(!isOn(two, back));
  });
});

function minor({ engine }: VethscopeApi): number {
  const version = engine?.engine.apiVersion;
  return version !== undefined && 'value' in version ? Number(version.value.split('.')[1]) : 0;
}
