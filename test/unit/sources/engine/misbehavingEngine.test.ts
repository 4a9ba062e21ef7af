import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { EngineError, EngineErrorReason } from '../../../../src/sources/engine/engineError';
import { FakeClock } from '../../../support/engine/fakeClock';
import { containerRecord, failure, OpenedEngine } from '../../../support/engine/openedEngine';
import {
  brokenOff,
  hangUp,
  json,
  silence,
  text,
  type Answer,
} from '../../../support/engine/scriptedEngine';

describe('an engine that misbehaves', () => {
  let opened: OpenedEngine;
  beforeEach(async () => {
    opened = await OpenedEngine.open();
  });
  afterEach(() => opened.close());

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
        opened.scripted.on(what, answer);
        if (reason === 'timeout') await opened.beImpatient();
        const error = await failure(opened.read());
        assert.equal(error.reason, reason, error.detail);
        assert.ok(error.message.length > 5 && error.nextStep.length > 5);
        opened.scripted.on(what, works);
        assert.deepEqual((await opened.read()).networks, []);
      });
    }
  }

  it('says nothing for 5 s: not an error before', async () => {
    const clock = new FakeClock();
    await opened.reopen({ clock });
    opened.scripted.on('GET /version', silence);
    let failed: EngineError | undefined;
    const reading = failure(opened.read()).then((error) => (failed = error));
    while (!opened.scripted.asked.includes('GET /version')) await pause(5);
    clock.pass(4_999);
    await pause(20);
    assert.equal(failed, undefined);
    clock.pass(1);
    assert.equal((await reading).reason, 'timeout');
  });

  it('answers a connect and a disconnect by text, as Podman does: that is success', async () => {
    const of = { networkId: 'n', containerId: 'c' };
    for (const verb of ['connect', 'disconnect']) {
      opened.scripted.on(`POST /networks/n/${verb}`, text('OK'));
    }
    await opened.engine.connect({ ...of, settings: {} }, new AbortController().signal);
    await opened.engine.disconnect({ ...of, force: false }, new AbortController().signal);
    assert.equal(opened.scripted.asked.filter((one) => one.startsWith('POST ')).length, 2);
  });

  it('is Podman, which looks who is on a network only when it is removed by its name', async () => {
    const podman = { ApiVersion: '1.44', Components: [{ Name: 'Podman Engine' }] };
    opened.scripted.on('GET /networks/n', json({ Name: 'shop_front', Id: 'n' }));
    for (const name of ['n', 'shop_front']) {
      opened.scripted.on(`DELETE /networks/${name}`, text('', 204));
    }
    const { signal } = new AbortController();
    await opened.engine.removeNetwork('n', signal);
    opened.scripted.on('GET /version', json(podman));
    await opened.engine.removeNetwork('n', signal);
    const removed = opened.scripted.asked.filter((one) => one.startsWith('DELETE '));
    assert.deepEqual(removed, ['DELETE /networks/n', 'DELETE /networks/shop_front']);
  });

  it('is too old', async () => {
    opened.scripted.on('GET /version', json({ ApiVersion: '1.23' }));
    assert.equal((await failure(opened.read())).reason, 'apiTooOld');
  });

  it('tells no version', async () => {
    opened.scripted.on('GET /version', json({ hello: 'world' }));
    assert.equal((await failure(opened.read())).reason, 'badAnswer');
  });

  it('hangs on everything: it does not wait for each of many', async () => {
    const many = Array.from({ length: 100 }, (_, index) => containerRecord(`c${index}`, []));
    opened.scripted.holds([], many);
    for (const { Id } of many) opened.scripted.on(`GET /containers/${Id}/json`, silence);
    await opened.beImpatient();
    assert.equal((await failure(opened.read())).reason, 'timeout');
    const inspects = opened.scripted.asked.filter((one) => one.endsWith('/json')).length - 1;
    assert.ok(inspects <= 24, `${inspects} of 100 were waited for`);
  });

  it('is asked no more when cancelled', async () => {
    const cancel = new AbortController();
    opened.scripted.on('GET /networks', silence);
    const reading = opened.engine.read(cancel.signal);
    await pause(50);
    cancel.abort();
    assert.equal((await failure(reading)).reason, 'cancelled');
    assert.equal((await failure(opened.engine.read(cancel.signal))).reason, 'cancelled');
  });

  it('is let go of when disposed of', async () => {
    opened.scripted.on('GET /networks', silence);
    const reading = opened.read();
    await pause(50);
    opened.engine.dispose();
    assert.equal((await failure(reading)).reason, 'cancelled');
  });
});
