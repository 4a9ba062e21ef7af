import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands, settings, views } from '../../../src/vscode/ids';
import { CountingProxy } from '../../support/engine/countingProxy';
import { DockerConfig } from '../../support/engine/dockerConfig';
import { engineAvailable } from '../../support/engine/engineAvailable';
import { TestCertificates } from '../../support/engine/testCertificates';
import { TestEngine } from '../../support/engine/testEngine';
import { TlsProxy } from '../../support/engine/tlsProxy';
import { activated, until } from './extensionUnderTest';
import { Answers } from './quickInputs';

describe('the engine that is chosen', () => {
  const answers = new Answers();
  const { DOCKER_HOST, DOCKER_CONFIG, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH } = process.env;
  let api: VethscopeApi;
  let engine: TestEngine | undefined;
  let config: DockerConfig | undefined;
  /** The same engine under a second address. */
  let second: CountingProxy | undefined;
  const set = (id: string, value: string | undefined) =>
    vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
  const setting = (id: string) => vscode.workspace.getConfiguration().get<unknown>(id);
  const run = (command: string) => vscode.commands.executeCommand(command);
  const firstAddress = () => engine?.endpoint.label ?? '';
  const secondAddress = () => second?.endpoint.label ?? '';
  const reaches = (address: string) =>
    until(
      `${address} is read`,
      () => api.engineState === 'ready' && api.engine?.engine.key === address,
    );
  /** The list changes while engines answer, and what is chosen at that moment is not. */
  const allAsked = (pick: vscode.QuickPick<vscode.QuickPickItem>) =>
    until('all of them were asked', () =>
      pick.items.every(({ detail = '' }) => !/asking/i.test(detail)),
    );
  const variable = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };

  before(async function () {
    const available = await engineAvailable();
    if (!available.ok) this.skip();
    api = await activated();
    engine = await TestEngine.open(`chosen${process.pid}`);
    second = await CountingProxy.before(engine.endpoint);
    config = new DockerConfig({
      first: firstAddress(),
      second: secondAddress(),
      gone: 'unix:///nonexistent/docker.sock',
    });
    config.use('first');
    answers.install();
    variable('DOCKER_CONFIG', config.folder);
    variable('DOCKER_HOST', undefined);
    await run(`${views.networks}.focus`);
    // The environment is looked at when an engine is opened.
    await set(settings.engineHost, secondAddress());
    await reaches(secondAddress());
    await set(settings.engineHost, undefined);
  });

  after(async () => {
    answers.restore();
    variable('DOCKER_HOST', DOCKER_HOST);
    variable('DOCKER_CONFIG', DOCKER_CONFIG);
    // Back to what it was for the tests that follow.
    await set(settings.engineContext, 'gone');
    await set(settings.engineContext, undefined);
    await set(settings.furtherEngines, undefined);
    await second?.close();
    await engine?.cleanup();
    config?.remove();
  });

  it('is that of the current Docker context', () => reaches(firstAddress()));

  it('follows `docker context use`, whoever runs it', async () => {
    config?.use('second');
    await reaches(secondAddress());
    config?.use('first');
    await reaches(firstAddress());
  });

  it('is chosen from a list that tells how each is, which is used, and why', async () => {
    const done = run(commands.configureEngine);
    const pick = await answers.look();
    const detail = (label: string) => pick.items.find((item) => item.label === label)?.detail;
    await until('the second one has answered', () =>
      /answers, API 1\.\d+/.test(detail('second') ?? ''),
    );
    await until('the first one has answered', () =>
      /answers, API .* Used now: first is the current Docker context\./.test(
        detail('As Docker does') ?? '',
      ),
    );
    await allAsked(pick);
    assert.equal(detail('gone'), 'There is nothing at this address. Start the engine.');
    assert.equal(pick.activeItems[0]?.label, 'As Docker does');
    await answers.choose('second');
    await done;
    await reaches(secondAddress());
    assert.equal(setting(settings.engineContext), 'second');
  });

  it('is not changed by `docker context use` when a setting names it', async () => {
    config?.use('gone');
    const done = run(commands.configureEngine);
    const pick = await answers.look();
    const detail = () => pick.items.find(({ label }) => label === 'second')?.detail ?? '';
    await until('the setting is told', () =>
      /Used now: the setting vethscope\.engine\.context names it\./.test(detail()),
    );
    config?.use('first');
    await allAsked(pick);
    await answers.choose('As Docker does');
    await done;
    await reaches(firstAddress());
    assert.equal(setting(settings.engineContext), '');
  });

  it('is what an answer named that was given before an address was typed', async () => {
    const done = run(commands.configureEngine);
    const pick = await answers.look();
    await allAsked(pick);
    const labels = () => pick.items.map(({ label }) => label);
    const before = labels();
    pick.value = 'tcp://engine.example:2376';
    const offered = 'Use tcp://engine.example:2376';
    await until('what is typed is offered', () => labels().includes(offered));
    // The editor names an item by its place.
    assert.deepEqual(labels().slice(0, before.length), before);
    await answers.offered();
    await done;
  });

  it('gets another one beside it, which leaves again', async () => {
    const key = 'engine:context:second';
    const stateOf = () => api.engines.find(({ source }) => source === key)?.state;
    const added = run(commands.addEngine);
    const pick = await answers.look();
    await allAsked(pick);
    await answers.choose('second');
    await added;
    await until('it is read', () => stateOf() === 'ready');
    assert.deepEqual(setting(settings.furtherEngines), ['context:second']);
    const removed = run(commands.removeEngine);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await until('the list of further engines is asked', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return stateOf() === undefined;
    });
    await removed;
  });

  it('is asked with its certificates also where the editor looks for a proxy on the way', async function () {
    // Every address of 127.0.0.0/8 is this machine's on Linux; the editor takes only the first for local.
    if (process.platform !== 'linux' || !TestCertificates.isPossible()) this.skip();
    if (engine === undefined) return;
    const far = '127.0.0.2';
    const certificates = new TestCertificates();
    const server = certificates.make('server', { names: `IP:${far}` });
    const proxy = await TlsProxy.before(engine.endpoint, server, certificates.authority(), far);
    try {
      const client = certificates.make('client');
      const folder = certificates.clientFolder('mine', client, certificates.authority());
      variable('DOCKER_TLS_VERIFY', '1');
      variable('DOCKER_CERT_PATH', folder);
      await set(settings.engineHost, `tcp://${far}:${proxy.port}`);
      await reaches(`tcp://${far}:${proxy.port}`);
    } finally {
      variable('DOCKER_TLS_VERIFY', DOCKER_TLS_VERIFY);
      variable('DOCKER_CERT_PATH', DOCKER_CERT_PATH);
      await set(settings.engineHost, undefined);
      await proxy.close();
      certificates.remove();
    }
    await reaches(firstAddress());
  });
});
