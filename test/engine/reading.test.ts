import assert from 'node:assert/strict';
import type { Snapshot } from '../../src/model/snapshot';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import type { Engine } from '../../src/sources/engine/engine';
import { CountingProxy } from '../support/engine/countingProxy';
import { describeEngines } from '../support/engine/enginesUnderTest';
import { failure } from '../support/engine/openedEngine';
import {
  newRunId,
  TestEngine,
  type TestContainer,
  type TestNetwork,
} from '../support/engine/testEngine';
import { waitFor } from '../support/engine/waitFor';

const patient = new AbortController().signal;

describeEngines('reading a real engine', function (under) {
  this.timeout(60_000);

  /** What is to be done at the end, as far as the beginning came. */
  const undo: (() => Promise<void> | void)[] = [];
  let tests: TestEngine;
  let proxy: CountingProxy | undefined;
  let engine: Engine | undefined;
  let front: TestNetwork;
  let back: TestNetwork;
  let web: TestContainer;
  let db: TestContainer;
  let stopped: TestContainer;

  before(async () => {
    tests = await TestEngine.open(newRunId(), under);
    undo.push(() => tests.cleanup());
    front = await tests.makeNetwork('front');
    back = await tests.makeNetwork('back', { internal: true });
    web = await tests.runContainer('web', {
      network: front.name,
      aliases: ['www'],
      ports: { '80/tcp': '' },
      environment: ['PASSWORD=hunter2'],
      labels: { 'com.docker.compose.service': 'web', foreign: 'hunter2' },
    });
    db = await tests.runContainer('db', { network: back.name });
    stopped = await tests.runContainer('stopped', { network: front.name, start: false });
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });
  beforeEach(async () => {
    proxy = await CountingProxy.before(tests.endpoint);
    engine = await openEngine(proxy.endpoint);
  });
  afterEach(async () => {
    engine?.dispose();
    await proxy?.close();
  });

  const opened = () => {
    assert.ok(engine !== undefined && proxy !== undefined);
    return { engine, proxy };
  };

  function ids(snapshot: Snapshot) {
    return {
      networks: new Set(snapshot.networks.map((network) => network.Id)),
      containers: new Set(snapshot.containers.map((container) => container.Id)),
      listed: new Set(snapshot.containersList.map((container) => container.Id)),
    };
  }

  /** Requests about what these tests made, and the lists: others use the same engine. */
  function ownRequests(requests: readonly string[]): readonly string[] {
    const names = new Map([front, back, web, db, stopped].map(({ id, name }) => [id, name]));
    return requests
      .flatMap((request) => {
        if (/^GET \/(networks|containers\/json\?all=1)$/.test(request)) return [request];
        const id = /^GET \/(?:networks|containers)\/([0-9a-f]{64})/.exec(request)?.[1];
        const name = id === undefined ? undefined : names.get(id);
        return name === undefined ? [] : [`inspect ${name}`];
      })
      .sort();
  }

  it('holds every network and container the engine lists, stopped ones too', async () => {
    const list = async () => [
      ...(await tests.docker.listNetworks()).map((network) => network.Id),
      ...(await tests.docker.listContainers({ all: true })).map((container) => container.Id),
    ];
    const earlier = await list();
    const snapshot = await opened().engine.read(patient);
    const later = await list();
    const { networks, containers, listed } = ids(snapshot);
    // What others make and remove meanwhile may be in it or not.
    const stayed = earlier.filter((id) => later.includes(id));
    for (const id of stayed) assert.ok(networks.has(id) || containers.has(id), id);
    for (const { id } of [front, back]) assert.ok(networks.has(id));
    for (const { id } of [web, db, stopped]) assert.ok(containers.has(id) && listed.has(id));
    assert.deepEqual(containers, listed);
  });

  it('tells what the engine tells of an endpoint, on both its sides', async () => {
    const snapshot = await opened().engine.read(patient);
    const container = snapshot.containers.find((one) => one.Id === web.id);
    const network = snapshot.networks.find((one) => one.Id === front.id);
    const endpoint = container?.NetworkSettings?.Networks?.[front.name];
    const member = network?.Containers?.[web.id];
    assert.equal(endpoint?.NetworkID, front.id);
    assert.ok(endpoint.Aliases?.includes('www'));
    assert.equal(member?.EndpointID, endpoint.EndpointID);
    assert.equal(member?.IPv4Address, `${endpoint.IPAddress}/${endpoint.IPPrefixLen}`);
    assert.match(container?.NetworkSettings?.Ports?.['80/tcp']?.[0]?.HostPort ?? '', /^\d+$/);
    assert.equal(snapshot.networks.find((one) => one.Id === back.id)?.Internal, true);
  });

  it('keeps no environment and no foreign label', async () => {
    const text = JSON.stringify(await opened().engine.read(patient));
    assert.ok(!text.includes('hunter2'));
    assert.ok(text.includes('com.docker.compose.service'));
  });

  it('asks each list once and inspects each thing once', async () => {
    await opened().engine.read(patient);
    assert.deepEqual(
      ownRequests(opened().proxy.take()),
      [
        'GET /containers/json?all=1',
        'GET /networks',
        ...[back, db, front, stopped, web].map(({ name }) => `inspect ${name}`),
      ].sort(),
    );
  });

  it('inspects only what changed afterwards', async () => {
    const { engine, proxy } = opened();
    let changes = 0;
    const open = new Promise<void>((resolve) => {
      engine.watch({
        opened: resolve,
        changed: () => (changes += 1),
        lost: (error) => assert.fail(error.message),
      });
    });
    await open;
    await engine.read(patient);
    proxy.take();
    await engine.read(patient);
    assert.deepEqual(ownRequests(proxy.take()), ['GET /containers/json?all=1', 'GET /networks']);

    const before = changes;
    await tests.docker.getNetwork(back.id).connect({ Container: web.id });
    await waitFor('the event of the connection', () => changes > before);
    await engine.read(patient);
    assert.deepEqual(ownRequests(proxy.take()), [
      'GET /containers/json?all=1',
      'GET /networks',
      `inspect ${back.name}`,
      `inspect ${web.name}`,
    ]);
    await tests.docker.getNetwork(back.id).disconnect({ Container: web.id });
  });

  it('sees a stopped container that was connected, for which there is no event', async () => {
    const { engine } = opened();
    await engine.read(patient);
    await tests.docker.getNetwork(back.id).connect({ Container: stopped.id });
    const snapshot = await engine.read(patient);
    const record = snapshot.containers.find((one) => one.Id === stopped.id);
    assert.ok(back.name in (record?.NetworkSettings?.Networks ?? {}));
    await tests.docker.getNetwork(back.id).disconnect({ Container: stopped.id });
  });

  it('sees what was removed', async () => {
    const { engine } = opened();
    const short = await tests.makeNetwork('short');
    assert.ok(ids(await engine.read(patient)).networks.has(short.id));
    await tests.removeNetwork(short);
    assert.ok(!ids(await engine.read(patient)).networks.has(short.id));
  });

  const names: Readonly<Record<string, string>> = {
    'quotes and markup': `"it's" <script>alert(1)</script>`,
    'letters from right to left': 'שלום\u202Eabc',
    emoji: '🐳 network',
    'a slash and a percent sign': 'a/b%2F?c#d',
    '200 characters': 'x'.repeat(200),
  };
  for (const [situation, name] of Object.entries(names)) {
    it(`reads and inspects a network whose name has ${situation}`, async () => {
      const { engine } = opened();
      if (!tests.traits.takesAnyName && /[^\w.-]/.test(name)) {
        const wish = { name: tests.named(name), driver: 'bridge' };
        const direct = await openEngine(tests.endpoint);
        undo.push(() => direct.dispose());
        const error = await failure(direct.createNetwork(wish, patient));
        assert.equal(error.reason, 'nameInvalid', error.detail);
        return;
      }
      const network = await tests.makeNetwork(name);
      const found = (await engine.read(patient)).networks.find((one) => one.Id === network.id);
      assert.equal(found?.Name, network.name);
      const record = await engine.inspect('network', network.id, patient);
      assert.ok(JSON.stringify(record).includes(network.id));
      await tests.removeNetwork(network);
    });
  }
});
