import assert from 'node:assert/strict';
import type { EngineCandidate } from '../../../../src/sources/engine/engineCandidates';
import { engineErrorFromFailure } from '../../../../src/sources/engine/engineErrorFrom';
import { engineItem, probeWithoutAsking } from '../../../../src/vscode/engines/engineItem';
import { english } from '../englishTexts';

const socket = { kind: 'unix', socketPath: '/d.sock', label: 'unix:///d.sock' } as const;
const endpoint = { ...socket, chosenBecause: 'it is the default socket' };
const candidate: EngineCandidate = {
  kind: 'context',
  name: 'colima\u202E',
  host: '',
  context: 'colima\u202E',
  endpoint,
  isThere: true,
};
const ssh = { kind: 'ssh', host: 'box', label: 'ssh://box', chosenBecause: 'x' } as const;

describe('an engine in the list', () => {
  it('says who answers, why it is used, and nothing that steers text', () => {
    const identity = { product: 'podman', version: '5.8.6', api: '1.44' } as const;
    assert.deepEqual(engineItem(candidate, { kind: 'answers', identity }, 'I said so', english), {
      label: 'colima<U+202E>',
      description: 'unix:///d.sock',
      detail: 'Podman 5.8.6 answers, API 1.44. Used now: I said so.',
      icon: 'pass',
    });
  });

  it('says what failed, with the exact line that helps', () => {
    const error = engineErrorFromFailure(
      Object.assign(new Error('connect EACCES'), { code: 'EACCES' }),
      'connecting',
    );
    const { detail, icon } = engineItem(candidate, { kind: 'failed', error }, undefined, english);
    assert.match(detail, /^You may not open .*`sudo usermod -aG docker \$USER`/);
    assert.equal(icon, 'warning');
  });

  it('is not asked where nothing is there, or a program would run in Restricted Mode', () => {
    assert.equal(probeWithoutAsking(candidate, false, english), undefined);
    const gone = probeWithoutAsking({ ...candidate, isThere: false }, true, english);
    assert.ok(gone?.kind === 'failed' && gone.error.reason === 'noEngine');
    const behind = { ...candidate, endpoint: ssh };
    assert.equal(probeWithoutAsking(behind, true, english), undefined);
    const off = probeWithoutAsking(behind, false, english);
    assert.ok(off?.kind === 'failed' && off.error.reason === 'restricted');
  });
});
