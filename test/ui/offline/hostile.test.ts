import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findProgram } from '../../../src/sources/findProgram';
import { RecordedEngine } from '../../faults/recordedEngine';
import { hostileCompose, refusedCompose } from '../../support/hostileCompose';
import { hostileName, hostilePayloads, hostileWorld } from '../../support/hostileWorld';
import { commandLine } from '../commandLine';
import type { EditorWindow } from '../editorWindow';
import { keepPictureOfFailure } from '../failurePictures';
import { frameWith } from '../frameWith';
import { walkFrames, walkStale } from './hostileFailure';
import { walkExports } from './hostileFiles';
import { walkCopiedCommand, walkInputs, walkRefusal } from './hostileQuestions';
import { walkTerminal } from './hostileTerminal';
import { look, type HostileWalk } from './hostileWalk';
import { HostileWatch, steering } from './hostileWatch';
import { TestEditor } from '../testEditor';

const long = process.env['VETHSCOPE_LONG'] !== undefined;

/** Short runs take some of the cards, searches and files; every view is walked through in both. */
describe('an engine and files full of hostile texts', function () {
  this.timeout(120_000);
  let watch: HostileWatch;
  let engine: RecordedEngine;
  let editor: TestEditor;
  let window: EditorWindow;
  let payloads: readonly string[];
  keepPictureOfFailure(() => window);

  const row = (name: string | RegExp) => window.treeItem('Docker Networks', name);
  const walk = (): HostileWalk => ({ window, watch, engine, payloads });
  const environment = () => ({ ...process.env, DOCKER_HOST: engine.endpoint.label });

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
    for (const place of [0, 3, 6]) await window.expand(networks.nth(place));
    await networks.first().hover();
    await window.page.locator('.monaco-hover:visible .hover-contents').first().waitFor();
    await window.screenshot('hostile-tooltip');
    await window.page.mouse.move(700, 450);
  });

  it('are drawn at three depths', async () => {
    await window.runCommand('Vethscope: Show Engine Network Graph');
    const graph = await window.graph();
    for (const depth of ['Networks', 'Rules', 'Wiring']) {
      await graph.frame.getByRole('button', { name: depth, exact: true }).click();
      await graph.settle();
      await window.screenshot(`hostile-graph-${depth}`);
      await watch.calm(window, depth);
    }
  });

  it('are cards, found, and legend', async () => {
    const graph = await window.graph();
    for (const index of [...payloads.keys()].filter((place) => long || place % 5 === 4)) {
      await graph.click(`container:${hostileName(payloads, index)}`);
      await graph.frame.locator('.card.pinned').waitFor();
      if (index % 8 === 1) await window.screenshot(`hostile-card-${index}`);
    }
    await watch.calm(window, 'card');
    await window.page.keyboard.press('Escape');
    await graph.frame.getByRole('button', { name: 'Legend' }).click();
    await window.screenshot('hostile-legend');
    await graph.frame.getByRole('button', { name: 'Legend' }).click();
    await graph.press('Control+F');
    const field = graph.frame.getByRole('search').getByRole('textbox');
    for (const payload of payloads.slice(0, long ? 12 : 2)) {
      await field.fill(payload.slice(0, 12));
      await graph.settle();
    }
    await window.screenshot('hostile-search');
    await watch.calm(window, 'search');
    await field.press('Escape');
    await graph.frame.getByRole('button', { name: 'Filter', exact: true }).click();
    await graph.frame.getByLabel('Name', { exact: true }).fill('img src');
    await graph.frame.locator('.filter-mark').waitFor();
    await window.screenshot('hostile-filter');
    await watch.calm(window, 'filter');
    await graph.frame.getByLabel('Name', { exact: true }).fill('');
    await window.page.keyboard.press('Escape');
  });

  it('are rules in the firewall panel and steps of a trace', async () => {
    await window.runCommand('Vethscope: Show Firewall');
    const graph = await window.graph();
    await graph.frame.locator('aside.firewall').getByText(/DNAT/).first().waitFor();
    await window.screenshot('hostile-firewall');
    await watch.calm(window, 'firewall');
    await window.runCommand('Vethscope: Trace Connection…');
    await window.quickPickRow('img src').first().waitFor();
    await window.screenshot('hostile-trace-pick');
    await watch.calm(window, 'pick');
    await window.quickPickRow('img src').first().click();
    await window.page.getByText('Trace Connection: To').waitFor();
    const refused = window.quickPickRow('cannot be asked for by this name').first();
    await refused.waitFor();
    await refused.click();
    await watch.calm(window, 'refused end');
    await window.fillQuickInput('iframe');
    await window.quickPickRow('iframe').first().click();
    await graph.frame.locator('.trace .decision, .trace .steps').first().waitFor();
    await window.screenshot('hostile-trace');
    await watch.calm(window, 'trace');
    await graph.frame.locator('.trace').getByRole('button', { name: 'Close Connection' }).click();
  });

  it('are texts of documents and pages', async () => {
    const member = row(/, container, /).first();
    await window.chooseFromContextMenu(member, 'Show Names');
    await window.page.locator('.tab', { hasText: '.txt' }).first().waitFor();
    await window.screenshot('hostile-names');
    await watch.calm(window, 'names');
    await window.chooseFromContextMenu(member, 'Inspect as Page');
    // Only this page has a heading of the first rank.
    await frameWith(window.page, 'h1');
    await window.screenshot('hostile-page');
    await watch.calm(window, 'page');
    await window.chooseFromContextMenu(member, /^Inspect$/);
    await window.page.locator('.tab', { hasText: '.json' }).first().waitFor();
    await window.screenshot('hostile-json');
    await watch.calm(window, 'json');
    await window.runCommand('View: Close All Editors');
  });

  it('are cells of the matrix', async () => {
    await window.runCommand('Vethscope: Connectivity Matrix');
    const matrix = await frameWith(window.page, 'main.matrix');
    await matrix.getByRole('gridcell').first().waitFor();
    await window.screenshot('hostile-matrix');
    await watch.calm(window, 'matrix');
    for (const [name, extension] of [
      ['As CSV', '.csv'],
      ['As Markdown', '.md'],
    ] as const) {
      const shown = await frameWith(window.page, 'main.matrix');
      await shown.getByRole('button', { name }).click();
      await window.page.locator('.tab.active', { hasText: extension }).waitFor();
      await window.page.locator('.editor-instance:visible .view-line').nth(2).waitFor();
      await window.screenshot(`hostile-matrix${extension}`);
      await watch.calm(window, name);
      await window.runCommand('View: Close Editor');
    }
    await window.runCommand('View: Close All Editors');
  });

  it('are asked about, told while it lasts, and refused', () => walkRefusal(walk()));

  it('are copied as commands', () => walkCopiedCommand(walk()));

  it('are lists and inputs', () => walkInputs(walk()));

  it('are names of terminals', async function () {
    // The engine's client may be missing where its engine is recorded.
    if ((await findProgram(['docker'])) === undefined) this.skip();
    await walkTerminal(walk());
  });

  it('are what an engine fails with', () => walkStale(walk()));

  it('are a list of engines, and a snapshot with its graph', async () => {
    await window.runCommand('Vethscope: Choose Engine…');
    await window
      .quickPickRow(/answers, API/)
      .first()
      .waitFor();
    await window.screenshot('hostile-engines');
    await watch.calm(window, 'engines');
    await window.page.keyboard.press('Escape');
    const file = path.join(window.folder, '<img src=x onerror=__canary=4> $(sync~spin).json');
    await commandLine(['snapshot', '--probe', 'none', '-o', file], environment());
    await window.runCommand('Vethscope: Open Snapshot…');
    await window.openByPath(file);
    const snapshot = row(/^<img src=x/);
    await snapshot.waitFor();
    await window.graphWith(`network:${hostileName(payloads, 1)}`);
    await snapshot.hover();
    await window.page.locator('.monaco-hover:visible .hover-contents').first().waitFor();
    await window.screenshot('hostile-snapshot');
    await watch.calm(window, 'snapshot');
    await window.runCommand('Vethscope: Close Snapshot');
    await snapshot.waitFor({ state: 'detached' });
  });

  it('are the address of one more engine', () => walkFrames(walk()));

  it('are a compose file: its graph, hover and problems', async () => {
    await window.openFile('compose.yaml');
    await window.runCommand('Vethscope: Show Network Graph');
    await window.graphWith('container:hostile/s0/1');
    await window.screenshot('hostile-compose');
    await watch.calm(window, 'compose');
    await window.fileTab('compose.yaml').first().click();
    await window.goToLine('s0:');
    await window.page.keyboard.press('Home');
    await window.page.keyboard.press('Control+K');
    await window.page.keyboard.press('Control+I');
    await window.page.locator('.monaco-hover:visible .hover-contents').first().waitFor();
    await window.screenshot('hostile-hover');
    await watch.calm(window, 'hover');
    await window.page.keyboard.press('Escape');
    await window.runCommand('Vethscope: Compare with Running');
    await window.tree('What Up Would Change').getByRole('treeitem').first().waitFor();
    await look(walk(), 'drift');
    await window.runCommand('Vethscope: Stop Comparing');
  });

  it('are written into every kind of file as text', () => walkExports(walk()));

  it('are problems of a file', async () => {
    await window.page.keyboard.press('Control+P');
    await window.fillQuickInput('refused/compose.yaml');
    await window.quickPickRow('refused').first().click();
    await window.runCommand('Vethscope: Show Network Graph');
    await window.runCommand('Problems: Focus on Problems View');
    await window.page.locator('.markers-panel .monaco-list-row').nth(1).waitFor();
    await window.screenshot('hostile-problems');
  });

  it('come out of the command line without an escape', async () => {
    const asked = [
      ['graph', 'engine', '--format', 'mermaid'],
      ['matrix', 'engine', '--no-host', '--format', 'csv'],
      ['check', 'engine', '--no-host'],
      ['rules', 'engine', '--no-host'],
      ['snapshot', '--probe', 'none'],
      ['check', path.join(window.folder, 'compose.yaml')],
      ['check', path.join(window.folder, 'refused/compose.yaml')],
      ['trace', 'engine', '--from', 'nobody\u001b[2J', '--to', 'x:80'],
    ];
    const said = await Promise.all(asked.map((words) => commandLine(words, environment())));
    for (const [index, text] of said.entries()) {
      assert.ok(text.length > 40, asked[index]?.join(' '));
      assert.ok(!steering.test(text), asked[index]?.join(' '));
    }
  });
});
