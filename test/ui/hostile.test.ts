import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RecordedEngine } from '../faults/recordedEngine';
import { hostileCompose, refusedCompose } from '../support/hostileCompose';
import { hostilePayloads, hostileWorld } from '../support/hostileWorld';
import type { EditorWindow } from './editorWindow';
import { keepPictureOfFailure } from './failurePictures';
import { HostileWatch } from './hostileWatch';
import { TestEditor } from './testEditor';

describe('an engine and files full of hostile texts', function () {
  this.timeout(120_000);
  let watch: HostileWatch;
  let engine: RecordedEngine;
  let editor: TestEditor;
  let window: EditorWindow;
  let payloads: readonly string[];
  keepPictureOfFailure(() => window);

  const row = (name: string | RegExp) => window.treeItem('Docker Networks', name);
  const frame = async () => (await window.graph()).frame;

  before(async () => {
    watch = await HostileWatch.start();
    payloads = hostilePayloads(watch.address);
    engine = await RecordedEngine.start(hostileWorld(watch.address));
    editor = await TestEditor.start(engine.endpoint.label);
    window = await editor.openFolder('hostile', { trusted: true }, async (folder) => {
      await mkdir(path.join(folder, 'refused'));
      await writeFile(path.join(folder, 'compose.yaml'), hostileCompose(payloads));
      await writeFile(path.join(folder, 'refused/compose.yaml'), refusedCompose(payloads));
    });
    watch.look(window);
  });
  after(async () => {
    await (editor as TestEditor | undefined)?.stop();
    await (engine as RecordedEngine | undefined)?.close();
    await (watch as HostileWatch | undefined)?.close();
  });
  afterEach(async function () {
    await watch.calm(window, this.currentTest?.title ?? '');
  });

  it('are rows and tooltips of the tree', async () => {
    await window.openView('Docker Networks');
    const networks = row(/, network, /);
    await networks.first().waitFor();
    await window.screenshot('hostile-tree');
    for (const place of [0, 3, 6]) await window.expand(networks.nth(place));
    await networks.first().hover();
    await window.page.locator('.monaco-hover:visible .hover-contents').first().waitFor();
    await window.screenshot('hostile-tooltip');
    await window.page.mouse.move(700, 450);
  });

  it('are drawn at three depths', async () => {
    await window.runCommand('Docker Networks: Show Engine Network Graph');
    const graph = await window.graph();
    for (const depth of ['Networks', 'Rules', 'Wiring']) {
      await graph.frame.getByRole('button', { name: depth, exact: true }).click();
      await graph.settle();
      await window.screenshot(`hostile-graph-${depth}`);
      await watch.calm(window, depth);
    }
  });
});
