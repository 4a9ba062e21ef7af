import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommandLine } from '../../src/cli/runCommandLine';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import type { Engine } from '../../src/sources/engine/engine';
import { EngineError } from '../../src/sources/engine/engineError';
import { EngineStore } from '../../src/vscode/store/engineStore';
import { describeEngines } from '../support/engine/enginesUnderTest';
import { newRunId, TestEngine, testLabel } from '../support/engine/testEngine';
import { waitFor } from '../support/engine/waitFor';

const patient = new AbortController().signal;
const secret = 'hunter2';
const withSecret = `https://ada:${secret}@registry.example`;

/** Everything the command line gives out of a snapshot. */
const exports: readonly (readonly string[])[] = [
  ...['json', 'svg', 'mermaid', 'dot', 'drawio'].map((format) => ['graph', '--format', format]),
  ...['json', 'csv', 'markdown'].map((format) => ['matrix', '--format', format]),
  ['rules', '--predicted'],
  ['check'],
];

describeEngines('secrets on a real engine', function (under) {
  this.timeout(60_000);

  const undo: (() => Promise<void> | void)[] = [];
  let tests: TestEngine;
  let engine: Engine;

  before(async () => {
    tests = await TestEngine.open(newRunId(), under);
    undo.push(() => tests.cleanup());
    const front = await tests.makeNetwork('front', {
      labels: { token: secret, 'example.registry': withSecret },
      options: { 'com.example.password': secret, 'com.docker.network.driver.mtu': '1400' },
    });
    await tests.runContainer('web', {
      network: front.name,
      environment: [`PASSWORD=${secret}`, `HTTPS_PROXY=${withSecret}`],
      command: ['/bin/sh', '-c', `sleep 3600 # --token ${secret}`],
      labels: {
        'com.docker.compose.service': 'web',
        'com.docker.compose.project.environment_file': secret,
        'traefik.http.middlewares.auth.basicauth.users': secret,
      },
    });
    engine = await openEngine(tests.endpoint);
    undo.push(() => {
      engine.dispose();
    });
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  it('are there, so that the cases below can fail', async () => {
    const [network] = await tests.docker.listNetworks({
      filters: { name: [tests.named('front')] },
    });
    const container = await tests.docker.getContainer(tests.named('web')).inspect();
    const kept = tests.traits.keepsOptionNames ? secret : undefined;
    assert.equal(network?.Options?.['com.example.password'], kept);
    assert.ok(JSON.stringify(network).includes(withSecret));
    assert.ok(JSON.stringify(container).includes(withSecret));
  });

  it('get into no snapshot and nothing made from it', async () => {
    const snapshot = JSON.stringify(await engine.read(patient));
    assert.ok(!snapshot.includes(secret), around(snapshot));
    const mtu = tests.traits.keepsOptionNames ? 'com.docker.network.driver.mtu' : 'mtu';
    assert.ok(snapshot.includes(`"${mtu}":"1400"`));
    const folder = await mkdtemp(path.join(tmpdir(), 'vethscope-secrets-'));
    try {
      await writeFile(path.join(folder, 's.json'), snapshot);
      for (const [command = '', ...options] of exports) {
        let text = '';
        const say = (part: string) => void (text += part);
        const io = { stdout: say, stderr: say, environment: {}, folder, signal: patient };
        await runCommandLine([command, 's.json', ...options], io);
        assert.ok(text.includes('web') || command !== 'graph', text.slice(0, 200));
        assert.ok(!text.includes(secret), `${command} ${options.join(' ')}: ${around(text)}`);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('get into no log and no error, even where the engine repeats them', async () => {
    const lines: string[] = [];
    const store = new EngineStore({
      open: () => openEngine({ ...tests.endpoint, kind: 'tcp', host: '127.0.0.1', port: 1 }),
      log: (line) => void lines.push(line),
    });
    try {
      store.start();
      await waitFor('the failure to be told', () => store.state.kind === 'failed');
    } finally {
      store.dispose();
    }
    assert.ok(!lines.join('\n').includes(secret));
    const refused = await engine
      .createNetwork(
        {
          name: tests.named('refused'),
          driver: withSecret,
          labels: { [testLabel]: tests.runId, token: secret },
        },
        patient,
      )
      .then(() => undefined)
      .catch((error: unknown) => error);
    assert.ok(refused instanceof EngineError, String(refused));
    const said = [refused.message, refused.nextStep, refused.detail, refused.stack].join('\n');
    assert.ok(said.includes('registry.example'), said);
    assert.ok(!said.includes(secret), said);
  });
});

function around(text: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 100), at + 20);
}
