import assert from 'node:assert/strict';
import { FrameChoice } from '../../../../src/vscode/panel/frameChoice';
import { KeptState } from '../../../../src/vscode/panel/keptState';
import { memento } from '../../../support/memento';

describe('KeptState', () => {
  it('says in the log what could not be kept', async () => {
    const problems: string[] = [];
    const full = {
      ...memento(),
      update: () => Promise.reject(new Error('disk full at https://me:secret@store')),
    };
    const choice = new FrameChoice(new KeptState(full, (problem) => problems.push(problem)));
    let told = 0;
    choice.onDidChange(() => (told += 1));
    choice.choose(new Map([['engine:tcp://two:2376', false]]));
    assert.equal(told, 1, 'the picture does not wait for it');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /^vethscope\.frames\.leftOut could not be kept: .*disk full/);
    assert.doesNotMatch(problems[0] ?? '', /secret/);
  });
});
