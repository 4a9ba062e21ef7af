import assert from 'node:assert/strict';
import { ComposeFiles } from '../../../src/vscode/store/composeFiles';
import { ComposeFolder } from './composeFolder';

describe('the files of a compose project', () => {
  const folder = new ComposeFolder('files');

  before(() => folder.write({ 'compose.yml': 'services: {}\n' }));

  after(() => folder.remove());

  it('concern it from the moment they are asked for, so that nothing typed meanwhile is missed', async () => {
    const files = new ComposeFiles(folder.uri.fsPath);
    const [there, missing] = [folder.path('compose.yml'), folder.path('compose.override.yml')];
    assert.ok(!files.concerns(there));
    const reading = Promise.all([files.readFile(there), files.readFile(missing)]);
    assert.ok(files.concerns(there));
    assert.ok(files.concerns(missing));
    assert.deepEqual(await reading, ['services: {}\n', undefined]);
    files.startOver();
    assert.ok(files.concerns(there), 'the last reading counts until the next one has asked');
  });
});
