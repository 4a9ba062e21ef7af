import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../../scripts/projectPaths';
import { problemsInSidebar, problemsInWebview } from '../accessibility';
import type { EditorWindow } from '../editorWindow';
import { TestEditor } from '../testEditor';
import { keepPictureOfFailure } from '../failurePictures';

describe('the sample, without an engine', function () {
  this.timeout(120_000);
  let editor: TestEditor;
  let window: EditorWindow;
  keepPictureOfFailure(() => window);

  before(async () => {
    editor = await TestEditor.start('unix:///nonexistent/docker.sock');
    window = await editor.openSample({ trusted: false });
  });
  after(async () => {
    await editor.stop();
  });

  it('opens its graph beside its file by itself', async () => {
    const graph = await window.graph();
    const ids = await graph.ids();
    for (const wanted of [
      'network:three-tier/front',
      'network:three-tier/back',
      'container:three-tier/api/1',
      'endpoint:three-tier/api/1@three-tier/front',
      'endpoint:three-tier/api/1@three-tier/back',
    ])
      assert.ok(ids.includes(wanted), `${wanted} is not among ${ids.join(', ')}`);
    assert.ok(ids.some((id) => id.startsWith('port:')));
    await window.fileTab('docker-compose.yml').waitFor();
    assert.equal(await window.editorGroups.count(), 2);
    await window.screenshot('sample');
  });

  it('tells about a container when it is hovered', async () => {
    const graph = await window.graph();
    const card = graph.frame.locator('.card');
    const text = await graph.card('container:three-tier/api/1', 'node:22-alpine');
    for (const wanted of ['api', 'node:22-alpine', 'docker-compose.yml'])
      assert.ok(text.includes(wanted), `"${wanted}" is not in: ${text}`);
    await window.screenshot('card-of-a-container');
    // The pointer goes to the file beside it, where Escape is the editor's.
    await window.page.locator('.editor-instance:visible .view-line').first().hover();
    await card.waitFor({ state: 'hidden' });
  });

  it('selects what the cursor stands on in the file', async () => {
    await window.fileTab('docker-compose.yml').click();
    await window.goToLine('- backend');
    const graph = await window.graph();
    await graph.waitForSelected('endpoint:three-tier/api/1@three-tier/front');
    await window.goToLine('- "8080:80"');
    await graph.waitForSelected('port:three-tier/web/1/0.0.0.0:8080/80/tcp');
    await window.screenshot('cursor-selects');
  });

  it('goes to the line of what is clicked, and into the file with a double click', async () => {
    const { page } = window;
    const graph = await window.graph();
    const cursor = (place: string) =>
      page.locator('.statusbar').getByText(place, { exact: true }).waitFor();
    await graph.click('container:three-tier/db/1');
    await graph.waitForSelected('container:three-tier/db/1');
    // The card of what was clicked stays, and may lie over its neighbours.
    const card = graph.frame.locator('.card');
    await card.waitFor();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+1');
    await cursor('Ln 23, Col 3');
    await graph.doubleClick('container:three-tier/web/1');
    await cursor('Ln 5, Col 3');
    await graph.waitForSelected('container:three-tier/web/1');
  });

  it('offers other compose projects in its toolbar', async () => {
    const graph = await window.graph();
    await graph.frame.getByRole('button', { name: 'Choose Compose Project' }).click();
    await window.quickPickRow('docker-compose.yml').first().waitFor();
    await window.screenshot('choose-project');
    await window.page.keyboard.press('Escape');
  });

  it('has nothing in it that axe objects to', async () => {
    const { frame } = await window.graph();
    assert.deepEqual(await problemsInWebview(frame), []);
  });

  it('follows the file while it is edited, before it is saved', async () => {
    const { page } = window;
    await window.fileTab('docker-compose.yml').click();
    const graph = await window.graph();
    await graph.waitFor('endpoint:three-tier/web/1@three-tier/back', { drawn: false });
    await window.goToLine('- front');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('- back');
    await graph.waitFor('endpoint:three-tier/web/1@three-tier/back');
    await window.screenshot('edited');
    await page.keyboard.press('Control+Z');
    await page.keyboard.press('Control+Z');
    await graph.waitFor('endpoint:three-tier/web/1@three-tier/back', { drawn: false });
  });

  it('keeps the last good graph and underlines the place when the file is broken', async () => {
    const { page } = window;
    const graph = await window.graph();
    const before = await graph.ids();
    await window.goToLine('services:');
    await page.keyboard.press('End');
    await page.keyboard.type(' [');
    await page.locator('.squiggly-error').first().waitFor();
    await graph.frame.locator('.stale:visible, [data-status=stale]').first().waitFor();
    assert.deepEqual(await graph.ids(), before);
    await window.screenshot('broken-file');
    await page.keyboard.press('Control+Z');
    await page.keyboard.press('Control+Z');
    await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  });

  it('opens from the button in the title of the editor', async () => {
    const { page } = window;
    await window.runCommand('View: Close Editors in Other Groups');
    await page.locator('iframe.webview.ready').waitFor({ state: 'detached' });
    await page
      .locator('.editor-actions')
      .getByRole('button', { name: 'Show Network Graph' })
      .click();
    const graph = await window.graph();
    assert.ok((await graph.ids()).includes('network:three-tier/front'));
    assert.equal(await window.editorGroups.count(), 2);
  });

  it('says in the sidebar that no engine answers, and what to do', async () => {
    await window.openView('Docker Networks');
    const welcome = window.page.locator('.welcome-view-content');
    await welcome.getByText(/No Docker engine answers/).waitFor();
    await welcome.getByRole('button', { name: 'Try Again' }).first().waitFor();
    await window.screenshot('no-engine');
    assert.deepEqual(await problemsInSidebar(window.page), []);
  });

  it('looks as in the README', async () => {
    await window.trustFolder();
    await window.openFile('docker-compose.yml');
    await window.runCommand('View: Toggle Primary Side Bar Visibility');
    await window.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await window.graph();
    const file = await window.screenshot('readme');
    if (process.env['VETHSCOPE_UPDATE_SCREENSHOT'] === '1')
      await copyFile(file, path.join(root, 'media/screenshot.png'));
  });

  it('never met its content security policy', () => {
    assert.deepEqual(window.policyErrors, []);
  });
});
