import assert from 'node:assert/strict';
import type { TestContainer, TestNetwork } from '../support/engine/testEngine';
import { problemsInWebview } from './accessibility';
import type { EditorWindow } from './editorWindow';
import { makeTwoNetworks } from './twoNetworks';
import { windowOnEngine } from './windowOnEngine';

describe('tracing a connection on a real engine', function () {
  this.timeout(120_000);
  let window: EditorWindow;
  let front: TestNetwork;
  let back: TestNetwork;
  let web: TestContainer;
  let db: TestContainer;

  const panel = async () => (await window.graph()).frame.locator('.trace');
  const verify = async () => {
    await (await panel()).getByRole('button', { name: 'Verify…' }).click();
    await window.modal.getByText('docker exec').waitFor();
    await window.modalButton('Run').click();
    await (await panel()).locator('.agrees, .differs').waitFor();
    return (await panel()).locator('.agrees').count();
  };

  windowOnEngine({
    prefix: 'tr',
    fill: async (made) => {
      ({ front, back, web, db } = await makeTwoNetworks(made));
    },
    open: (opened) => {
      window = opened;
    },
  });

  it('web → db is dropped at the isolation rule, by its name', async () => {
    await window.openView('Docker Networks');
    await window.treeItem('Docker Networks', new RegExp(`^${back.name}, network`)).waitFor();
    await window.fileTab('docker-compose.yml').waitFor();
    await window.runCommand('Vethscope: Show Engine Network Graph');
    await window.graphWith(`container:${web.name}`);
    await window.runCommand('Vethscope: Trace Connection…');
    await window.choose(web.name);
    await window.page.getByText('Trace Connection: To').waitFor();
    await window.choose(`${db.name}:80`);
    await (await panel()).locator('.v-dropped').waitFor();
    assert.match(
      await (await panel()).locator('.decision').innerText(),
      /DOCKER-ISOLATION|DOCKER\b/,
    );
    await window.screenshot('trace-dropped');
    assert.equal(await verify(), 1, 'the real thing says something else');
    await window.screenshot('trace-verified');
  });

  it('has nothing in it that axe objects to', async () => {
    assert.deepEqual(await problemsInWebview((await window.graph()).frame), []);
  });

  it('Connect db to front previews one path, applies, and the trace is delivered', async () => {
    const fix = (await panel()).getByRole('button', {
      name: `Connect… Connect ${db.name} to ${front.name}.`,
    });
    await fix.click();
    await window.modal.getByText(/Opens one path: /).waitFor();
    await window.screenshot('fix-asks-first');
    await window.modalButton('Connect').click();
    await (await panel()).locator('.v-arrives, .v-delivered').waitFor();
    await window.screenshot('trace-delivered');
    assert.equal(await verify(), 1, 'the real thing says something else');
  });

  it('ends with Escape', async () => {
    const graph = await window.graph();
    await (await panel()).getByRole('button', { name: 'Trace the Other Way' }).focus();
    await window.page.keyboard.press('Escape');
    await (await panel()).waitFor({ state: 'hidden' });
    assert.ok((await graph.ids()).includes(`container:${web.name}`));
  });

  it('never met its content security policy', () => {
    assert.deepEqual(window.policyErrors, []);
  });
});
