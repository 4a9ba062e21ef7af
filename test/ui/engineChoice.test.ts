import assert from 'node:assert/strict';
import { framedId, frameId, frameNames } from '../../src/scene/frameIds';
import { CountingProxy } from '../support/engine/countingProxy';
import { engineAvailable } from '../support/engine/engineAvailable';
import { SshServer } from '../support/engine/sshServer';
import { TestEngine } from '../support/engine/testEngine';
import { problemsInSidebar } from './accessibility';
import type { EditorWindow } from './editorWindow';
import { keepPictureOfFailure } from './failurePictures';
import { TestEditor } from './testEditor';

describe('choosing among engines', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let second: CountingProxy;
  let server: SshServer | undefined;
  let editor: TestEditor;
  let window: EditorWindow;
  keepPictureOfFailure(() => window);

  const row = (name: string | RegExp) => window.treeItem('Docker Networks', name);
  /** Types an address that is not in the list, and takes it. */
  const add = async (address: string) => {
    await window.runCommand('Vethscope: Add Engine…');
    await window.quickPickRow('Rancher Desktop').waitFor();
    await window.choose(address, `Use ${address}`);
  };

  before(async function () {
    if (!(await engineAvailable()).ok) this.skip();
    engine = await TestEngine.open(`choice${process.pid}`);
    second = await CountingProxy.before(engine.endpoint);
    // Whether the engine is the one of the default socket or not, it is told the same.
    editor = await TestEditor.start(engine.endpoint.label);
    window = await editor.openSample({ trusted: true });
  });
  after(async () => {
    // Undefined when the suite was skipped.
    await (editor as TestEditor | undefined)?.stop();
    await server?.stop();
    await (second as CountingProxy | undefined)?.close();
    await (engine as TestEngine | undefined)?.cleanup();
  });

  it('is a list that tells which one is used and why', async () => {
    await window.openView('Docker Networks');
    await window.runCommand('Vethscope: Choose Engine…');
    const used = window.quickPickRow('As Docker does');
    await used.getByText(/answers, API 1\.\d+\. Used now: DOCKER_HOST names it\./).waitFor();
    await window.screenshot('choose-engine');
    await window.page.keyboard.press('Escape');
  });

  it('puts others beside it, each with its own state', async () => {
    await add(second.endpoint.label);
    await row(new RegExp(`^Docker .*${second.endpoint.label}`)).waitFor();
    await add('unix:///nonexistent/docker.sock');
    await row(/^unix:\/\/\/nonexistent\/docker\.sock, There is no engine/).waitFor();
    assert.deepEqual(await problemsInSidebar(window.page), []);
    await window.screenshot('several-engines');
  });

  it('asks one behind ssh by the user’s own ssh, also in the editor', async function () {
    if (SshServer.find() === undefined) this.skip();
    server = await SshServer.start({ engine: engine.endpoint.label, known: false });
    await add(server.address());
    await row(new RegExp(`^${server.address()}, The host key of 127.0.0.1 is not known`)).waitFor();
    await window.chooseFromContextMenu(row(new RegExp(`^${server.address()}`)), 'Remove Engine');
  });

  it('draws them in one graph, each in its frame and asked for itself', async () => {
    const network = await engine.makeNetwork('framed');
    const web = await engine.runContainer('web', { network: network.name });
    const gone = 'unix:///nonexistent/docker.sock';
    const [, two = '', three = ''] = frameNames([
      'engine',
      `engine:${second.endpoint.label}`,
      `engine:${gone}`,
    ]);
    const twin = framedId(two, `container:${web.name}`);
    await window.runCommand('Vethscope: Show All Engines in Graph');
    const graph = await window.graphWith(twin);
    await graph.waitFor(framedId('engine', `container:${web.name}`));
    await graph.waitFor(frameId(three));
    await graph.settle();
    await window.screenshot('engines-in-frames');
    await graph.click(twin, 'right');
    await graph.frame.getByRole('menuitem', { name: 'Trace to Here…' }).click();
    await window.page.getByText('Trace Connection: From').waitFor();
    await window.fillQuickInput('host');
    await window.quickPickRow('the machine the engine runs on').first().click();
    await graph.frame.locator('.trace').getByText(`host → ${web.name} (`).waitFor();
    await window.screenshot('engines-in-frames-traced');
    await window.reload();
    await window.graphWith(twin);
    await window.screenshot('engines-in-frames-again');
  });

  it('leaves out of the graph those that are not chosen, until they are', async () => {
    const graph = await window.graph();
    const gone = 'unix:///nonexistent/docker.sock';
    await window.toggle(async () => {
      await window.runCommand('Vethscope: Choose Engines in Graph…');
      await window.quickPickRow(gone).getByText('not reached').waitFor();
      await window.screenshot('choose-frames');
    }, gone);
    await graph.frame.getByRole('heading', { name: '2 engines, 2 answer, 1 left out' }).waitFor();
    await window.screenshot('frames-chosen');
    const choose = graph.frame.getByRole('button', { name: 'Choose Engines in Graph…' });
    await window.toggle(() => choose.click(), gone);
    await graph.frame.getByRole('heading', { name: '3 engines, 2 answer' }).waitFor();
  });

  it('takes one out again by its menu', async () => {
    const failed = row(/^unix:\/\/\/nonexistent/);
    await window.chooseFromContextMenu(failed, 'Remove Engine');
    // Rows that are filled anew forget what a menu was opened on; the command then asks.
    const asked = window.quickPickRow('unix:///nonexistent/docker.sock');
    await Promise.race([failed.waitFor({ state: 'detached' }), asked.click()]);
    await failed.waitFor({ state: 'detached' });
    await row(new RegExp(`^Docker .*${second.endpoint.label}`)).waitFor();
  });
});
