import assert from 'node:assert/strict';
import {
  choiceOf,
  contextSpec,
  engineSpec,
  engineSpecName,
  engineSpecs,
} from '../../../../src/vscode/store/engineSpec';

describe('names of further engines', () => {
  it('are taken from the setting once each, without what is none', () => {
    const setting = [
      ' unix:///a.sock',
      'context:colima',
      'unix:///a.sock',
      '',
      7,
      null,
      'context:',
    ];
    assert.deepEqual(engineSpecs(setting), ['unix:///a.sock', 'context:colima']);
    for (const foreign of [undefined, 'unix:///a.sock', { 0: 'x' }]) {
      assert.deepEqual(engineSpecs(foreign), []);
    }
  });

  it('are an address or a context', () => {
    assert.deepEqual(choiceOf('tcp://h:2376'), { host: 'tcp://h:2376', context: '' });
    assert.deepEqual(choiceOf(contextSpec('a:b')), { host: '', context: 'a:b' });
    assert.equal(engineSpecName(contextSpec('colima')), 'colima');
    assert.equal(engineSpecName('ssh://me@host'), 'ssh://me@host');
  });

  for (const [written, kept] of [
    ['tcp://me:secret@host:2375', 'tcp://host:2375'],
    ['me:secret@host:2375', 'host:2375'],
    ['https://me:secret@host', 'https://host'],
    ['ssh://me:secret@host:2222', 'ssh://me@host:2222'],
    ['ssh://me@host', 'ssh://me@host'],
    ['unix:///srv/a@b:c.sock', 'unix:///srv/a@b:c.sock'],
    ['context:me:x@host', 'context:me:x@host'],
  ] as const) {
    it(`hold no password: ${written}`, () => {
      assert.equal(engineSpec(written), kept);
    });
  }
});
