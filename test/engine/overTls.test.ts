import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import type { Engine } from '../../src/sources/engine/engine';
import { resolveEngineEndpoint } from '../../src/sources/engine/engineEndpoint';
import type { EngineError } from '../../src/sources/engine/engineError';
import { systemEndpointInput } from '../../src/sources/engine/endpointFiles';
import { describeEngines } from '../support/engine/enginesUnderTest';
import { failure, patient } from '../support/engine/openedEngine';
import { TestCertificates, type CertificateFiles } from '../support/engine/testCertificates';
import { newRunId, TestEngine, type TestNetwork } from '../support/engine/testEngine';
import { TlsProxy } from '../support/engine/tlsProxy';
import { waitFor } from '../support/engine/waitFor';

describeEngines('a real engine behind TLS', function (under) {
  this.timeout(60_000);

  const undo: (() => Promise<void> | void)[] = [];
  let tests: TestEngine;
  let front: TestNetwork;
  let certificates: TestCertificates;
  /** DOCKER_CERT_PATH of who may come in. */
  let mine: string;
  let client: CertificateFiles;

  before(async function () {
    if (!TestCertificates.isPossible()) this.skip();
    tests = await TestEngine.open(newRunId(), under);
    undo.push(() => tests.cleanup());
    front = await tests.makeNetwork('front');
    certificates = new TestCertificates();
    undo.push(() => certificates.remove());
    client = certificates.make('client');
    mine = certificates.clientFolder('mine', client, certificates.authority());
  });
  after(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  const opened: { dispose(): unknown }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.dispose();
  });

  async function listener(server: CertificateFiles): Promise<TlsProxy> {
    const proxy = await TlsProxy.before(tests.endpoint, server, certificates.authority());
    opened.push({ dispose: () => proxy.close() });
    return proxy;
  }

  async function open(host: string, folder?: string): Promise<Engine> {
    const environment =
      folder === undefined ? {} : { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder };
    const endpoint = resolveEngineEndpoint(systemEndpointInput({ host }, environment));
    const engine = await openEngine(endpoint);
    opened.push(engine);
    return engine;
  }

  const refusal = async (host: string, folder?: string): Promise<EngineError> =>
    failure((await open(host, folder)).read(patient));

  it('is read, followed and told when both sides trust each other', async () => {
    const { port } = await listener(certificates.make('good'));
    const engine = await open(`tcp://127.0.0.1:${port}`, mine);
    assert.ok((await engine.read(patient)).networks.some(({ Id }) => Id === front.id));
    let changes = 0;
    await new Promise<void>((resolve) => {
      engine.watch({
        opened: resolve,
        changed: () => (changes += 1),
        lost: (error) => assert.fail(error.message),
      });
    });
    const container = await tests.runContainer('web');
    await engine.connect({ networkId: front.id, containerId: container.id, settings: {} }, patient);
    await waitFor('the event of the connection', () => changes > 0);
  });

  it('is not talked to when its certificate has expired', async () => {
    const { port } = await listener(certificates.make('expired', { days: -1 }));
    const error = await refusal(`tcp://127.0.0.1:${port}`, mine);
    assert.equal(error.reason, 'certificateExpired');
  });

  it('is not talked to when another authority signed its certificate', async () => {
    const { port } = await listener(certificates.make('foreign', { authority: 'other' }));
    const error = await refusal(`tcp://127.0.0.1:${port}`, mine);
    assert.equal(error.reason, 'certificateUntrusted');
  });

  it('is not talked to when its certificate is for another name', async () => {
    const { port } = await listener(
      certificates.make('elsewhere', { names: 'DNS:elsewhere.test' }),
    );
    const error = await refusal(`tcp://127.0.0.1:${port}`, mine);
    assert.equal(error.reason, 'certificateName');
  });

  it('tells that it wants a certificate of ours', async () => {
    const { port } = await listener(certificates.make('asking'));
    const nobody = certificates.clientFolder('nobody', client, certificates.authority());
    const error = await failure(
      (async () => {
        const endpoint = resolveEngineEndpoint(
          systemEndpointInput({ host: `tcp://127.0.0.1:${port}` }),
        );
        assert.ok(endpoint.kind === 'tcp');
        const tls = { ca: path.join(nobody, 'ca.pem'), verify: true };
        const engine = await openEngine({ ...endpoint, tls });
        opened.push(engine);
        await engine.read(patient);
      })(),
    );
    assert.equal(error.reason, 'certificateNeeded');
  });

  it('tells that a file is no certificate, and that one is missing', async () => {
    const { port } = await listener(certificates.make('patient'));
    const broken = certificates.clientFolder('broken', client, certificates.authority());
    writeFileSync(path.join(broken, 'key.pem'), 'no key');
    const error = await refusal(`tcp://127.0.0.1:${port}`, broken);
    assert.equal(error.reason, 'certificateUntrusted');
    assert.match(error.nextStep, /key\.pem/);
    const bare = certificates.clientFolder('bare', undefined, certificates.authority());
    const missing = await failure(open(`tcp://127.0.0.1:${port}`, bare));
    assert.equal(missing.reason, 'certificateNeeded');
    assert.match(missing.message, /bare\/cert\.pem/);
  });

  it('tells that what listens speaks no TLS', async () => {
    const { endpoint } = tests;
    assert.ok(endpoint.kind === 'unix');
    const plain = net.createServer((socket) => {
      const onward = net.connect(endpoint.socketPath);
      // Either end may break it off; the other one is to know.
      socket.on('error', () => onward.destroy());
      onward.on('error', () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    opened.push({ dispose: () => new Promise((resolve) => plain.close(resolve)) });
    const address = plain.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const error = await refusal(`tcp://127.0.0.1:${port}`, mine);
    assert.equal(error.reason, 'tlsNotSpoken', error.detail);
  });
});
