import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { probeLabel } from '../../src/model/records/labels';
import { interfacesId } from '../../src/scene/sceneIds';
import { busyboxProgram } from '../support/engine/busyboxImage';
import { engineAvailable } from '../support/engine/engineAvailable';
import { helperRoot } from '../support/engine/helperImage';
import { tarArchive } from '../support/engine/tarArchive';
import { TestEngine, type TestNetwork } from '../support/engine/testEngine';
import type { EditorWindow } from './editorWindow';
import { keepPictureOfFailure } from './failurePictures';
import { TestEditor } from './testEditor';

/** Where a fact of the network's bridge comes from once the host was read. */
const observed = /observed: ip -d -j addr/;
const command = 'Vethscope: Read Host with Helper…';

/** Helpers run on the engine, so what they tell can be compared only on its own machine, as root. */
describe('asking before helpers run', function () {
  this.timeout(180_000);
  let engine: TestEngine;
  let editor: TestEditor;
  let window: EditorWindow;
  let front: TestNetwork;
  let image: string;
  let began: number;
  keepPictureOfFailure(() => window);

  const network = () => `network:${front.name}`;
  /** A picture that is drawn anew takes the card away, so it is hovered until the card says what it should. */
  const cardOf = async (id: string, wanted: RegExp) => {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const graph = await window.graphWith(id);
      await window.page.mouse.move(5, 5);
      await graph.hover(id);
      const card = graph.frame.locator('.card').filter({ hasText: wanted });
      try {
        await card.waitFor({ timeout: 3_000 });
        return await card.innerText();
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  };
  /** Only whoever read the host knows its NICs one by one. */
  const drawsNic = async () =>
    (await (await window.graph()).ids()).some((id) => id.startsWith('nic:') && id !== interfacesId);
  const showGraph = async () => {
    await window.openView('Docker Networks');
    await window.treeItem('Docker Networks', new RegExp(`^${front.name}, network`)).waitFor();
    await window.fileTab('docker-compose.yml').waitFor();
    await window.runCommand('Vethscope: Show Engine Network Graph');
  };
  /** Helpers that were made since the test began, also those that are gone. */
  const helpersRun = () =>
    execFileSync('docker', [
      ...['events', '--since', String(began), '--until', String(Math.ceil(Date.now() / 1000))],
      ...['--filter', 'event=create', '--filter', `label=${probeLabel}`],
    ])
      .toString()
      .split('\n')
      .filter((line) => line !== '').length;
  before(async function () {
    if (!(await engineAvailable()).ok || process.getuid?.() !== 0) this.skip();
    began = Math.floor(Date.now() / 1000);
    engine = await TestEngine.open(`hc${process.pid}`);
    front = await engine.makeNetwork('front');
    const root = tarArchive([['busybox', { kind: 'file', content: busyboxProgram() }]]);
    await engine.runContainer('bare', {
      network: front.name,
      image: await engine.importImage('bare', root),
      command: ['/busybox', 'httpd', '-f', '-p', '8000'],
    });
    image = await engine.importImage('helper', helperRoot());
    await engine.docker.getImage(image).remove();
    editor = await TestEditor.start(undefined, {
      'vethscope.hostAccess': 'helper',
      'vethscope.helperImage': image,
    });
    window = await editor.openSample({ trusted: true });
  });
  after(async () => {
    // Undefined when the suite was skipped.
    await (editor as TestEditor | undefined)?.stop();
    await (engine as TestEngine | undefined)?.cleanup();
  });

  it('names an image that is not there, and offers the recipe', async () => {
    await showGraph();
    await window.runCommand(command);
    const message = window.page.locator('.notification-toast').filter({ hasText: image });
    await message.waitFor();
    const said = await message.innerText();
    assert.match(said, /has no image .* for the helper, and none is pulled/);
    await window.screenshot('helper-image-missing');
    await message.getByRole('button', { name: 'Show Recipe' }).click();
    await window.page.locator('.view-line').filter({ hasText: 'FROM' }).first().waitFor();
    assert.equal(helpersRun(), 0);
  });

  it('shows the exact commands and what they could do; a no reads nothing', async () => {
    assert.equal(await engine.importImage('helper', helperRoot()), image);
    await window.runCommand(command);
    await window.modal.waitFor();
    const asked = await window.modal.innerText();
    for (const wanted of [
      '--net=host --cap-drop ALL --cap-add NET_ADMIN',
      '--net=container:<id> --cap-drop ALL',
      '--pull=never',
      '--read-only --security-opt no-new-privileges --log-driver none',
      `--label ${probeLabel}=`,
      image,
      'iptables-save',
      'could change its interfaces, routes and firewall rules',
    ]) {
      assert.ok(asked.includes(wanted), `"${wanted}" is not in: ${asked}`);
    }
    await window.screenshot('helper-consent');
    await window.modalButton('Cancel').click();
    await window.modal.waitFor({ state: 'detached' });
    await showGraph();
    await cardOf(network(), /predicted: bridge device/);
    assert.ok(!(await drawsNic()));
    await window.screenshot('helper-refused');
    assert.equal(helpersRun(), 0);
  });

  it('reads the host after a yes, also of a container without a shell', async () => {
    await window.runCommand(command);
    await window.modalButton('Run Helpers').click();
    const deadline = Date.now() + 60_000;
    while (!(await drawsNic()) && Date.now() < deadline) await window.page.waitForTimeout(200);
    assert.ok(await drawsNic());
    await window.screenshot('helper-agreed');
    assert.ok(helpersRun() >= 2, 'one for the host, one for the container');
  });

  it('remembers the yes when the window is opened anew', async () => {
    const before = helpersRun();
    await window.reload();
    await cardOf(network(), observed);
    assert.equal(await window.modal.count(), 0);
    assert.ok(helpersRun() > before, 'helpers ran again, unasked');
  });
});
