import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands, settings } from '../../../src/vscode/ids';
import { ComposeFolder } from './composeFolder';
import {
  activated,
  closeAllEditors,
  drawnGraph,
  graphOf,
  sampleUri,
  sceneIds,
  until,
} from './extensionUnderTest';
import { Answers } from './quickInputs';
import { untrusted } from './untrusted';

describe('which project a graph shows', () => {
  let api: VethscopeApi;
  const folder = new ComposeFolder('projects');
  const answers = new Answers();
  const workspace = () => vscode.Uri.joinPath(sampleUri(), '..');
  const configured = (name: string) => `compose:${workspace().toString()}#${name}`;
  const configure = (value: unknown) =>
    vscode.workspace
      .getConfiguration(undefined, workspace())
      .update(settings.composeProjects, value, vscode.ConfigurationTarget.Workspace);

  before(async () => {
    api = await activated();
    await closeAllEditors();
    await folder.write({
      'shop/compose.yml':
        'services:\n  web: {image: a}\n  debug: {image: b, profiles: [dev]}\n  load: {image: c, profiles: [test]}\n',
      'base.yml': 'services:\n  api: {image: "a:${TAG}"}\n  m: {image: b, profiles: [metrics]}\n',
      'prod.yml': 'services:\n  api: {ports: ["80:80"]}\n',
      'prod.env': 'TAG=7\n',
    });
    answers.install();
  });

  after(async () => {
    answers.restore();
    await configure(undefined);
    await closeAllEditors();
    await folder.remove();
  });

  it('one of the settings, opened from any of its files', async () => {
    await configure([
      {
        name: 'prod',
        files: ['projects/base.yml', 'projects/prod.yml'],
        envFiles: ['projects/prod.env'],
        profiles: ['metrics'],
      },
      { name: 'broken', files: 'projects/base.yml' },
    ]);
    await vscode.commands.executeCommand(commands.showGraph, folder.file('prod.yml'));
    const { topology } = await drawnGraph(api, configured('prod'));
    assert.deepEqual(
      topology?.containers.map(({ key, image, inactive }) => [key, image.value, inactive]),
      [
        ['prod/api/1', 'a:7', false],
        ['prod/m/1', 'b', false],
      ],
    );
  });

  it('follows the settings', async () => {
    await configure([
      { name: 'prod', files: ['projects/base.yml'], envFiles: ['projects/prod.env'] },
    ]);
    await until('the port is gone', () => {
      const topology = graphOf(api, configured('prod'))?.topology;
      return topology?.publishedPorts.length === 0 && topology.containers.at(-1)?.inactive === true;
    });
  });

  it('stands beside others', async () => {
    await vscode.commands.executeCommand(commands.showGraph, folder.file('shop/compose.yml'));
    await drawnGraph(api, folder.source('shop/compose.yml'));
    const shown = api.graphs.map(({ source }) => source);
    assert.ok(shown.includes(configured('prod')), shown.join());
    assert.ok(!sceneIds(graphOf(api, configured('prod'))).includes('container:shop/web/1'));
  });

  it('lists every project of the workspace in the picker, override files left out', async () => {
    await folder.write({ 'shop/compose.override.yml': 'services: {}\n' });
    const asked = vscode.commands.executeCommand(commands.chooseProject, configured('prod'));
    const labels = await answers.offered();
    await asked;
    for (const label of ['prod', 'docker-compose.yml', 'projects/shop/compose.yml']) {
      assert.ok(labels.includes(label), `${label} is not among ${labels.join(', ')}`);
    }
    assert.ok(!labels.includes('projects/shop/compose.override.yml'));
  });

  it('takes the place of the one that is shown', async () => {
    const sample = `compose:${sampleUri().toString()}`;
    const before = vscode.window.tabGroups.all.length;
    const asked = vscode.commands.executeCommand(commands.chooseProject, configured('prod'));
    await answers.choose('docker-compose.yml');
    await asked;
    await drawnGraph(api, sample);
    await until('the other is gone', () => graphOf(api, configured('prod')) === undefined);
    assert.ok(graphOf(api, folder.source('shop/compose.yml')));
    assert.equal(vscode.window.tabGroups.all.length, before);
  });

  it('is drawn with the profiles that are turned on, and keeps them', async () => {
    const source = folder.source('shop/compose.yml');
    const original = vscode.window.showQuickPick;
    const window = vscode.window as { showQuickPick: unknown };
    const active = () =>
      graphOf(api, source)
        ?.topology?.containers.filter(({ inactive }) => !inactive)
        .map(({ key }) => key)
        .join();
    await vscode.commands.executeCommand(commands.showGraph, folder.file('shop/compose.yml'));
    await until('only web is on', () => active() === 'shop/web/1');
    let offered: readonly string[] = [];
    // Several rows cannot be ticked by a command.
    window.showQuickPick = (items: readonly vscode.QuickPickItem[]) => {
      offered = items.map(({ label, picked }) => `${label} ${picked === true}`);
      return Promise.resolve(items.filter(({ label }) => label === 'dev'));
    };
    try {
      const asked = vscode.commands.executeCommand(commands.chooseProject, source);
      await answers.choose('Choose Profiles…');
      await asked;
    } finally {
      window.showQuickPick = original;
    }
    assert.deepEqual(offered, ['dev false', 'test false']);
    await until('debug is on', () => active() === 'shop/debug/1,shop/web/1');
    await closeAllEditors();
    await vscode.commands.executeCommand(commands.showGraph, folder.file('shop/compose.yml'));
    await until('debug is on again', () => active() === 'shop/debug/1,shop/web/1');
  });
});

describe('what a project may read', () => {
  let api: VethscopeApi;
  let outside: string;
  const folder = new ComposeFolder('fenced');

  before(async () => {
    api = await activated();
    await closeAllEditors();
    outside = await mkdtemp(path.join(tmpdir(), 'vethscope-outside-'));
    await writeFile(path.join(outside, 'base.yml'), 'services:\n  base: {image: secret}\n');
    await folder.write({
      'compose.yml': `include: ["https://example.com/x.git"]
services:
  web: {extends: {file: ${path.join(outside, 'base.yml')}, service: base}}
  api: {extends: {file: linked.yml, service: base}}
  db: {image: postgres}
`,
    });
    await symlink(path.join(outside, 'base.yml'), folder.path('linked.yml'));
  });

  after(async () => {
    await closeAllEditors();
    await folder.remove();
    await rm(outside, { recursive: true });
  });

  const source = () => folder.source('compose.yml');
  const missing = () =>
    graphOf(api, source())?.topology?.missing.map(({ part, reason }) => `${part}: ${reason}`) ?? [];

  it('nothing outside an untrusted folder, not even through a link; the graph says so', async () => {
    await untrusted(async () => {
      await vscode.commands.executeCommand(commands.showGraph, folder.file('compose.yml'));
      const { sent, topology } = await drawnGraph(api, source());
      const images = topology?.containers.map(({ image }) => image.value) ?? [];
      assert.ok(!images.includes('secret'), images.join());
      assert.equal(sent?.status.kind, 'fresh');
      const notes = sent.scene?.notes.join('\n') ?? '';
      for (const file of [path.join(outside, 'base.yml'), folder.path('linked.yml')]) {
        assert.ok(notes.includes(`${file}: in Restricted Mode only files inside`), notes);
      }
      const marks = folder.marks('compose.yml');
      assert.equal(marks.length, 3);
      assert.ok(
        marks.every((mark) => mark.includes('Warning')),
        marks.join('\n'),
      );
    });
  });

  it('everything but what is remote, once it is trusted', async () => {
    await vscode.commands.executeCommand(commands.refresh);
    await until('the base is read', () => {
      const containers = graphOf(api, source())?.topology?.containers ?? [];
      return containers.filter(({ image }) => image.value === 'secret').length === 2;
    });
    assert.deepEqual(
      missing().filter((one) => one.includes('example.com')),
      [
        'https://example.com/x.git: it is remote and nothing is fetched; what it declares is missing here',
      ],
    );
    assert.equal(folder.marks('compose.yml').length, 1);
    assert.match(folder.marks('compose.yml').join(), /1:11-1:38 Warning https:.*was not read/);
  });

  it('starts no process to compare while it is untrusted', async () => {
    const answers = new Answers();
    answers.install();
    try {
      await untrusted(async () => {
        await vscode.commands.executeCommand(commands.compareCompose);
        await answers.said(/No process is started in Restricted Mode/);
      });
    } finally {
      answers.restore();
    }
  });
});
