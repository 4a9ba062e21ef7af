import assert from 'node:assert/strict';
import type { TestContainer, TestEngine, TestNetwork } from '../support/engine/testEngine';
import { problemsInWebview } from './accessibility';
import type { EditorWindow } from './editorWindow';
import { frameWith } from './frameWith';
import { makeTwoNetworks } from './twoNetworks';
import { windowOnEngine } from './windowOnEngine';

describe('the connectivity matrix of a real engine', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let window: EditorWindow;
  let back: TestNetwork;
  let web: TestContainer;
  let db: TestContainer;

  const matrix = () => frameWith(window.page, 'main.matrix');
  const cell = async (name: string) => (await matrix()).getByRole('gridcell', { name });

  windowOnEngine({
    prefix: 'mx',
    fill: async (made) => {
      engine = made;
      ({ back, web, db } = await makeTwoNetworks(engine));
    },
    open: (opened) => {
      window = opened;
    },
  });

  it('a cell leads to its trace in the graph beside it', async () => {
    await window.fileTab('docker-compose.yml').waitFor();
    await window.runCommand('Vethscope: Show Engine Network Graph');
    await window.graphWith(`container:${web.name}`);
    await window.runCommand('Vethscope: Connectivity Matrix');
    const dropped = await cell(`${web.name} to ${db.name}:80: dropped, by network ${back.name}`);
    await dropped.waitFor();
    assert.deepEqual(await problemsInWebview(await matrix()), []);
    await window.screenshot('matrix');
    await dropped.click();
    const graph = await frameWith(window.page, '.trace .v-dropped');
    const title = await graph.locator('.trace-title').innerText();
    assert.ok(title.startsWith(`${web.name} → ${db.name}:80`), title);
    assert.match(await graph.locator('.trace .decision').innerText(), /DOCKER/);
    await dropped.waitFor();
    await window.screenshot('matrix-trace');
  });

  it('follows what changes, and keeps what was filtered', async () => {
    const filter = (await matrix()).getByLabel('Filter sources');
    await filter.fill(web.name);
    await engine.docker.getNetwork(back.id).connect({ Container: web.id });
    await (
      await cell(`${web.name} to ${db.name}:80: delivered, by network ${back.name}`)
    ).waitFor();
    assert.equal(await filter.inputValue(), web.name);
    await window.screenshot('matrix-connected');
  });

  it('comes back with the window, as it was', async () => {
    await window.reload();
    const found = await matrix();
    await (
      await cell(`${web.name} to ${db.name}:80: delivered, by network ${back.name}`)
    ).waitFor();
    assert.equal(await found.getByLabel('Filter sources').inputValue(), web.name);
  });

  it('never met its content security policy', () => {
    assert.deepEqual(window.policyErrors, []);
  });
});
