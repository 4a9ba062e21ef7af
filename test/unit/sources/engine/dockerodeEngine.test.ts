import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import util, { promisify } from 'node:util';
import { openEngine } from '../../../../src/sources/engine/dockerodeEngine';
import type { TlsFiles } from '../../../../src/sources/engine/engineEndpoint';
import { EngineError } from '../../../../src/sources/engine/engineError';
import { containerRecord, networkRecord, patient } from '../../../support/engine/openedEngine';
import { ScriptedEngine } from '../../../support/engine/scriptedEngine';

describe('opening an engine', () => {
  it('takes no notice of a DOCKER_HOST that is not the one chosen', async () => {
    const before = { ...process.env };
    const scripted = await ScriptedEngine.start();
    try {
      for (const host of ['tcp://127.0.0.1:9', 'no address at all']) {
        process.env['DOCKER_HOST'] = host;
        process.env['DOCKER_CERT_PATH'] = '/nowhere';
        const engine = await openEngine(scripted.endpoint);
        assert.equal(process.env['DOCKER_HOST'], host);
        assert.deepEqual((await engine.read(patient)).networks, []);
        engine.dispose();
      }
    } finally {
      for (const name of ['DOCKER_HOST', 'DOCKER_CERT_PATH']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      await scripted.close();
    }
  });

  it('keeps docker-modem from describing each request at length for a log that is off', async () => {
    const scripted = await ScriptedEngine.start();
    const engine = await openEngine(scripted.endpoint);
    const { inspect } = util;
    const described: string[] = [];
    const spy = (...args: Parameters<typeof inspect>): string => {
      const text = inspect(...args);
      described.push(text);
      return text;
    };
    util.inspect = Object.assign(spy, inspect);
    try {
      await engine.read(patient);
    } finally {
      util.inspect = inspect;
      engine.dispose();
      await scripted.close();
    }
    assert.deepEqual(new Set(described), new Set(['a request']));
  });

  it('reads and follows over TCP', async () => {
    const scripted = await ScriptedEngine.start('tcp');
    scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1'])]);
    const engine = await openEngine(scripted.endpoint);
    try {
      await new Promise<void>((resolve, reject) => {
        engine.watch({ opened: resolve, changed: () => undefined, lost: reject });
      });
      assert.equal((await engine.read(patient)).containers.length, 1);
    } finally {
      engine.dispose();
      await scripted.close();
    }
  });

  const absent: Readonly<Record<string, Parameters<typeof openEngine>[0]>> = {
    'a socket that is not there': {
      kind: 'unix',
      socketPath: '/nowhere/docker.sock',
      label: 'unix:///nowhere/docker.sock',
      chosenBecause: 'a test',
    },
    'a port where nobody listens': {
      kind: 'tcp',
      host: '127.0.0.1',
      port: 9,
      label: 'tcp://127.0.0.1:9',
      chosenBecause: 'a test',
    },
  };
  for (const [situation, endpoint] of Object.entries(absent)) {
    it(`finds no engine at ${situation}`, async () => {
      const engine = await openEngine(endpoint);
      await assert.rejects(
        engine.read(patient),
        (error) => error instanceof EngineError && error.reason === 'noEngine',
      );
      engine.dispose();
    });
  }

  const refusesTls = (tls: TlsFiles, named: string) =>
    assert.rejects(
      openEngine({
        kind: 'tcp',
        host: '127.0.0.1',
        port: 9,
        tls,
        label: 'tcp://127.0.0.1:9',
        chosenBecause: 'a test',
      }),
      (error) => error instanceof EngineError && error.message.includes(named),
    );

  it('names a TLS file that is not there', () =>
    refusesTls({ ca: '/nowhere/ca.pem', verify: true }, '/nowhere/ca.pem'));

  it('names the first of several, however long it takes to see that it cannot be read', () =>
    // That a folder is none is seen later than that a file is missing.
    refusesTls({ cert: __dirname, key: '/nowhere/key.pem', verify: true }, __dirname));

  it('loads dockerode then, and not before', async () => {
    const root = path.join(__dirname, '../../../..');
    const loaded = 'Object.keys(require.cache).some((file) => /node_modules.dockerode/.test(file))';
    const script = `
      const { openEngine } = require('./src/sources/engine/dockerodeEngine');
      const before = ${loaded};
      const endpoint = { kind: 'unix', socketPath: '/x', label: 'x', chosenBecause: 'a test' };
      openEngine(endpoint).then(() => console.log(before, ${loaded}));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--require', 'tsx/cjs', '-e', script],
      { cwd: root },
    );
    assert.equal(stdout.trim(), 'false true');
  });
});
