import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readSnapshotFile } from '../../src/sources/snapshotFile';
import { busyboxProgram } from '../support/engine/busyboxImage';
import { engineAvailable } from '../support/engine/engineAvailable';
import { tarArchive } from '../support/engine/tarArchive';
import { TestEngine } from '../support/engine/testEngine';
import type { TestContainer } from '../support/engine/testEngine';
import type { EditorWindow } from './editorWindow';
import { keepPictureOfFailure } from './failurePictures';
import { frameWith } from './frameWith';
import { TestEditor } from './testEditor';

const settingsOf = (engine: TestEngine) => ({ 'vethscope.helperImage': engine.image });

describe('verifying without a shell, and from the host', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let editor: TestEditor;
  let window: EditorWindow;
  let bare: TestContainer;
  let web: TestContainer;
  keepPictureOfFailure(() => window);

  const panel = async (inside: string) => (await frameWith(window.page, inside)).locator('.trace');
  const trace = async (from: string, to: string, verdict: string) => {
    await window.runCommand('Vethscope: Trace Connection…');
    await window.page.getByText('Trace Connection: From').waitFor();
    await window.choose(from);
    await window.page.getByText('Trace Connection: To').waitFor();
    await window.choose(to);
    return panel(`.trace .v-${verdict}`);
  };

  before(async function () {
    if (!(await engineAvailable()).ok) this.skip();
    engine = await TestEngine.open(`vh${process.pid}`);
    const front = await engine.makeNetwork('front');
    const image = await engine.importImage(
      'bare',
      tarArchive([['busybox', { kind: 'file', content: busyboxProgram() }]]),
    );
    const command = ['/busybox', 'sleep', '3600'];
    bare = await engine.runContainer('bare', { network: front.name, image, command });
    web = await engine.runContainer('web', {
      network: front.name,
      command: ['httpd', '-f', '-p', '80'],
    });
    editor = await TestEditor.start(undefined, settingsOf(engine));
    window = await editor.openSample({ trusted: true });
    await window.fileTab('docker-compose.yml').waitFor();
    await window.runCommand('Vethscope: Show Engine Network Graph');
    await window.graphWith(`container:${bare.name}`);
  });
  after(async () => {
    // Undefined when the suite was skipped.
    await (editor as TestEditor | undefined)?.stop();
    await (engine as TestEngine | undefined)?.cleanup();
  });

  it('tries by a helper in the network of an image without a shell, after asking twice', async () => {
    const shown = await trace(bare.name, `${web.name}:80`, 'delivered');
    await shown.getByRole('button', { name: 'Verify…' }).click();
    await window.modal.getByText('docker exec').waitFor();
    await window.modalButton('Run').click();
    const command = window.modal.getByText(/docker run --rm --pull=never --net=container:/);
    await command.waitFor();
    const text = await command.innerText();
    for (const wanted of [bare.id, '--cap-drop ALL', '--read-only', 'no-new-privileges', '/80'])
      assert.ok(text.includes(wanted), `no ${wanted} in ${text}`);
    await window.screenshot('verify-helper-asks');
    await window.modalButton('Run Helper').click();
    await shown.locator('.agrees').waitFor();
    assert.match(await shown.locator('.agrees').innerText(), /in a helper got through/);
    await window.screenshot('verify-helper');
  });

  it('saves what was tried with the snapshot', async () => {
    const shown = await panel('.trace .agrees');
    await shown.getByRole('button', { name: 'Save Snapshot…' }).click();
    await window.page.locator('.quick-input-widget').getByText('Save Snapshot').waitFor();
    await window.acceptFile('.json');
    await window.notification('The snapshot is saved').waitFor();
    const saved = readdirSync(window.folder).filter((name) => name.endsWith('.json'));
    assert.equal(saved.length, 1, saved.join());
    const { tried = [] } = await readSnapshotFile(path.join(window.folder, saved[0] ?? ''));
    assert.deepEqual(
      tried.map(({ from, port, way, observed, predicted }) => [
        from,
        port,
        way,
        observed,
        predicted,
      ]),
      [[bare.id, 80, 'helper', 'open', 'delivered']],
    );
  });

  it('tries from the host by itself where the engine is here', async () => {
    const shown = await trace('host', `${web.name}:80`, 'delivered');
    await shown.getByRole('button', { name: 'Verify…' }).click();
    await window.modal.getByText(/A TCP connection to .* port 80 is opened/).waitFor();
    await window.modalButton('Try').click();
    await shown.locator('.agrees').waitFor();
    assert.match(await shown.locator('.agrees').innerText(), /TCP got through/);
  });
});
