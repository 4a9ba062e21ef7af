import assert from 'node:assert/strict';
import { namesSecret, withoutCredentials } from '../../../src/model/withoutCredentials';

describe('texts without credentials', () => {
  const cleaned: Readonly<Record<string, string>> = {
    'DOCKER_HOST is tcp://ada:hunter2@host:2375': 'DOCKER_HOST is tcp://host:2375',
    'DOCKER_HOST=ada:hunter2@host:2375': 'DOCKER_HOST=host:2375',
    'Get "https://ada:hunter2@proxy.example:3128": proxyconnect tcp':
      'Get "https://proxy.example:3128": proxyconnect tcp',
    'pull https://hunter2@registry.example/v2/: denied':
      'pull https://registry.example/v2/: denied',
    'ssh://ada:hunter2@[fd00::1]:22/run/docker.sock': 'ssh://[fd00::1]:22/run/docker.sock',
    'tcp://ada:hunt@er2@host': 'tcp://host',
    'X-Registry-Auth: hunter2=': 'X-Registry-Auth: …',
    'authorization="Bearer hunter2" refused': 'authorization="…" refused',
  };
  for (const [text, expected] of Object.entries(cleaned)) {
    it(text, () => {
      assert.equal(withoutCredentials(text), expected);
      assert.ok(!withoutCredentials(text).includes('hunter2'));
    });
  }

  for (const text of [
    'no such image: alpine:3@sha256:0123456789abcdef',
    'unix:///var/run/docker.sock: connect: permission denied',
    'https://host/a@b',
    'at Engine.read (/a/node_modules/@types/x.js:12:3)',
    'ada@host: Permission denied (publickey).',
    'fe80::1%eth0',
  ]) {
    it(`leaves alone: ${text}`, () => assert.equal(withoutCredentials(text), text));
  }

  it('knows names that secrets go by', () => {
    for (const name of ['DB_PASSWORD', 'com.example.psk', 'api-key', 'registry.token', 'Secret'])
      assert.ok(namesSecret(name), name);
    for (const name of ['com.docker.network.bridge.name', 'parent', 'macvlan_mode', 'encrypted'])
      assert.ok(!namesSecret(name), name);
  });
});
