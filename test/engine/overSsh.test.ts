import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import type { Engine } from '../../src/sources/engine/engine';
import { resolveEngineEndpoint } from '../../src/sources/engine/engineEndpoint';
import { systemEndpointInput } from '../../src/sources/engine/endpointFiles';
import { describeEngines } from '../support/engine/enginesUnderTest';
import { failure, patient } from '../support/engine/openedEngine';
import { SshServer } from '../support/engine/sshServer';
import { newRunId, TestEngine, type TestNetwork } from '../support/engine/testEngine';
import { waitFor } from '../support/engine/waitFor';

describeEngines('a real engine behind a real ssh server', function (under) {
  this.timeout(60_000);

  const undo: (() => Promise<void> | void)[] = [];
  let tests: TestEngine;
  let front: TestNetwork;
  let server: SshServer;

  before(async function () {
    if (SshServer.find() === undefined) this.skip();
    tests = await TestEngine.open(newRunId(), under);
    undo.push(() => tests.cleanup());
    front = await tests.makeNetwork('front');
  });
  after(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });
  beforeEach(async () => {
    server = await SshServer.start({ engine: under.host });
  });
  afterEach(async () => {
    for (const engine of opened.splice(0)) engine.dispose();
    await server.stop();
  });

  const opened: Engine[] = [];
  const open = async (host: string): Promise<Engine> => {
    const endpoint = resolveEngineEndpoint(systemEndpointInput({ host }));
    const engine = await openEngine(endpoint, { sshProgram: server.program });
    opened.push(engine);
    return engine;
  };
  const refusal = async (host: string) => failure((await open(host)).read(patient));

  it('is read, followed and told, with the user’s key', async () => {
    const engine = await open(server.address());
    const networks = (await engine.read(patient)).networks.map(({ Id }) => Id);
    assert.ok(networks.includes(front.id));
    let changes = 0;
    await new Promise<void>((resolve) => {
      engine.watch({
        opened: resolve,
        changed: () => (changes += 1),
        lost: (error) => assert.fail(error.message),
      });
    });
    const container = await tests.runContainer('web');
    const settings = { aliases: ['www'] };
    await engine.connect({ networkId: front.id, containerId: container.id, settings }, patient);
    await waitFor('the event of the connection', () => changes > 0);
    const snapshot = await engine.read(patient);
    const record = snapshot.containers.find(({ Id }) => Id === container.id);
    assert.ok(record?.NetworkSettings?.Networks?.[front.name]?.Aliases?.includes('www'));
    const { logins } = server;
    assert.ok(logins > 0);
    for (let beat = 0; beat < 3; beat += 1) assert.ok(await engine.answers(patient));
    assert.equal(server.logins, logins, 'whether it answers takes no login');
  });

  it('is found by a name, port and user of the ssh configuration', async () => {
    server.configure(
      `Host build-box\n  HostName 127.0.0.1\n  Port ${server.port}\n  HostKeyAlias [127.0.0.1]:${server.port}\n`,
    );
    const engine = await open('ssh://build-box');
    assert.equal(engine.address, 'ssh://build-box');
    assert.ok((await engine.read(patient)).networks.some(({ Id }) => Id === front.id));
  });

  it('is asked at the socket that the address names', async () => {
    if (!under.host.startsWith('unix://')) return;
    const other = await failure(
      (await open(`${server.address()}/nonexistent/a b'c.sock`)).read(patient),
    );
    assert.equal(other.reason, 'noEngine');
    const engine = await open(`${server.address()}${under.host.slice('unix://'.length)}`);
    assert.ok((await engine.read(patient)).networks.some(({ Id }) => Id === front.id));
  });

  it('lets in whom the agent has a key of', async () => {
    const socket = server.file('agent.sock');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      const environment = { ...process.env, SSH_AUTH_SOCK: socket };
      await waitFor('the agent answers', () => {
        try {
          execFileSync('ssh-add', ['-q', server.file('user_key')], {
            env: environment,
            stdio: 'ignore',
          });
          return true;
        } catch {
          // Not up yet.
          return false;
        }
      });
      rmSync(server.file('user_key'));
      assert.equal((await refusal(server.address())).reason, 'sshRefused');
      server.configure(`IdentityAgent ${socket}`);
      const engine = await open(server.address());
      assert.ok((await engine.read(patient)).networks.some(({ Id }) => Id === front.id));
    } finally {
      agent.kill();
    }
  });

  it('is not talked to when the host key is unknown', async () => {
    rmSync(server.file('known_hosts'));
    const error = await refusal(server.address());
    assert.equal(error.reason, 'hostKeyUnknown');
    assert.match(error.nextStep, /`ssh -p \d+ 127\.0\.0\.1`/);
  });

  it('is not talked to when the host key changed', async () => {
    server.changeKnownKey();
    assert.equal((await refusal(server.address())).reason, 'hostKeyChanged');
  });

  it('tells that no key is accepted', async () => {
    server.configure(`IdentityFile ${server.file('stranger_key')}`);
    rmSync(server.file('user_key'));
    assert.equal((await refusal(server.address())).reason, 'sshRefused');
    assert.equal((await refusal(server.address('nobody'))).reason, 'sshRefused');
  });

  it('tells that no ssh server listens, and that a name is unknown', async () => {
    const closed = await refusal('ssh://127.0.0.1:1');
    assert.equal(closed.reason, 'noEngine');
    assert.match(closed.message, /refuses ssh connections/);
    const nobody = await refusal('ssh://no-such-host.invalid');
    assert.match(nobody.message, /Nobody knows a host named no-such-host\.invalid/);
  });

  it('takes no host for an option of ssh', async () => {
    const error = await refusal('ssh://-oProxyCommand=touch%20hacked/');
    assert.equal(error.reason, 'noEngine');
  });

  it('tells that no engine runs there', async () => {
    const error = await refusal(`${server.address()}/nonexistent/docker.sock`);
    assert.equal(error.reason, 'noEngine');
    assert.match(error.message, /no engine runs/);
  });
});
