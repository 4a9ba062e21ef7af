import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands } from '../../../src/vscode/ids';
import { findProgram } from '../../../src/sources/findProgram';
import { memberNode, networkNode, type TreeNode } from '../../../src/vscode/tree/treeNode';
import { busyboxRoot } from '../../support/engine/busyboxImage';
import { engineAvailable } from '../../support/engine/engineAvailable';
import { TestEngine, type TestContainer, type TestNetwork } from '../../support/engine/testEngine';
import { activated, closeAllEditors, until } from './extensionUnderTest';
import { Answers } from './quickInputs';

describe('commands on what is there', () => {
  let api: VethscopeApi;
  let engine: TestEngine | undefined;
  let front: TestNetwork;
  let web: TestContainer;
  let bare: TestContainer;
  const answers = new Answers();
  const run = (command: string, node?: unknown) => vscode.commands.executeCommand(command, node);
  const row = (container: TestContainer): TreeNode =>
    memberNode('engine', {
      networkKey: front.name,
      containerKey: container.name,
      endpointKey: `${container.name}@${front.name}`,
    });

  before(async function () {
    if (!(await engineAvailable()).ok) this.skip();
    api = await activated();
    engine = await TestEngine.open(`cont${process.pid}`);
    const labels = { note: 'it’s “quoted”' };
    front = await engine.makeNetwork('front', { subnet: '10.217.7.0/24', labels });
    const wishes = { network: front.name, ipv4: '10.217.7.11', aliases: ['www'] };
    web = await engine.runContainer('web', wishes);
    const image = await engine.importImage('bare', busyboxRoot(['sleep']));
    bare = await engine.runContainer('bare', { network: front.name, image });
    await run(commands.refresh);
    await until('they are read', () =>
      api.engine?.containers.some(({ name }) => name.value === bare.name),
    );
    answers.install();
  });
  beforeEach(() => {
    answers.forget();
  });
  after(async () => {
    answers.restore();
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await closeAllEditors();
    await engine?.cleanup();
  });

  it('copy the commands that would make a network, or remove it', async () => {
    const done = run(commands.copyCommand, networkNode('engine', front.name));
    const [create = '', remove] = await answers.labels();
    assert.match(create, /^docker network create --driver=bridge --subnet=10\.217\.7\.0\/24 /);
    assert.ok(create.includes(`'--label=note=it’s “quoted”'`), create);
    assert.equal(remove, `docker network rm ${front.name}`);
    await answers.choose(create);
    await done;
    assert.equal(await vscode.env.clipboard.readText(), create);
  });

  it('copy the commands that would connect a container as it is, or disconnect it', async () => {
    const done = run(commands.copyCommand, row(web));
    const lines = await answers.labels();
    assert.deepEqual(lines, [
      `docker network connect --alias=www --ip=10.217.7.11 ${front.name} ${web.name}`,
      `docker network disconnect ${front.name} ${web.name}`,
    ]);
    await answers.choose(lines[1] ?? '');
    await done;
    assert.equal(await vscode.env.clipboard.readText(), lines[1]);
  });

  it('show a page to be read', async () => {
    await run(commands.inspectPage, {
      from: 'graph',
      source: 'engine',
      sceneId: `network:${front.name}`,
    });
    await until('the page is open', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label }) => label.includes(`${front.name}.md`)),
    );
  });

  it('open a terminal with the shell that the container has, and it works there', async function () {
    // The engine may be there without its client.
    if ((await findProgram(['docker'])) === undefined) this.skip();
    await run(commands.openTerminal, row(web));
    const terminal = await until('the terminal is open', () =>
      vscode.window.terminals.find(({ name }) => name === web.name),
    );
    const { shellPath, shellArgs } = terminal.creationOptions as vscode.TerminalOptions;
    assert.equal(shellPath, 'docker');
    assert.deepEqual(shellArgs?.slice(-4), ['exec', '-it', web.id, 'sh']);
    terminal.sendText('echo made > /made-in-terminal');
    await until('it did what was typed', async () => {
      const changes = (await engine?.docker.getContainer(web.id).changes()) as
        readonly { readonly Path: string }[] | null | undefined;
      return changes?.some(({ Path }) => Path === '/made-in-terminal');
    });
  });

  it('say that an image has no shell', async () => {
    await run(commands.openTerminal, row(bare));
    await answers.said(/has no shell, neither bash nor sh/);
    assert.ok(!vscode.window.terminals.some(({ name }) => name === bare.name));
  });

  it('say that a container does not run', async () => {
    await engine?.docker.getContainer(bare.id).stop({ t: 0 });
    await run(commands.openTerminal, row(bare));
    await answers.said(/does not run/);
  });
});
