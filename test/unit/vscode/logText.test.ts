import assert from 'node:assert/strict';
import { EngineError } from '../../../src/sources/engine/engineError';
import { errorDetail, logText } from '../../../src/vscode/logText';

const steers = 'a\u001b[2J\u202eb';
const spelled = 'a<U+001B>[2J<U+202E>b';

describe('what stands in the log', () => {
  it('spells out what an engine says to steer a terminal', () => {
    const error = new EngineError('serverError', `It says ${steers}.`, 'Wait.', steers);
    assert.equal(errorDetail(error), `serverError: It says ${spelled}. (${spelled})`);
  });

  it('keeps the lines of a stack', () => {
    const error = new Error(steers);
    error.stack = `Error: ${steers}\n    at one\n    at two`;
    assert.equal(errorDetail(error), `Error: ${spelled}\n    at one\n    at two`);
  });

  it('holds no credentials of addresses', () => {
    assert.ok(!logText('tcp://me:hunter2@host:2376 is gone').includes('hunter2'));
  });
});
