import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { probeCommand, probeScript, readProbe } from '../../src/analysis/verify/probe';
import { probeLabel } from '../../src/model/records/labels';
import { systemClock } from '../../src/sources/engine/clock';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import type { Engine } from '../../src/sources/engine/engine';
import { isThisMachine } from '../../src/sources/host/isThisMachine';
import { commandRunner } from '../../src/sources/host/runCommand';
import { tryConnection } from '../../src/sources/host/tryConnection';
import { busyboxProgram } from '../support/engine/busyboxImage';
import { describeEngines } from '../support/engine/enginesUnderTest';
import { tarArchive } from '../support/engine/tarArchive';
import { newRunId, TestEngine, type TestContainer } from '../support/engine/testEngine';

const patient = new AbortController().signal;
const limits = { timeoutMs: 15_000, largestBytes: 64 * 1024 };

describeEngines('trying connections on a real engine', function (under) {
  this.timeout(120_000);

  const undo: (() => Promise<void> | void)[] = [];
  let tests: TestEngine;
  let engine: Engine;
  let scratch: TestContainer;
  let web: string;
  let db: string;

  before(async () => {
    tests = await TestEngine.open(newRunId(), under);
    undo.push(() => tests.cleanup());
    const bare = tarArchive([['busybox', { kind: 'file', content: busyboxProgram() }]]);
    const front = await tests.makeNetwork('front');
    const back = await tests.makeNetwork('back');
    scratch = await tests.runContainer('bare', {
      network: front.name,
      image: await tests.importImage('bare', bare),
      command: ['/busybox', 'sleep', '3600'],
    });
    web = await listening('web', front.name);
    db = await listening('db', back.name);
    engine = await openEngine(tests.endpoint);
    undo.push(() => engine.dispose());
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  async function listening(name: string, network: string): Promise<string> {
    const command = ['/bin/httpd', '-f', '-p', '80'];
    const { id } = await tests.runContainer(name, { network, command });
    const { NetworkSettings } = await tests.docker.getContainer(id).inspect();
    return NetworkSettings.Networks[network]?.IPAddress ?? assert.fail('no address');
  }

  const question = (to: string, port: number) =>
    ({ from: scratch.id, to, proto: 'tcp', port }) as const;

  async function byHelper(to: string, port: number) {
    const image = (await engine.findImage(tests.image, patient)) ?? assert.fail('no image');
    const script = probeScript(question(to, port)) ?? assert.fail('no script');
    const network = `container:${scratch.id}`;
    const { stdout, stderr } = await engine.runHelper(
      { image, network, capabilities: [], script, args: [], run: tests.runId, ...limits },
      patient,
    );
    return readProbe(`${stdout}${stderr}`, 'tcp').observed;
  }

  it('finds nothing to try with in an image without a shell', async () => {
    const command = probeCommand(question(web, 80)) ?? assert.fail('no command');
    const { exitCode } = await engine.exec(
      { containerId: scratch.id, command, ...limits },
      patient,
    );
    assert.ok(exitCode === 126 || exitCode === 127, String(exitCode));
  });

  it('tries from its network with a helper, and removes it', async () => {
    assert.equal(await byHelper(web, 80), 'open');
    assert.equal(await byHelper(web, 81), 'refused');
    assert.equal(await byHelper(db, 80), 'silent');
    const filters = { label: [`${probeLabel}=${tests.runId}`] };
    const left = () => tests.docker.listContainers({ all: true, filters });
    // The engine may still be at it.
    while ((await left()).some(({ State }) => State === 'removing')) await pause(100);
    assert.deepEqual(await left(), []);
  });

  it('tries from the host where the engine is here', async function () {
    const run = commandRunner(systemClock);
    const snapshot = await engine.read(patient);
    if (!(await isThisMachine(engine, snapshot, run, patient))) this.skip();
    assert.equal(await tryConnection({ to: db, port: 80, proto: 'tcp' }, patient), 'open');
    assert.equal(await tryConnection({ to: db, port: 81, proto: 'tcp' }, patient), 'refused');
  });

  it('takes no other machine for the engine’s', async () => {
    const run = commandRunner(systemClock);
    const snapshot = await engine.read(patient);
    const remote = { address: 'tcp://10.0.0.1:2376' };
    assert.equal(await isThisMachine(remote, snapshot, run, patient), false);
    const elsewhere = {
      ...snapshot,
      networks: snapshot.networks.map((one) => ({
        ...one,
        Id: '0'.repeat(64),
        Options: {},
        IPAM: undefined,
      })),
    };
    assert.equal(await isThisMachine(engine, elsewhere, run, patient), false);
  });
});
