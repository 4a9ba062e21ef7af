import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import util, { promisify } from 'node:util';
import { probeLabel } from '../../../../src/model/snapshot';
import { openEngine } from '../../../../src/sources/engine/dockerodeEngine';
import type { Engine } from '../../../../src/sources/engine/engine';
import { EngineError, type EngineErrorReason } from '../../../../src/sources/engine/engineError';
import { FakeClock } from '../../../support/engine/fakeClock';
import {
  brokenOff,
  hangUp,
  json,
  later,
  ScriptedEngine,
  silence,
  text,
  type Answer,
} from '../../../support/engine/scriptedEngine';

const patient = new AbortController().signal;

function networkRecord(id: string, more: object = {}) {
  return { Id: id, Name: `net-${id}`, Driver: 'bridge', Scope: 'local', Labels: {}, ...more };
}

function containerRecord(id: string, networks: readonly string[], more: object = {}) {
  return {
    Id: id,
    Name: `/${id}`,
    Names: [`/${id}`],
    State: undefined,
    Labels: {},
    NetworkSettings: {
      Networks: Object.fromEntries(
        networks.map((network) => [
          `net-${network}`,
          { NetworkID: network, EndpointID: `${id}-${network}` },
        ]),
      ),
    },
    ...more,
  };
}

describe('an engine opened by dockerode', () => {
  let scripted: ScriptedEngine;
  let engine: Engine;

  beforeEach(async () => {
    scripted = await ScriptedEngine.start();
    engine = await openEngine(scripted.endpoint);
  });
  afterEach(async () => {
    engine.dispose();
    await scripted.close();
  });

  const read = () => engine.read(patient);

  /** Waits less long for answers, where one is never to come. */
  async function beImpatient(): Promise<void> {
    engine.dispose();
    engine = await openEngine(scripted.endpoint, { timeoutMs: 400 });
  }

  async function failure(promise: Promise<unknown>): Promise<EngineError> {
    try {
      await promise;
    } catch (error) {
      assert.ok(error instanceof EngineError, String(error));
      return error;
    }
    return assert.fail('nothing failed');
  }

  /** Follows the engine; resolves when the stream is open. */
  async function follow(): Promise<string[]> {
    const heard: string[] = [];
    await new Promise<void>((resolve) => {
      engine.watch({
        opened: () => {
          heard.push('opened');
          resolve();
        },
        changed: () => heard.push('changed'),
        lost: (error) => heard.push(`lost: ${error.message}`),
      });
    });
    return heard;
  }

  async function until(heard: readonly string[], entry: string, times = 1): Promise<void> {
    const deadline = Date.now() + 4_000;
    while (heard.filter((one) => one === entry).length < times) {
      assert.ok(Date.now() < deadline, `waited for ${entry}, heard ${heard.join()}`);
      await pause(10);
    }
  }

  describe('what it asks', () => {
    const many = Array.from({ length: 40 }, (_, index) => `c${index}`);

    it('asks each list once and inspects everything at first, at most 8 at a time', async () => {
      scripted.holds(
        [networkRecord('n1'), networkRecord('n2')],
        many.map((id) => containerRecord(id, ['n1'])),
      );
      for (const id of many) {
        scripted.on(`GET /containers/${id}/json`, later(json(containerRecord(id, ['n1'])), 100));
      }
      const snapshot = await read();
      assert.equal(snapshot.containers.length, 40);
      assert.deepEqual(
        scripted.take(),
        [
          'GET /containers/json',
          'GET /info',
          'GET /networks',
          'GET /networks/n1',
          'GET /networks/n2',
          'GET /version',
          ...many.map((id) => `GET /containers/${id}/json`),
        ].sort(),
      );
      assert.equal(scripted.mostAtOnce, 8);
    });

    it('asks for all containers, in the engine’s own API version', async () => {
      await read();
      assert.ok(scripted.raw.includes('GET /v1.41/containers/json?all=1'), scripted.raw.join());
      assert.ok(scripted.raw.includes('GET /version'));
    });

    it('asks only the two lists again while it follows and nothing changes', async () => {
      scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1'])]);
      await follow();
      await read();
      scripted.take();
      await read();
      assert.deepEqual(scripted.take(), ['GET /containers/json', 'GET /networks']);
    });

    it('takes a status text that counts seconds for no change', async () => {
      await follow();
      for (const seconds of [1, 2]) {
        scripted.holds([], [containerRecord('c1', [], { Status: `Up ${seconds} seconds` })]);
        await read();
      }
      assert.equal(scripted.take().filter((one) => one === 'GET /containers/c1/json').length, 1);
    });

    it('inspects what is new', async () => {
      scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1'])]);
      await follow();
      await read();
      scripted.take();
      scripted.holds(
        [networkRecord('n1'), networkRecord('n2')],
        [containerRecord('c1', ['n1']), containerRecord('c2', ['n2'])],
      );
      await read();
      assert.deepEqual(scripted.take(), [
        'GET /containers/c2/json',
        'GET /containers/json',
        'GET /networks',
        'GET /networks/n2',
      ]);
    });

    it('inspects what an event names, though the lists say the same', async () => {
      scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1'])]);
      const heard = await follow();
      await read();
      scripted.take();
      scripted.emit({ Type: 'container', Action: 'start', Actor: { ID: 'c1', Attributes: {} } });
      await until(heard, 'changed');
      await read();
      assert.deepEqual(scripted.take(), [
        'GET /containers/c1/json',
        'GET /containers/json',
        'GET /networks',
      ]);
    });

    it('asks who it is again while nobody follows', async () => {
      await read();
      scripted.take();
      await read();
      assert.deepEqual(scripted.take(), [
        'GET /containers/json',
        'GET /info',
        'GET /networks',
        'GET /version',
      ]);
    });

    it('asks who it is again after a network came or went', async () => {
      const heard = await follow();
      await read();
      scripted.take();
      scripted.emit({ Type: 'network', Action: 'create', Actor: { ID: 'n9', Attributes: {} } });
      await until(heard, 'changed');
      await read();
      assert.ok(scripted.take().includes('GET /info'));
    });

    it('asks a swarm for all there is to know, and for its networks each time', async () => {
      scripted.on('GET /info', json({ Swarm: { LocalNodeState: 'active' } }));
      scripted.holds([networkRecord('n1'), networkRecord('n2', { Scope: 'swarm' })], []);
      await follow();
      await read();
      assert.ok(scripted.raw.includes('GET /v1.41/networks/n1?verbose=true'));
      scripted.take();
      await read();
      assert.deepEqual(scripted.take(), [
        'GET /containers/json',
        'GET /networks',
        'GET /networks/n2',
      ]);
    });

    it('reads one after the other', async () => {
      scripted.holds([networkRecord('n1')], []);
      await follow();
      await Promise.all([read(), read(), read()]);
      assert.equal(scripted.take().filter((one) => one === 'GET /networks/n1').length, 1);
    });

    it('asks for ids as they are, whatever they hold', async () => {
      scripted.holds([], [containerRecord('../x?y', [])]);
      await read();
      assert.ok(scripted.raw.includes('GET /v1.41/containers/..%2Fx%3Fy/json'));
    });
  });

  describe('what it tells', () => {
    it('leaves out what vanished between list and inspect', async () => {
      scripted.holds(
        [networkRecord('n1'), networkRecord('n2')],
        [containerRecord('c1', []), containerRecord('c2', [])],
      );
      scripted.on('GET /networks/n2', json({ message: 'gone' }, 404));
      scripted.on('GET /containers/c2/json', json({ message: 'gone' }, 404));
      const snapshot = await read();
      assert.deepEqual(
        [snapshot.networks, snapshot.containers, snapshot.containersList].map((list) =>
          list.map((record) => record.Id),
        ),
        [['n1'], ['c1'], ['c1']],
      );
      assert.equal(snapshot.missing, undefined);
    });

    const inspectFailures: Readonly<Record<string, Answer>> = {
      fails: json({ message: 'broken' }, 500),
      'makes no sense': json({ Id: 5 }),
      'is no JSON': text('<html>'),
      'breaks off': brokenOff,
      'does not come': silence,
    };
    for (const [situation, answer] of Object.entries(inspectFailures)) {
      it(`names an inspect as missing that ${situation}, and tries it again`, async () => {
        scripted.holds(
          [networkRecord('n1')],
          [containerRecord('c1', []), containerRecord('c2', [])],
        );
        scripted.on('GET /containers/c2/json', answer);
        if (answer === silence) await beImpatient();
        await follow();
        const snapshot = await read();
        assert.deepEqual(
          snapshot.containers.map((container) => container.Id),
          ['c1'],
        );
        assert.deepEqual(
          snapshot.missing?.map(({ part }) => part),
          ['GET /containers/c2/json'],
        );
        scripted.on('GET /containers/c2/json', json(containerRecord('c2', [])));
        const again = await read();
        assert.equal(again.containers.length, 2);
        assert.equal(again.missing, undefined);
      });
    }

    it('keeps what the list tells of a network that cannot be inspected', async () => {
      scripted.holds([networkRecord('n1')], []);
      scripted.on('GET /networks/n1', json({ message: 'broken' }, 500));
      const snapshot = await read();
      assert.equal(snapshot.networks[0]?.Name, 'net-n1');
      assert.equal(snapshot.missing?.length, 1);
    });

    it('names what makes no sense in a list, and keeps the rest', async () => {
      scripted.holds([networkRecord('n1')], []);
      scripted.on('GET /networks', json([networkRecord('n1'), { Name: 'no id' }, null]));
      const snapshot = await read();
      assert.equal(snapshot.networks.length, 1);
      assert.equal(snapshot.missing?.length, 2);
    });

    it('can do without GET /info', async () => {
      scripted.on('GET /info', json({ message: 'broken' }, 500));
      assert.deepEqual(
        (await read()).missing?.map(({ part }) => part),
        ['GET /info'],
      );
    });

    it('shows no probe, neither among containers nor in a network', async () => {
      const probe = containerRecord('p1', ['n1'], { Labels: { [probeLabel]: 'x' } });
      scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1']), probe]);
      scripted.on(
        'GET /networks/n1',
        json(networkRecord('n1', { Containers: { c1: { Name: 'c1' }, p1: { Name: 'p1' } } })),
      );
      const snapshot = await read();
      assert.ok(!JSON.stringify(snapshot).includes('p1'));
      assert.deepEqual(Object.keys(snapshot.networks[0]?.Containers ?? {}), ['c1']);
      assert.ok(!scripted.asked.includes('GET /containers/p1/json'));
    });

    it('sorts, so that what did not change reads the same', async () => {
      const networks = [networkRecord('b'), networkRecord('a')];
      scripted.holds(networks, []);
      const once = await read();
      scripted.holds([...networks].reverse(), []);
      assert.deepEqual((await read()).networks, once.networks);
    });

    it('gives the whole record for inspection', async () => {
      scripted.holds([], [containerRecord('c1', [], { Config: { Env: ['A=b'] } })]);
      const record = await engine.inspect('container', 'c1', patient);
      assert.ok(JSON.stringify(record).includes('A=b'));
      assert.equal((await failure(engine.inspect('network', 'x', patient))).status, 404);
    });
  });

  describe('an engine that misbehaves', () => {
    const bad: Readonly<Record<string, readonly [Answer, EngineErrorReason]>> = {
      'answers HTML': [text('<!DOCTYPE html><title>Welcome</title>'), 'badAnswer'],
      'answers JSON that ends early': [text('[{"Id":"a"'), 'badAnswer'],
      'breaks an answer off': [brokenOff, 'badAnswer'],
      'answers nothing at all': [text(''), 'badAnswer'],
      'answers something else': [json({ hello: 'world' }), 'badAnswer'],
      'answers 500': [json({ message: 'broken' }, 500), 'serverError'],
      'answers 503 with a page': [text('<h1>Service Unavailable</h1>', 503), 'serverError'],
      'answers 404 with a page': [text('<h1>Not Found</h1>', 404), 'badAnswer'],
      'is not allowed by a proxy': [text('<h1>Forbidden</h1>', 403), 'permission'],
      'sends elsewhere': [text('', 301, { location: 'http://127.0.0.1:9/' }), 'badAnswer'],
      'hangs up': [hangUp, 'noEngine'],
      'says nothing': [silence, 'timeout'],
      'begins to speak and stops': [
        (response) => {
          response.writeHead(200);
          response.write('[');
        },
        'timeout',
      ],
    };
    for (const what of ['GET /networks', 'GET /containers/json', 'GET /version']) {
      for (const [situation, [answer, reason]] of Object.entries(bad)) {
        // GET /version is an object of whatever kind; what is wrong with one is told below.
        if (what === 'GET /version' && situation === 'answers something else') continue;
        it(`${situation} to ${what}: ${reason}, and works again after`, async () => {
          const works = what === 'GET /version' ? json({ ApiVersion: '1.41' }) : json([]);
          scripted.on(what, answer);
          if (reason === 'timeout') await beImpatient();
          const error = await failure(read());
          assert.equal(error.reason, reason, error.detail);
          assert.ok(error.message.length > 5 && error.nextStep.length > 5);
          scripted.on(what, works);
          assert.deepEqual((await read()).networks, []);
        });
      }
    }

    it('says nothing for 5 s: not an error before', async () => {
      const clock = new FakeClock();
      engine.dispose();
      engine = await openEngine(scripted.endpoint, { clock });
      scripted.on('GET /version', silence);
      let failed: EngineError | undefined;
      const reading = failure(read()).then((error) => (failed = error));
      while (!scripted.asked.includes('GET /version')) await pause(5);
      clock.pass(4_999);
      await pause(20);
      assert.equal(failed, undefined);
      clock.pass(1);
      assert.equal((await reading).reason, 'timeout');
    });

    it('is too old', async () => {
      scripted.on('GET /version', json({ ApiVersion: '1.23' }));
      assert.equal((await failure(read())).reason, 'apiTooOld');
    });

    it('tells no version', async () => {
      scripted.on('GET /version', json({ hello: 'world' }));
      assert.equal((await failure(read())).reason, 'badAnswer');
    });

    it('hangs on everything: it does not wait for each of many', async () => {
      const many = Array.from({ length: 100 }, (_, index) => containerRecord(`c${index}`, []));
      scripted.holds([], many);
      for (const { Id } of many) scripted.on(`GET /containers/${Id}/json`, silence);
      await beImpatient();
      assert.equal((await failure(read())).reason, 'timeout');
      const inspects = scripted.asked.filter((one) => one.endsWith('/json')).length - 1;
      assert.ok(inspects <= 24, `${inspects} of 100 were waited for`);
    });

    it('is asked no more when cancelled', async () => {
      const cancel = new AbortController();
      scripted.on('GET /networks', silence);
      const reading = engine.read(cancel.signal);
      await pause(50);
      cancel.abort();
      assert.equal((await failure(reading)).reason, 'cancelled');
      assert.equal((await failure(engine.read(cancel.signal))).reason, 'cancelled');
    });

    it('is let go of when disposed of', async () => {
      scripted.on('GET /networks', silence);
      const reading = read();
      await pause(50);
      engine.dispose();
      assert.equal((await failure(reading)).reason, 'cancelled');
    });
  });

  describe('following', () => {
    it('calls once for a burst, such as the two disconnects of 20.10', async () => {
      const heard = await follow();
      const gone = {
        Type: 'network',
        Action: 'disconnect',
        Actor: { ID: 'n1', Attributes: { container: 'c1' } },
      };
      scripted.emit(gone);
      scripted.emit(gone);
      await until(heard, 'changed');
      await pause(400);
      assert.deepEqual(heard, ['opened', 'changed']);
    });

    it('is not called for noise and probes', async () => {
      const heard = await follow();
      scripted.emit({ Type: 'container', Action: 'exec_start: sh', Actor: { ID: 'c1' } });
      scripted.emit({
        Type: 'container',
        Action: 'start',
        Actor: { ID: 'p1', Attributes: { [probeLabel]: 'x' } },
      });
      await pause(400);
      assert.deepEqual(heard, ['opened']);
    });

    it('asks for events of networks and containers only', async () => {
      await follow();
      const asked = scripted.raw.find((one) => one.includes('/events')) ?? '';
      assert.ok(
        decodeURIComponent(asked).endsWith('/events?filters={"type":["network","container"]}'),
        asked,
      );
    });

    it('opens again after the engine ended the stream, and reads all anew', async () => {
      scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1'])]);
      const heard = await follow();
      await read();
      scripted.take();
      scripted.endEvents();
      await until(heard, 'opened', 2);
      await read();
      assert.deepEqual(scripted.take(), [
        'GET /containers/c1/json',
        'GET /containers/json',
        'GET /events',
        'GET /info',
        'GET /networks',
        'GET /networks/n1',
        'GET /version',
        // Once before the events are asked for, in a version still to be learnt, and once to be told.
        'GET /version',
      ]);
    });

    it('follows once for many who listen, until the last is gone', async () => {
      const heard: string[] = [];
      const listener = (name: string) => ({
        opened: () => heard.push(`${name} opened`),
        changed: () => heard.push(`${name} changed`),
        lost: () => heard.push(`${name} lost`),
      });
      const first = engine.watch(listener('a'));
      await until(heard, 'a opened');
      const second = engine.watch(listener('b'));
      assert.deepEqual(heard, ['a opened', 'b opened']);
      first.dispose();
      scripted.emit({ Type: 'network', Action: 'create', Actor: { ID: 'n1' } });
      await until(heard, 'b changed');
      second.dispose();
      scripted.emit({ Type: 'network', Action: 'create', Actor: { ID: 'n1' } });
      await pause(400);
      assert.deepEqual(heard, ['a opened', 'b opened', 'b changed']);
      assert.equal(scripted.asked.filter((one) => one === 'GET /events').length, 1);
    });

    it('says that there is nothing to follow', async () => {
      scripted.on('GET /events', text('<h1>Forbidden</h1>', 403));
      const lost = await new Promise<Error>((resolve) => {
        engine.watch({ opened: () => undefined, changed: () => undefined, lost: resolve });
      });
      assert.ok(lost instanceof EngineError && lost.reason === 'permission');
    });
  });

  describe('writing', () => {
    it('sends a wish as the engine spells it, and reads both sides again', async () => {
      scripted.holds([networkRecord('n1')], [containerRecord('c1', [])]);
      const heard = await follow();
      await read();
      let sent: unknown;
      scripted.on('POST /networks/n1/connect', (response, { body }) => {
        sent = JSON.parse(body);
        response.end();
      });
      scripted.take();
      await engine.connect(
        { networkId: 'n1', containerId: 'c1', settings: { ipv4: '10.0.0.5', aliases: ['db'] } },
        patient,
      );
      assert.deepEqual(sent, {
        Container: 'c1',
        EndpointConfig: { IPAMConfig: { IPv4Address: '10.0.0.5' }, Aliases: ['db'] },
      });
      // A stopped container makes no event: the write itself is the sign.
      await until(heard, 'changed');
      await read();
      assert.deepEqual(scripted.take(), [
        'GET /containers/c1/json',
        'GET /containers/json',
        'GET /networks',
        'GET /networks/n1',
        'POST /networks/n1/connect',
      ]);
    });

    it('disconnects', async () => {
      let sent: unknown;
      scripted.on('POST /networks/n1/disconnect', (response, { body }) => {
        sent = JSON.parse(body);
        response.end();
      });
      await engine.disconnect({ networkId: 'n1', containerId: 'c1', force: true }, patient);
      assert.deepEqual(sent, { Container: 'c1', Force: true });
    });

    it('says why the engine refused', async () => {
      scripted.on('POST /networks/n1/connect', json({ message: 'Address already in use' }, 403));
      const wish = { networkId: 'n1', containerId: 'c1', settings: {} };
      assert.equal((await failure(engine.connect(wish, patient))).reason, 'addressInUse');
    });
  });
});

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

  it('names a TLS file that is not there', async () => {
    await assert.rejects(
      openEngine({
        kind: 'tcp',
        host: '127.0.0.1',
        port: 9,
        tls: { ca: '/nowhere/ca.pem', verify: true },
        label: 'tcp://127.0.0.1:9',
        chosenBecause: 'a test',
      }),
      (error) => error instanceof EngineError && error.message.includes('/nowhere/ca.pem'),
    );
  });

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
