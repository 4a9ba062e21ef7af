import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { probeLabel } from '../../../../src/model/records/labels';
import { EngineError } from '../../../../src/sources/engine/engineError';
import {
  containerRecord,
  failure,
  networkRecord,
  OpenedEngine,
  patient,
  until,
} from '../../../support/engine/openedEngine';
import { hangUp, json, silence, text } from '../../../support/engine/scriptedEngine';

describe('following an engine', () => {
  let opened: OpenedEngine;
  beforeEach(async () => {
    opened = await OpenedEngine.open();
  });
  afterEach(() => opened.close());

  it('calls once for a burst, such as the two disconnects of 20.10', async () => {
    const heard = await opened.follow();
    const gone = {
      Type: 'network',
      Action: 'disconnect',
      Actor: { ID: 'n1', Attributes: { container: 'c1' } },
    };
    opened.scripted.emit(gone);
    opened.scripted.emit(gone);
    await until(heard, 'changed');
    await pause(400);
    assert.deepEqual(heard, ['opened', 'changed']);
  });

  it('is not called for noise and probes', async () => {
    const heard = await opened.follow();
    opened.scripted.emit({ Type: 'container', Action: 'exec_start: sh', Actor: { ID: 'c1' } });
    opened.scripted.emit({
      Type: 'container',
      Action: 'start',
      Actor: { ID: 'p1', Attributes: { [probeLabel]: 'x' } },
    });
    await pause(400);
    assert.deepEqual(heard, ['opened']);
  });

  it('asks for events of networks and containers only', async () => {
    await opened.follow();
    const asked = opened.scripted.raw.find((one) => one.includes('/events')) ?? '';
    assert.ok(
      decodeURIComponent(asked).endsWith('/events?filters={"type":["network","container"]}'),
      asked,
    );
  });

  it('opens again after the engine ended the stream, and reads all anew', async () => {
    opened.scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1'])]);
    const heard = await opened.follow();
    await opened.read();
    opened.scripted.take();
    opened.scripted.endEvents();
    await until(heard, 'opened', 2);
    await opened.read();
    assert.deepEqual(opened.scripted.take(), [
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
    const first = opened.engine.watch(listener('a'));
    await until(heard, 'a opened');
    const second = opened.engine.watch(listener('b'));
    assert.deepEqual(heard, ['a opened', 'b opened']);
    first.dispose();
    opened.scripted.emit({ Type: 'network', Action: 'create', Actor: { ID: 'n1' } });
    await until(heard, 'b changed');
    second.dispose();
    opened.scripted.emit({ Type: 'network', Action: 'create', Actor: { ID: 'n1' } });
    await pause(400);
    assert.deepEqual(heard, ['a opened', 'b opened', 'b changed']);
    assert.equal(opened.scripted.asked.filter((one) => one === 'GET /events').length, 1);
  });

  it('follows an engine anew that did not answer, for its events may be dead too', async () => {
    opened.scripted.on('GET /_ping', silence);
    await opened.beImpatient();
    const heard = await opened.follow();
    await opened.read();
    assert.equal(await opened.engine.answers(patient), false);
    await until(heard, 'lost: The engine did not answer within 0.4 s.');
    await until(heard, 'opened', 2);
    opened.scripted.take();
    await opened.read();
    assert.ok(opened.scripted.take().includes('GET /version'), 'it may be another one by now');
    opened.scripted.emit({ Type: 'network', Action: 'create', Actor: { ID: 'n1' } });
    await until(heard, 'changed');
    await pause(400);
    assert.equal(heard.filter((one) => one === 'changed').length, 1, 'heard once');
  });

  it('takes any answer for one, and a question that is called off for no silence', async () => {
    const heard = await opened.follow();
    const { engine, scripted } = opened;
    for (const answer of [text('OK'), text('<h1>Forbidden</h1>', 403), hangUp]) {
      scripted.on('GET /_ping', answer);
      assert.equal(await engine.answers(patient), true);
    }
    scripted.on('GET /_ping', silence);
    const calledOff = new AbortController();
    const answers = engine.answers(calledOff.signal);
    calledOff.abort();
    assert.equal(await answers, true);
    await pause(100);
    assert.deepEqual(heard, ['opened']);
  });

  it('says that there is nothing to follow', async () => {
    opened.scripted.on('GET /events', text('<h1>Forbidden</h1>', 403));
    const lost = await new Promise<Error>((resolve) => {
      opened.engine.watch({ opened: () => undefined, changed: () => undefined, lost: resolve });
    });
    assert.ok(lost instanceof EngineError && lost.reason === 'permission');
  });
});

describe('connecting and disconnecting', () => {
  let opened: OpenedEngine;
  beforeEach(async () => {
    opened = await OpenedEngine.open();
  });
  afterEach(() => opened.close());

  it('sends a wish as the engine spells it, and reads both sides again', async () => {
    opened.scripted.holds([networkRecord('n1')], [containerRecord('c1', [])]);
    const heard = await opened.follow();
    await opened.read();
    let sent: unknown;
    opened.scripted.on('POST /networks/n1/connect', (response, { body }) => {
      sent = JSON.parse(body);
      response.end();
    });
    opened.scripted.take();
    await opened.engine.connect(
      { networkId: 'n1', containerId: 'c1', settings: { ipv4: '10.0.0.5', aliases: ['db'] } },
      patient,
    );
    assert.deepEqual(sent, {
      Container: 'c1',
      EndpointConfig: { IPAMConfig: { IPv4Address: '10.0.0.5' }, Aliases: ['db'] },
    });
    // A stopped container makes no event: the write itself is the sign.
    await until(heard, 'changed');
    await opened.read();
    assert.deepEqual(opened.scripted.take(), [
      'GET /containers/c1/json',
      'GET /containers/json',
      'GET /networks',
      'GET /networks/n1',
      'POST /networks/n1/connect',
    ]);
  });

  it('disconnects', async () => {
    let sent: unknown;
    opened.scripted.on('POST /networks/n1/disconnect', (response, { body }) => {
      sent = JSON.parse(body);
      response.end();
    });
    await opened.engine.disconnect({ networkId: 'n1', containerId: 'c1', force: true }, patient);
    assert.deepEqual(sent, { Container: 'c1', Force: true });
  });

  it('says why the engine refused', async () => {
    opened.scripted.on(
      'POST /networks/n1/connect',
      json({ message: 'Address already in use' }, 403),
    );
    const wish = { networkId: 'n1', containerId: 'c1', settings: {} };
    assert.equal((await failure(opened.engine.connect(wish, patient))).reason, 'addressInUse');
  });
});
