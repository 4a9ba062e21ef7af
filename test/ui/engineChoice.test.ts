import assert from 'node:assert/strict';
import { CountingProxy } from '../support/engine/countingProxy';
import { engineAvailable } from '../support/engine/engineAvailable';
import { TestEngine } from '../support/engine/testEngine';
import { problemsInSidebar } from './accessibility';
import type { EditorWindow } from './editorWindow';
import { keepPictureOfFailure } from './failurePictures';
import { TestEditor } from './testEditor';

describe('choosing among engines', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let second: CountingProxy;
  let editor: TestEditor;
  let window: EditorWindow;
  keepPictureOfFailure(() => window);

  const row = (name: string | RegExp) => window.treeItem('Docker Networks', name);
  /** Types an address that is not in the list, and takes it. */
  const add = async (address: string) => {
    await window.runCommand('Docker Networks: Add Engine…');
    await window.quickPickRow('Rancher Desktop').waitFor();
    await window.fillQuickInput(address);
    await window.quickPickRow(`Use ${address}`).click();
  };

  before(async function () {
    if (!(await engineAvailable()).ok) this.skip();
    engine = await TestEngine.open(`choice${process.pid}`);
    second = await CountingProxy.before(engine.endpoint);
    editor = await TestEditor.start();
    window = await editor.openSample({ trusted: true });
  });
  after(async () => {
    // Undefined when the suite was skipped.
    await (editor as TestEditor | undefined)?.stop();
    await (second as CountingProxy | undefined)?.close();
    await (engine as TestEngine | undefined)?.cleanup();
  });

  it('is a list that tells which one is used and why', async () => {
    await window.openView('Docker Networks');
    await window.runCommand('Docker Networks: Choose Engine…');
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

  it('takes one out again by its menu', async () => {
    const failed = row(/^unix:\/\/\/nonexistent/);
    await window.chooseFromContextMenu(failed, 'Remove Engine');
    await failed.waitFor({ state: 'detached' });
    await row(new RegExp(`^Docker .*${second.endpoint.label}`)).waitFor();
  });
});
