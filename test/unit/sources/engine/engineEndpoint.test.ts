import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  resolveEngineEndpoint,
  type EndpointInput,
  type EngineEndpoint,
} from '../../../../src/sources/engine/engineEndpoint';
import { EngineError } from '../../../../src/sources/engine/engineError';

const home = '/home/ada';

interface Machine {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: EndpointInput['environment'];
  readonly platform?: NodeJS.Platform;
  readonly host?: string;
  readonly context?: string;
}

function resolve({
  files = {},
  environment = {},
  platform = 'linux',
  ...asked
}: Machine): EngineEndpoint {
  return resolveEngineEndpoint({
    platform,
    environment,
    homeFolder: home,
    files: { read: (path) => files[path], exists: (path) => path in files },
    ...asked,
  });
}

function contextFiles(
  name: string,
  host: string,
  { skipVerify = false, tls = [] as readonly string[], folder = `${home}/.docker` } = {},
): Readonly<Record<string, string>> {
  const sha = createHash('sha256').update(name).digest('hex');
  return {
    [`${folder}/contexts/meta/${sha}/meta.json`]: JSON.stringify({
      Name: name,
      Metadata: {},
      Endpoints: { docker: { Host: host, SkipTLSVerify: skipVerify } },
    }),
    ...Object.fromEntries(
      tls.map((file) => [`${folder}/contexts/tls/${sha}/docker/${file}.pem`, 'PEM']),
    ),
  };
}

function current(name: string): Readonly<Record<string, string>> {
  return {
    [`${home}/.docker/config.json`]: JSON.stringify({
      auths: { 'registry.example': { auth: 'secret' } },
      currentContext: name,
    }),
  };
}

describe('which engine is chosen', () => {
  const remote = contextFiles('remote', 'tcp://remote.example:2375');
  const other = contextFiles('other', 'unix:///run/other.sock');

  const table: Readonly<Record<string, readonly [Machine, string, RegExp]>> = {
    'what was asked for, before everything else': [
      {
        host: 'unix:///run/mine.sock',
        environment: { DOCKER_HOST: 'tcp://a:1', DOCKER_CONTEXT: 'remote' },
        files: { ...remote, ...current('remote') },
      },
      'unix:///run/mine.sock',
      /asked for/,
    ],
    'the context that was asked for, before DOCKER_HOST': [
      { context: 'other', environment: { DOCKER_HOST: 'tcp://a:1' }, files: other },
      'unix:///run/other.sock',
      /context other was asked for/,
    ],
    'DOCKER_HOST, before any context': [
      {
        environment: { DOCKER_HOST: 'tcp://a:1', DOCKER_CONTEXT: 'other' },
        files: { ...other, ...current('other') },
      },
      'tcp://a:1',
      /DOCKER_HOST/,
    ],
    'DOCKER_CONTEXT, before the current context': [
      {
        environment: { DOCKER_CONTEXT: 'other' },
        files: { ...other, ...remote, ...current('remote') },
      },
      'unix:///run/other.sock',
      /DOCKER_CONTEXT names the context other/,
    ],
    'the current context, before the default socket': [
      { files: { ...remote, ...current('remote'), '/var/run/docker.sock': '' } },
      'tcp://remote.example:2375',
      /remote is the current Docker context/,
    ],
    'DOCKER_CONFIG says where the contexts are': [
      {
        environment: { DOCKER_CONFIG: '/etc/dockercfg', DOCKER_CONTEXT: 'x' },
        files: contextFiles('x', 'unix:///run/x.sock', { folder: '/etc/dockercfg' }),
      },
      'unix:///run/x.sock',
      /DOCKER_CONTEXT/,
    ],
    'the default socket': [
      { files: { '/var/run/docker.sock': '', [`${home}/.docker/run/docker.sock`]: '' } },
      'unix:///var/run/docker.sock',
      /default socket$/,
    ],
    'the rootless socket, where there is no other': [
      {
        environment: { XDG_RUNTIME_DIR: '/run/user/1000' },
        files: { '/run/user/1000/docker.sock': '' },
      },
      'unix:///run/user/1000/docker.sock',
      /first default socket/,
    ],
    "Docker Desktop's socket in the home folder": [
      { platform: 'darwin', files: { [`${home}/.docker/run/docker.sock`]: '' } },
      `unix://${home}/.docker/run/docker.sock`,
      /first default socket/,
    ],
    'the default socket, where there is none, so that the error can name it': [
      {},
      'unix:///var/run/docker.sock',
      /none of the default sockets exists/,
    ],
    'the named pipe on Windows': [
      { platform: 'win32' },
      'npipe:////./pipe/docker_engine',
      /named pipe/,
    ],
    'the context default is the default socket': [
      { context: 'default', files: { '/var/run/docker.sock': '' } },
      'unix:///var/run/docker.sock',
      /default socket/,
    ],
    'the context default gives way to DOCKER_HOST': [
      { context: 'default', environment: { DOCKER_HOST: 'tcp://a:1' } },
      'tcp://a:1',
      /DOCKER_HOST/,
    ],
    'a config.json that is not JSON is passed over': [
      { files: { [`${home}/.docker/config.json`]: '{', '/var/run/docker.sock': '' } },
      'unix:///var/run/docker.sock',
      /default socket/,
    ],
    'empty variables and settings are not set': [
      {
        host: ' ',
        context: '',
        environment: { DOCKER_HOST: '', DOCKER_CONTEXT: '' },
        files: { '/var/run/docker.sock': '' },
      },
      'unix:///var/run/docker.sock',
      /default socket/,
    ],
  };
  for (const [situation, [machine, label, because]] of Object.entries(table)) {
    it(situation, () => {
      const endpoint = resolve(machine);
      assert.equal(endpoint.label, label);
      assert.match(endpoint.chosenBecause, because);
    });
  }
});

describe('how an address is read', () => {
  const address = (host: string, environment: EndpointInput['environment'] = {}) => {
    const { label: _label, chosenBecause: _because, ...rest } = resolve({ host, environment });
    return rest;
  };

  const table: Readonly<Record<string, object>> = {
    'unix:///run/a.sock': { kind: 'unix', socketPath: '/run/a.sock' },
    'unix://': { kind: 'unix', socketPath: '/var/run/docker.sock' },
    '/run/a.sock': { kind: 'unix', socketPath: '/run/a.sock' },
    'npipe:////./pipe/other': { kind: 'npipe', pipePath: '//./pipe/other' },
    'npipe://\\\\.\\pipe\\other': { kind: 'npipe', pipePath: '//./pipe/other' },
    'tcp://host': { kind: 'tcp', host: 'host', port: 2375 },
    'tcp://host:80': { kind: 'tcp', host: 'host', port: 80 },
    'tcp://[fd00::1]:2375': { kind: 'tcp', host: 'fd00::1', port: 2375 },
    'host:1234': { kind: 'tcp', host: 'host', port: 1234 },
    'http://host:1234/': { kind: 'tcp', host: 'host', port: 1234 },
    'https://host': { kind: 'tcp', host: 'host', port: 2376, tls: { verify: true } },
    'ssh://ada@host': { kind: 'ssh', host: 'host', user: 'ada' },
    'ssh://a%20b@host': { kind: 'ssh', host: 'host', user: 'a b' },
    'ssh://a%zz@host': { kind: 'ssh', host: 'host', user: 'a%zz' },
    'ssh://host/run/a%20b.sock': { kind: 'ssh', host: 'host', socketPath: '/run/a b.sock' },
    'ssh://host:2222': { kind: 'ssh', host: 'host', port: 2222 },
  };
  for (const [text, expected] of Object.entries(table)) {
    it(text, () => {
      assert.deepEqual(address(text), expected);
    });
  }

  it('takes the TLS files of DOCKER_CERT_PATH', () => {
    assert.deepEqual(
      address('tcp://host', { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs/' }),
      {
        kind: 'tcp',
        host: 'host',
        port: 2376,
        tls: { ca: '/certs/ca.pem', cert: '/certs/cert.pem', key: '/certs/key.pem', verify: true },
      },
    );
  });

  it('looks for TLS files in the home folder without DOCKER_CERT_PATH', () => {
    const endpoint = resolve({ host: 'tcp://host', environment: { DOCKER_TLS_VERIFY: '1' } });
    assert.ok(endpoint.kind === 'tcp');
    assert.equal(endpoint.tls?.ca, `${home}/.docker/ca.pem`);
  });

  it('uses no TLS without DOCKER_TLS_VERIFY, as docker does', () => {
    assert.deepEqual(address('tcp://host', { DOCKER_CERT_PATH: '/certs' }), {
      kind: 'tcp',
      host: 'host',
      port: 2375,
    });
  });

  it('takes the TLS files of a context', () => {
    const files = contextFiles('c', 'tcp://host:2376', { tls: ['ca', 'cert', 'key'] });
    const endpoint = resolve({ context: 'c', files });
    assert.ok(endpoint.kind === 'tcp');
    assert.equal(endpoint.tls?.verify, true);
    for (const file of ['ca', 'cert', 'key'] as const) {
      assert.ok((endpoint.tls[file] ?? '') in files, file);
    }
  });

  it('does not verify where the context says so', () => {
    const endpoint = resolve({
      context: 'c',
      files: contextFiles('c', 'tcp://host:2376', { skipVerify: true }),
    });
    assert.ok(endpoint.kind === 'tcp');
    assert.deepEqual(endpoint.tls, { verify: false });
  });

  for (const host of ['tcp://ada:pass@host:2375', 'ssh://ada:pass@host', 'https://ada:pass@host']) {
    it(`shows no user and no password: ${host}`, () => {
      const endpoint = resolve({ host });
      assert.ok(!endpoint.label.includes('ada') && !JSON.stringify(endpoint).includes('pass'));
    });
  }
});

describe('what cannot be resolved', () => {
  const table: Readonly<Record<string, Machine>> = {
    'an address of an unknown kind': { host: 'ftp://host' },
    'an address without a host': { host: 'tcp://' },
    'an address with a path': { host: 'tcp://host/path' },
    'a port that is none': { host: 'tcp://host:99999' },
    words: { host: 'my docker' },
    'a context that is not there': { context: 'nosuch' },
    'a context whose file is no JSON': {
      context: 'c',
      files: Object.fromEntries(
        Object.keys(contextFiles('c', 'x')).map((file) => [file, 'not JSON']),
      ),
    },
    'a context without a Docker endpoint': {
      context: 'c',
      files: Object.fromEntries(
        Object.keys(contextFiles('c', 'x')).map((file) => [file, '{"Endpoints":{}}']),
      ),
    },
    'a context with an address that is none': { context: 'c', files: contextFiles('c', 'ftp://x') },
    'an address and a context at once': { host: 'tcp://a', context: 'b' },
    'a current context that is gone': { files: current('gone') },
  };
  for (const [situation, machine] of Object.entries(table)) {
    it(`is named, with a next step: ${situation}`, () => {
      assert.throws(
        () => resolve(machine),
        (error) =>
          error instanceof EngineError &&
          error.reason === 'misconfigured' &&
          error.nextStep.length > 10,
      );
    });
  }
});
