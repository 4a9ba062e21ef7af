import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { testLabel } from '../support/engine/testEngine';
import type { TestContainer, TestEngine, TestNetwork } from '../support/engine/testEngine';
import type { EditorWindow } from './editorWindow';
import { frameWith } from './frameWith';
import { windowOnEngine } from './windowOnEngine';

describe('networks made and removed by hand', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let window: EditorWindow;
  let spare: TestNetwork;
  let web: TestContainer;

  const row = (name: string | RegExp) => window.treeItem('Docker Networks', name);
  const made = () => engine.named('made');
  const idOfMade = async () => {
    const all = await engine.docker.listNetworks();
    return all.find(({ Name }) => Name === made())?.Id;
  };
  const networksOfWeb = async () => {
    const { NetworkSettings } = await engine.docker.getContainer(web.id).inspect();
    return Object.keys(NetworkSettings.Networks).sort();
  };

  windowOnEngine({
    prefix: 'uicmd',
    restricted: true,
    fill: async (made) => {
      engine = made;
      const front = await engine.makeNetwork('front');
      spare = await engine.makeNetwork('spare');
      web = await engine.runContainer('web', { network: front.name });
    },
    open: (opened) => {
      window = opened;
    },
  });

  it('are left alone in Restricted Mode, by the tree and by the graph', async () => {
    const refused = window.notification(/are off in Restricted Mode\. Trust this workspace/);
    const container = row(new RegExp(`^${web.name}, container`));
    await window.openView('Docker Networks');
    await window.expand(row(new RegExp(`^${engine.named('front')}, network`)));
    await container.dragTo(row(new RegExp(`^${spare.name}, network`)));
    await refused.waitFor();
    await window.screenshot('restricted-drag');
    await window.runCommand('Notifications: Clear All Notifications');
    await refused.waitFor({ state: 'detached' });
    await window.runCommand('Vethscope: Show Engine Network Graph');
    const graph = await window.graphWith(`container:${web.name}`);
    await graph.settle();
    await graph.findByKeyboard(web.name, `container:${web.name}`);
    const menu = await graph.openMenuByKeyboard();
    await menu.getByRole('menuitem', { name: 'Show Names' }).waitFor();
    assert.equal(await menu.getByRole('menuitem', { name: 'Disconnect…' }).count(), 0);
    await window.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    await graph.drag(`container:${web.name}`, `bridge:${spare.name}`);
    await graph.frame.locator('.drop.connect').waitFor();
    await window.page.mouse.up();
    await refused.waitFor();
    await window.screenshot('restricted-graph-drag');
    await window.runCommand('Notifications: Clear All Notifications');
    assert.deepEqual(await networksOfWeb(), [engine.named('front')]);
    await window.runCommand('View: Close All Editors');
    await window.trustFolder();
  });

  it('creates one from the palette, and shows the command first', async () => {
    await window.runCommand('Vethscope: Create Network…');
    await window.answerInput(/^Name of the network/, made());
    await window.chooseFocused('bridge');
    await window.answerInput(/^IPv4 subnet \(optional; empty: the engine chooses/, '10.216.7.0/24');
    await window.answerInput(/^Gateway in 10\.216\.7\.0\/24/, '');
    await window.answerInput(/^Range of 10\.216\.7\.0\/24/, '');
    await window.quickPickRow('Labels…').click();
    await window.screenshot('create-network-options');
    await window.quickInput.press('Enter');
    await window.answerInput(/^Labels, e\.g\./, `${testLabel}=${engine.runId}`);
    await window.modal.getByText(`docker network create --driver=bridge`).waitFor();
    await window.screenshot('create-network-preview');
    assert.equal(await idOfMade(), undefined, 'made before the answer');
    await window.modalButton('Create Network').click();
    await window.notification(`The network ${made()} is created with 10.216.7.0/24.`).waitFor();
    await row(new RegExp(`^${made()}, network`)).waitFor();
    await window.screenshot('create-network-done');
  });

  it('connects a container that is dragged onto it, after asking', async () => {
    const container = row(new RegExp(`^${web.name}, container`));
    await container.dragTo(row(new RegExp(`^${made()}, network`)));
    await window.modal.getByText(`Connect ${web.name} to ${made()}?`).waitFor();
    await window.screenshot('drag-to-connect');
    await window.modalButton('Connect').click();
    await window.notification(`${web.name} is connected to ${made()}`).waitFor();
    assert.ok((await networksOfWeb()).includes(made()));
  });

  it('is told on a page beside the editor', async () => {
    const network = row(new RegExp(`^${made()}, network`));
    await window.runCommand('Docker Networks: Focus on Docker Networks View');
    await window.chooseByKeyboard(network, 'Inspect as Page');
    await window.page.getByRole('tab', { name: new RegExp(`${made()}\\.md`) }).waitFor();
    const page = await frameWith(window.page, `h1:text-is("${made()}")`);
    await page.getByRole('heading', { name: made(), exact: true }).waitFor();
    await page.getByRole('heading', { name: web.name }).waitFor();
    await window.screenshot('inspect-as-page');
  });

  it('has a menu for every kind of row by keyboard, which leads to all that can be done and can be left', async () => {
    const { keyboard } = window.page;
    const source = row(/^Docker \d|^Podman \d/);
    const network = row(new RegExp(`^${made()}, network`));
    const container = row(new RegExp(`^${web.name}, container`)).first();
    const asked = window.page.locator('.quick-input-widget:visible');
    const leave = async (what: Locator) => {
      await keyboard.press('Escape');
      await what.waitFor({ state: 'hidden' });
    };
    await window.runCommand('Docker Networks: Focus on Docker Networks View');
    const menu = await window.openMenuByKeyboard(source);
    await menu.getByRole('menuitem', { name: 'Connectivity Matrix' }).waitFor();
    await window.screenshot('menu-of-the-engine');
    await leave(menu);
    await window.chooseByKeyboard(source, 'Create Network…');
    await asked.getByText(/^Name of the network/).waitFor();
    await leave(asked);
    await window.chooseByKeyboard(source, 'Prune Networks…');
    await window.quickPickRow(spare.name).waitFor();
    await leave(asked);
    await leave(await window.openMenuByKeyboard(network));
    await window.chooseByKeyboard(container, 'Disconnect…');
    await window.modal.getByText(new RegExp(`Disconnect ${web.name} from `)).waitFor();
    await leave(window.modal);
    for (const item of ['Trace from Here…', 'Trace to Here…']) {
      await window.chooseByKeyboard(container, item);
      await asked.waitFor();
      await leave(asked);
    }
  });

  it('removes it only after saying what breaks, and Undo brings all of it back', async () => {
    const before = await idOfMade();
    const network = row(new RegExp(`^${made()}, network`));
    await window.chooseByKeyboard(network, 'Remove Network…');
    await window.modal.getByText(`Remove the network ${made()}?`).waitFor();
    await window.modal.getByText(`On it: ${web.name}.`).waitFor();
    await window.screenshot('remove-network-asks-first');
    await window.modalButton('Disconnect and Remove').click();
    const done = window.notification(`The network ${made()} is removed.`);
    await done.waitFor();
    await network.waitFor({ state: 'detached' });
    assert.equal(await idOfMade(), undefined);
    assert.ok(!(await networksOfWeb()).includes(made()));

    await done.getByRole('button', { name: 'Undo' }).click();
    await window.notification(`Undone: the network ${made()} is there again.`).waitFor();
    await network.waitFor();
    assert.notEqual(await idOfMade(), before);
    assert.ok((await networksOfWeb()).includes(made()));
    await window.screenshot('remove-network-undone');
  });
});
