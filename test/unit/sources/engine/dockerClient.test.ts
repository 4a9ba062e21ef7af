import assert from 'node:assert/strict';
import { dockerClient } from '../../../../src/sources/engine/dockerClient';
import type { EngineAddress } from '../../../../src/sources/engine/engineEndpoint';

const cases: readonly (readonly [string, EngineAddress, string])[] = [
  [
    'a socket',
    { kind: 'unix', socketPath: '/run/user/1/docker.sock' },
    'unix:///run/user/1/docker.sock',
  ],
  [
    'a pipe',
    { kind: 'npipe', pipePath: '//./pipe/docker_engine' },
    'npipe:////./pipe/docker_engine',
  ],
  ['an address', { kind: 'tcp', host: '::1', port: 2375 }, 'tcp://[::1]:2375'],
  ['ssh', { kind: 'ssh', host: 'far', user: 'me', port: 2222 }, 'ssh://me@far:2222'],
  [
    'a socket behind ssh',
    { kind: 'ssh', host: 'far', socketPath: '/run/d.sock' },
    'ssh://far/run/d.sock',
  ],
];

describe('docker’s own client', () => {
  for (const [what, address, host] of cases) {
    it(`is sent to ${what}, whatever the environment says`, () => {
      const { args, environment } = dockerClient({ ...address, label: '', chosenBecause: '' });
      assert.deepEqual(args, ['--host', host]);
      assert.equal(environment['DOCKER_HOST'], null);
      assert.equal(environment['DOCKER_CONTEXT'], null);
    });
  }

  it('is given the same certificates', () => {
    const tls = { ca: '/c/ca.pem', cert: '/c/cert.pem', key: '/c/key.pem', verify: true };
    const endpoint = {
      kind: 'tcp',
      host: 'far',
      port: 2376,
      label: '',
      chosenBecause: '',
    } as const;
    assert.deepEqual(dockerClient({ ...endpoint, tls }).args.slice(2), [
      '--tlsverify',
      '--tlscacert',
      '/c/ca.pem',
      '--tlscert',
      '/c/cert.pem',
      '--tlskey',
      '/c/key.pem',
    ]);
    const blind = { ...endpoint, tls: { verify: false } };
    assert.deepEqual(dockerClient(blind).args.slice(2), ['--tls']);
  });
});
