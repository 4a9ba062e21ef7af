import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { TestContainer, TestEngine, TestNetwork } from '../support/engine/testEngine';
import { problemsInWebview } from './accessibility';
import type { EditorWindow } from './editorWindow';
import { windowOnEngine } from './windowOnEngine';

describe('working in a graph of a real engine', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let window: EditorWindow;
  let front: TestNetwork;
  let back: TestNetwork;
  let web: TestContainer;
  let db: TestContainer;

  const frame = async () => (await window.graph()).frame;
  const networksOf = async ({ id }: TestContainer) => {
    const { NetworkSettings } = await engine.docker.getContainer(id).inspect();
    return Object.keys(NetworkSettings.Networks).sort();
  };
  /** What is read out. */
  const said = async (text: string | RegExp) =>
    (await frame()).locator('.speech[aria-live]').filter({ hasText: text }).waitFor();
  const drawn = async (id: string) => (await (await window.graph()).ids()).includes(id);

  windowOnEngine({
    prefix: 'wg',
    fresh: true,
    fill: async (made) => {
      engine = made;
      front = await engine.makeNetwork('front');
      back = await engine.makeNetwork('back');
      web = await engine.runContainer('web', { network: front.name });
      db = await engine.runContainer('db', { network: back.name });
    },
    open: (opened) => {
      window = opened;
    },
  });
  before(async () => {
    await window.openView('Docker Networks');
    await window.treeItem('Docker Networks', new RegExp(`^${back.name}, network`)).waitFor();
    await window.fileTab('docker-compose.yml').waitFor();
    await window.runCommand('Vethscope: Show Engine Network Graph');
    await window.graphWith(`container:${db.name}`);
  });

  it('a click pins the card, and Escape closes it', async () => {
    const graph = await window.graph();
    await graph.click(`container:${web.name}`);
    const card = graph.frame.locator('.card.pinned');
    await card.waitFor();
    await window.page.mouse.move(5, 5);
    assert.match(await card.innerText(), new RegExp(web.name));
    await window.screenshot('card-pinned');
    await window.page.keyboard.press('Escape');
    await card.waitFor({ state: 'hidden' });
  });

  it('Ctrl+F finds, and Escape leaves what was found selected', async () => {
    const graph = await window.graph();
    await graph.press('Control+F');
    const field = graph.frame.getByRole('search').getByRole('textbox');
    await field.fill(db.name);
    await graph.waitForSelected(`container:${db.name}`);
    await window.screenshot('find');
    await field.press('Escape');
    await graph.frame.getByRole('search').waitFor({ state: 'hidden' });
    await graph.waitForSelected(`container:${db.name}`);
  });

  it('goes by keyboard through the drawing, moves a box, and takes it back with Ctrl+Z', async () => {
    const graph = await window.graph();
    await graph.press('Control+Shift+ArrowDown');
    await said('Moved: 1');
    await graph.press('Control+Z');
    await said('Move undone');
    await graph.press('ArrowUp');
    await graph.press('Enter');
    await graph.frame.locator('.card.pinned').waitFor();
    await window.screenshot('keyboard');
    assert.deepEqual(await problemsInWebview(graph.frame), []);
    await window.page.keyboard.press('Escape');
  });

  it('connects by keyboard alone what can be dragged, and takes it back', async () => {
    const graph = await window.graph();
    await graph.click(`container:${db.name}`);
    const card = graph.frame.locator('.card.pinned');
    await card.waitFor();
    await window.page.keyboard.press('Escape');
    await card.waitFor({ state: 'hidden' });
    await graph.waitForSelected(`container:${db.name}`);
    await graph.chooseByKeyboard('Connect Container…');
    await window.choose(front.name);
    await window.chooseFocused('docker network connect');
    await window.modal.waitFor();
    await window.screenshot('keyboard-asks-first');
    assert.deepEqual(await networksOf(db), [back.name]);
    await window.page.keyboard.press('Enter');
    await graph.waitFor(`endpoint:${db.name}@${front.name}`);
    const done = window.notification(`${db.name} is connected to ${front.name}`);
    await done.getByRole('button', { name: 'Undo' }).click();
    await graph.waitFor(`endpoint:${db.name}@${front.name}`, { drawn: false });
    assert.deepEqual(await networksOf(db), [back.name]);
  });

  it('has a menu of everything by keyboard, which leads to all that can be done and can be left', async () => {
    const graph = await window.graph();
    const { keyboard } = window.page;
    const asked = window.page.locator('.quick-input-widget:visible');
    const leave = async (what: Locator) => {
      await keyboard.press('Escape');
      await what.waitFor({ state: 'hidden' });
    };
    // A card under the pointer would take the key.
    await window.page.mouse.move(5, 5);
    await graph.frame.locator('.card').waitFor({ state: 'hidden' });
    await graph.findByKeyboard(db.name, `container:${db.name}`);
    await graph.press('Escape');
    await said('Nothing is selected');
    const menu = await graph.openMenuByKeyboard();
    await menu.getByRole('menuitem', { name: 'Connectivity Matrix' }).waitFor();
    await window.screenshot('menu-of-the-picture');
    await leave(menu);
    await graph.chooseByKeyboard('Create Network…');
    await asked.getByText(/^Name of the network/).waitFor();
    await window.screenshot('keyboard-creates-from-the-graph');
    await leave(asked);
    await graph.findByKeyboard(front.name, `network:${front.name}`);
    await graph.chooseByKeyboard('Remove Network…');
    await window.modal.getByText(`Remove the network ${front.name}?`).waitFor();
    await leave(window.modal);
    await graph.findByKeyboard(web.name, `container:${web.name}`);
    for (const item of ['Trace from Here…', 'Trace to Here…']) {
      await graph.chooseByKeyboard(item);
      await asked.waitFor();
      await leave(asked);
    }
    await graph.chooseByKeyboard('Disconnect…');
    await window.quickPickRow(front.name).waitFor();
    await leave(asked);
    assert.deepEqual(await networksOf(web), [front.name]);
  });

  it('Reset Layout takes back what was moved', async () => {
    const graph = await window.graph();
    const id = `container:${db.name}`;
    await graph.findByKeyboard(db.name, id);
    const before = await graph.place(id);
    await graph.press('Control+Shift+ArrowDown');
    await said('Moved: 1');
    await graph.waitForPlace(id, before, { same: false });
    await window.runCommand('Vethscope: Reset Layout');
    await graph.waitForPlace(id, before, { same: true });
  });

  it('a filter removes the rest, stays over a restart of the page as the depth does, and ends by its button', async () => {
    const graph = await window.graph();
    const depthOf = ({ frame }: typeof graph) => frame.getByRole('group', { name: 'Depth' });
    await depthOf(graph).getByRole('button', { name: 'Rules' }).click();
    await depthOf(graph).locator('[aria-pressed=true]', { hasText: 'Rules' }).waitFor();
    await graph.frame.getByRole('button', { name: 'Filter', exact: true }).click();
    await graph.frame.getByLabel('Name', { exact: true }).fill(front.name);
    await graph.waitFor(`container:${db.name}`, { drawn: false });
    assert.ok(await drawn(`container:${web.name}`));
    await window.screenshot('filter');
    assert.deepEqual(await problemsInWebview(graph.frame), []);
    await window.page.keyboard.press('Escape');
    await window.page.locator('.tab', { hasText: 'docker-compose.yml' }).first().click();
    await window.runCommand('Vethscope: Show Engine Network Graph');
    const again = await window.graph();
    await again.frame.locator('.filter-mark').waitFor();
    await depthOf(again).locator('[aria-pressed=true]', { hasText: 'Rules' }).waitFor();
    await depthOf(again).getByRole('button', { name: 'Wiring' }).click();
    await again.frame.locator('.filter-mark').getByRole('button', { name: 'Clear Filter' }).click();
    await again.waitFor(`container:${db.name}`);
  });

  it('a container dropped on a bus is connected after a question, and not when it is given up', async () => {
    const graph = await window.graph();
    const pair = [`container:${db.name}`, `bridge:${front.name}`] as const;
    await graph.drag(...pair);
    await graph.frame.locator('.drop.connect').waitFor();
    await window.screenshot('drag-to-connect');
    await window.page.keyboard.press('Escape');
    await window.page.mouse.up();
    await said('Nothing changed');
    assert.deepEqual(await networksOf(db), [back.name]);
    await graph.drag(...pair);
    await window.page.mouse.up();
    await window.modal.waitFor();
    await window.screenshot('drag-asks-first');
    assert.deepEqual(await networksOf(db), [back.name]);
    await window.modalButton('Connect').click();
    await graph.waitFor(`endpoint:${db.name}@${front.name}`);
    assert.deepEqual(await networksOf(db), [back.name, front.name].sort());
  });

  it('follows the editor’s theme at once, in all four kinds', async () => {
    const themes = [
      ['Light Modern', 'vscode-light'],
      ['Dark High Contrast', 'vscode-high-contrast'],
      ['Light High Contrast', 'vscode-high-contrast-light'],
      ['Dark Modern', 'vscode-dark'],
    ] as const;
    const pictures = new Set<string>();
    for (const [theme, kind] of themes) {
      await window.runCommand('Preferences: Color Theme');
      await window.choose(theme);
      const graph = await window.graph();
      await graph.frame.locator(`body.${kind}`).waitFor();
      await graph.settle();
      pictures.add(await graph.picture());
      await window.screenshot(`theme-${kind}`);
      assert.deepEqual(await problemsInWebview(graph.frame), [], theme);
    }
    assert.equal(pictures.size, themes.length, 'each theme draws another picture');
  });

  it('never met its content security policy', () => {
    assert.deepEqual(window.policyErrors, []);
  });
});
