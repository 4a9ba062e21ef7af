import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands, views } from '../../../src/vscode/ids';
import { networkNode, type TreeNode } from '../../../src/vscode/tree/treeNode';
import { engineAvailable } from '../../support/engine/engineAvailable';
import {
  TestEngine,
  testLabel,
  type TestContainer,
  type TestNetwork,
} from '../../support/engine/testEngine';
import { activated, until } from './extensionUnderTest';
import { Answers } from './quickInputs';

describe('the commands for whole networks', () => {
  let api: VethscopeApi;
  let engine: TestEngine | undefined;
  let front: TestNetwork;
  let web: TestContainer;
  const answers = new Answers();
  const run = (command: string, node?: TreeNode, selected?: readonly TreeNode[]) =>
    vscode.commands.executeCommand(command, node, selected);
  const row = ({ name }: TestNetwork) => networkNode('engine', name);
  const named = (name: string) => engine?.named(name) ?? '';
  const network = (name: string) =>
    api.engine?.networks.find((one) => one.name.value === named(name));
  const inspect = async (name: string) => {
    const found = await until('it is there', () => network(name));
    return engine?.docker.getNetwork(found.id).inspect() as Promise<{
      readonly Id: string;
      readonly Internal: boolean;
      readonly Labels: Readonly<Record<string, string>>;
      readonly IPAM: unknown;
      readonly Containers: Readonly<Record<string, { readonly IPv4Address: string }>>;
    }>;
  };

  before(async function () {
    if (!(await engineAvailable()).ok) this.skip();
    api = await activated();
    engine = await TestEngine.open(`cmds${process.pid}`);
    front = await engine.makeNetwork('front', { subnet: '10.214.7.0/24' });
    web = await engine.runContainer('web', { network: front.name, ipv4: '10.214.7.70' });
    await vscode.commands.executeCommand(`${views.networks}.focus`);
    await until('the engine is read', () => api.engineState === 'ready');
    await vscode.commands.executeCommand(commands.refresh);
    answers.install();
  });
  beforeEach(() => {
    answers.forget();
  });
  after(async () => {
    answers.restore();
    await engine?.cleanup();
  });

  const label = () => `${testLabel}=${engine?.runId ?? ''}`;

  it('create one step by step, back included, and undo it', async () => {
    answers.buttons.add('Create Network').add('Undo');
    const done = run(commands.createNetwork);
    assert.match((await answers.type(front.name)) ?? '', /already/);
    assert.equal(await answers.type(named('made')), undefined);
    await answers.choose('macvlan');
    await answers.back();
    await answers.choose('bridge');
    assert.match((await answers.type('10.214.7.128/25')) ?? '', /overlaps the network .*front/);
    assert.equal(await answers.type('10.214.9.0/24'), undefined);
    assert.match((await answers.type('10.214.8.1')) ?? '', /lies outside/);
    assert.equal(await answers.type('10.214.9.9'), undefined);
    assert.equal(await answers.type('10.214.9.128/25'), undefined);
    await answers.check('Internal', 'Labels…');
    assert.equal(await answers.type(label()), undefined);
    await done;
    const { detail } = await answers.said(/^Create the network .*made\?$/);
    assert.equal(
      detail,
      `docker network create --driver=bridge --internal --subnet=10.214.9.0/24 --ip-range=10.214.9.128/25 --gateway=10.214.9.9 --label=${label()} ${named('made')}`,
    );
    await answers.said(/^The network .*made is created with 10\.214\.9\.0\/24\.$/);
    await answers.said(/^Undone: the network .*made is removed\.$/);
    assert.equal(network('made'), undefined);
  });

  it('create nothing when only the command is wanted', async () => {
    answers.buttons.add('Copy as docker Command');
    const done = run(commands.createNetwork);
    await answers.type(named('copied'));
    await answers.choose('bridge');
    await answers.type('');
    await answers.check();
    await done;
    const text = await vscode.env.clipboard.readText();
    assert.equal(text, `docker network create --driver=bridge ${named('copied')}`);
    assert.equal(network('copied'), undefined);
  });

  it('remove one that is in use only after saying what breaks, and undo puts all of it back', async () => {
    const before = await inspect('front');
    answers.buttons.add('Disconnect and Remove').add('Undo');
    await run(commands.removeNetwork, row(front));
    const { detail } = await answers.said(/^Remove the network .*front\?$/);
    assert.match(detail, new RegExp(`On it: ${web.name}\\.`));
    assert.match(detail, /no longer resolve/);
    assert.match(detail, /they are disconnected first/);
    await answers.said(/^Undone: the network .*front is there again\.$/);
    const after = await inspect('front');
    assert.notEqual(after.Id, before.Id);
    assert.deepEqual([after.Labels, after.IPAM], [before.Labels, before.IPAM]);
    assert.equal(after.Containers[web.id]?.IPv4Address, '10.214.7.70/24');
  });

  it('do not remove the engine’s own', async () => {
    await run(commands.removeNetwork, networkNode('engine', 'host'));
    await answers.said(/^host belongs to the engine itself/);
  });

  it('prune exactly what stays checked, and undo restores it', async () => {
    const names = ['unused-a', 'unused-b'] as const;
    for (const name of names) await engine?.makeNetwork(name, { labels: { note: name } });
    await vscode.commands.executeCommand(commands.refresh);
    answers.buttons.add('Remove');
    const done = run(commands.pruneNetworks);
    // Others may have unused networks on this engine, too.
    const offered = await answers.check(named('unused-a'));
    assert.ok(offered.includes(named('unused-b')));
    assert.ok(!offered.includes(front.name), 'is in use');
    answers.buttons.add('Undo');
    await done;
    await answers.said(/^The network .*unused-a is removed\.$/);
    await answers.said(/^Undone: the network .*unused-a is there again\.$/);
    assert.equal((await inspect('unused-a')).Labels['note'], 'unused-a');
    assert.ok(network('unused-b'));
  });

  it('remove several rows at once', async () => {
    answers.buttons.add('Remove');
    const rows = ['unused-a', 'unused-b'].map((name) => networkNode('engine', named(name)));
    await run(commands.removeNetwork, rows[0], rows);
    await answers.said(/^Remove 2 networks\?$/);
    await answers.said(/^2 networks are removed\.$/);
    await until('both are gone', () => !network('unused-a') && !network('unused-b'));
  });
});
