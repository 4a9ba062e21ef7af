import assert from 'node:assert/strict';
import { parseSourceKey, sourceKey, type SourceRef } from '../../../../src/vscode/store/sourceRef';

describe('source keys', () => {
  const refs: readonly SourceRef[] = [
    { kind: 'engine' },
    { kind: 'engine', engine: 'unix:///run/user/1000/docker.sock' },
    { kind: 'engine', engine: 'context:büro #2' },
    { kind: 'compose', uri: 'file:///work/a%20b/compose.yml' },
    { kind: 'compose', uri: 'file:///work/a', project: 'base.yml ünd #2' },
    { kind: 'snapshot', uri: 'vscode-remote://host%3A1/tmp/s:1.json' },
  ];
  for (const ref of refs) {
    it(`come back whole: ${sourceKey(ref)}`, () => {
      assert.deepEqual(parseSourceKey(sourceKey(ref)), ref);
    });
  }

  for (const foreign of [
    undefined,
    null,
    7,
    {},
    '',
    'compose:',
    'compose:no-scheme',
    'compose:file:///a#%',
    'snapshot:file:///a#b',
    'engine:',
    'engine:context:',
    'engine:a\nb',
    'engine:ssh://me:secret@host',
    'command:vethscope.x',
    `compose:file:///${'x'.repeat(9000)}`,
  ]) {
    it(`refuse ${String(JSON.stringify(foreign)).slice(0, 30)}`, () => {
      assert.equal(parseSourceKey(foreign), undefined);
    });
  }
});
