import assert from 'node:assert/strict';
import type { TestContainer, TestEngine, TestNetwork } from '../support/engine/testEngine';
import { problemsInSidebar, problemsInWebview } from './accessibility';
import type { EditorWindow } from './editorWindow';
import { windowOnEngine } from './windowOnEngine';

describe('what a real engine runs', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let window: EditorWindow;
  let front: TestNetwork;
  let back: TestNetwork;
  let web: TestContainer;

  const row = (name: string | RegExp) => window.treeItem('Docker Networks', name);
  const networkRow = ({ name }: TestNetwork) => row(new RegExp(`^${name}, network`));
  const endpointOf = ({ name }: TestContainer, network: TestNetwork) =>
    `endpoint:${name}@${network.name}`;
  const networksOf = async ({ id }: TestContainer) => {
    const { NetworkSettings } = await engine.docker.getContainer(id).inspect();
    return Object.keys(NetworkSettings.Networks).sort();
  };

  windowOnEngine({
    prefix: 'ui',
    fill: async (made) => {
      engine = made;
      front = await engine.makeNetwork('front');
      back = await engine.makeNetwork('back', { internal: true });
      web = await engine.runContainer('web', { network: front.name, ports: { '80/tcp': '' } });
      await engine.runContainer('db', { network: back.name });
    },
    open: (opened) => {
      window = opened;
    },
  });

  it('stands in the tree: engine, networks, containers', async () => {
    await window.openView('Docker Networks');
    await networkRow(front).waitFor();
    await networkRow(back).waitFor();
    for (const builtIn of ['bridge', 'host', 'none'])
      await row(new RegExp(`^${builtIn}, `)).waitFor();
    await window.expand(networkRow(front));
    await row(new RegExp(`^${web.name}, container`)).waitFor();
    await window.screenshot('tree');
  });

  it('is drawn, and a click in the tree selects in the graph', async () => {
    await window.runCommand('Vethscope: Show Engine Network Graph');
    const graph = await window.graphWith(endpointOf(web, front));
    await row(new RegExp(`^${web.name}, container`)).click();
    await graph.waitForSelected(`container:${web.name}`);
    await window.screenshot('tree-selects-in-graph');
  });

  it('tells about an endpoint when it is hovered', async () => {
    const graph = await window.graph();
    const { NetworkSettings } = await engine.docker.getContainer(web.id).inspect();
    const { IPAddress = '', MacAddress } = NetworkSettings.Networks[front.name] ?? {};
    // On its way the pointer crosses the container, whose card may be there first.
    const text = await graph.card(endpointOf(web, front), IPAddress);
    for (const wanted of [web.name, IPAddress, MacAddress])
      assert.ok(wanted !== undefined && text.includes(wanted), `"${wanted}" is not in: ${text}`);
    await window.screenshot('card-of-an-endpoint');
  });

  it('changes when a container is connected from the tree, and back by Undo', async () => {
    const graph = await window.graph();
    const container = row(new RegExp(`^${web.name}, container`));
    await window.chooseFromContextMenu(container, 'Connect Container…');
    await window.quickPickRow(back.name).click();
    await window.quickPickRow('Aliases…').click();
    await window.answerInput(/^Aliases/, 'shop');
    await window.screenshot('connect-options');
    await window.quickPickRow('docker network connect').click();
    await window.modal.getByText(new RegExp(`Connect ${web.name} to ${back.name}`)).waitFor();
    await window.screenshot('connect-asks-first');
    assert.deepEqual(await networksOf(web), [front.name], 'changed before the answer');
    await window.modalButton('Connect').click();

    const done = window.notification(`${web.name} is connected to ${back.name}`);
    await done.waitFor();
    await graph.waitFor(endpointOf(web, back));
    assert.deepEqual(await networksOf(web), [back.name, front.name].sort());
    await window.expand(networkRow(back));
    await row(new RegExp(`^${web.name}, container`))
      .nth(1)
      .waitFor();
    await window.screenshot('connected');

    await done.getByRole('button', { name: 'Undo' }).click();
    await graph.waitFor(endpointOf(web, back), { drawn: false });
    await window.notification(/^Undone/).waitFor();
    assert.deepEqual(await networksOf(web), [front.name]);
    await row(new RegExp(`^${web.name}, container`))
      .nth(1)
      .waitFor({ state: 'detached' });
  });

  it('changes when a container is disconnected from the graph, and back by Undo', async () => {
    const graph = await window.graph();
    await graph.click(endpointOf(web, front), 'right');
    await graph.frame.getByRole('menuitem', { name: 'Disconnect…' }).waitFor();
    await window.screenshot('menu-in-the-graph');
    await graph.frame.getByRole('menuitem', { name: 'Disconnect…' }).click();
    await window.modal.getByText(new RegExp(`Disconnect ${web.name} from ${front.name}`)).waitFor();
    await window.screenshot('disconnect-asks-first');
    await window.modalButton('Disconnect').click();

    const done = window.notification(`${web.name} is disconnected from ${front.name}`);
    await done.waitFor();
    await graph.waitFor(endpointOf(web, front), { drawn: false });
    assert.deepEqual(await networksOf(web), []);
    await row(new RegExp(`^${web.name}, container`)).waitFor({ state: 'detached' });
    await window.screenshot('disconnected');

    await done.getByRole('button', { name: 'Undo' }).click();
    await graph.waitFor(endpointOf(web, front));
    assert.deepEqual(await networksOf(web), [front.name]);
    await row(new RegExp(`^${web.name}, container`)).waitFor();
    await window.screenshot('undone');
  });

  it('follows changes that others make', async () => {
    const graph = await window.graph();
    await engine.docker.getNetwork(back.id).connect({ Container: web.id });
    await graph.waitFor(endpointOf(web, back));
    await engine.docker.getNetwork(back.id).disconnect({ Container: web.id });
    await graph.waitFor(endpointOf(web, back), { drawn: false });
  });

  it('has nothing in it that axe objects to', async () => {
    const { frame } = await window.graph();
    assert.deepEqual(await problemsInWebview(frame), []);
    assert.deepEqual(await problemsInSidebar(window.page), []);
  });

  it('never met its content security policy', () => {
    assert.deepEqual(window.policyErrors, []);
  });
});
