import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands } from '../../../src/vscode/ids';
import { engineAvailable } from '../../support/engine/engineAvailable';
import { TestEngine } from '../../support/engine/testEngine';
import { ComposeFolder } from './composeFolder';
import { activated, closeAllEditors, drawnGraph, graphOf, until } from './extensionUnderTest';

describe('a compose project beside what runs', () => {
  const folder = new ComposeFolder('drift');
  const source = folder.source('compose.yaml');
  let api: VethscopeApi;
  let engine: TestEngine | undefined;

  before(async function () {
    const available = await engineAvailable();
    if (!available.ok) {
      this.skip();
    }
    api = await activated();
    engine = await TestEngine.open(`drift${process.pid}`);
    const project = engine.named('shop');
    const label = 'com.docker.compose';
    const network = await engine.makeNetwork('front', {
      labels: { [`${label}.project`]: project, [`${label}.network`]: 'front' },
    });
    await engine.runContainer('web', {
      network: network.name,
      aliases: [engine.named('web'), 'web', 'www'],
      labels: {
        [`${label}.project`]: project,
        [`${label}.service`]: 'web',
        [`${label}.container-number`]: '1',
      },
    });
    await folder.write({
      'compose.yaml': `name: ${project}
services:
  web:
    image: x
    container_name: ${engine.named('web')}
    networks: { front: { aliases: [www] } }
  db:
    image: x
    networks: [front]
networks:
  front: { name: ${network.name} }
`,
    });
    await folder.show('compose.yaml');
  });

  after(async () => {
    await closeAllEditors();
    await folder.remove().catch((error: unknown) => {
      // Never written where there is no engine.
      assert.ok(error instanceof vscode.FileSystemError);
    });
    await engine?.cleanup();
  });

  const marks = () =>
    graphOf(api, source)?.drift?.items.map(({ mark, noun, key }) => {
      const [, ...rest] = key.split('/');
      return `${mark} ${noun} ${rest.join('/')}`;
    });

  it('is drawn with it, and marked where they differ', async () => {
    await vscode.commands.executeCommand(commands.compareRunning);
    const graph = await drawnGraph(api, source);
    await until('they are compared', () => marks()?.join() === 'missing container db/1');
    const flagged = await until('the picture is marked', () => {
      const elements = graphOf(api, source)?.sent?.scene?.elements ?? [];
      const found = elements.filter(({ flags }) => flags.includes('drift-missing'));
      return found.length > 0 && found;
    });
    assert.ok(flagged.some(({ id }) => id.startsWith('container:') && id.endsWith('/db/1')));
    const web = graph.topology?.containers.find(({ compose }) => compose?.service === 'web');
    assert.equal(web?.state.value, 'running');
  });

  it('follows the typing', async () => {
    await folder.edit('compose.yaml', 'aliases: [www]', 'aliases: [shop]');
    await until('the alias is missing', () => marks()?.length === 2);
    assert.match(marks()?.[1] ?? '', /^changed endpoint web\/1@/);
  });

  it('is planned alone again', async () => {
    await vscode.commands.executeCommand(commands.stopComparing);
    assert.equal(graphOf(api, source)?.drift, undefined);
    const web = graphOf(api, source)?.topology?.containers.find(
      ({ compose }) => compose?.service === 'web',
    );
    assert.equal(web?.state.value, 'planned');
  });
});
