import assert from 'node:assert/strict';
import { probeLabel } from '../../../../src/model/records/labels';
import {
  containerRecord,
  failure,
  networkRecord,
  OpenedEngine,
  patient,
  until,
} from '../../../support/engine/openedEngine';
import {
  brokenOff,
  json,
  later,
  silence,
  text,
  type Answer,
} from '../../../support/engine/scriptedEngine';

describe('what reading an engine asks', () => {
  let opened: OpenedEngine;
  beforeEach(async () => {
    opened = await OpenedEngine.open();
  });
  afterEach(() => opened.close());

  const many = Array.from({ length: 40 }, (_, index) => `c${index}`);

  it('asks each list once and inspects everything at first, at most 8 at a time', async () => {
    opened.scripted.holds(
      [networkRecord('n1'), networkRecord('n2')],
      many.map((id) => containerRecord(id, ['n1'])),
    );
    for (const id of many) {
      opened.scripted.on(
        `GET /containers/${id}/json`,
        later(json(containerRecord(id, ['n1'])), 100),
      );
    }
    const snapshot = await opened.read();
    assert.equal(snapshot.containers.length, 40);
    assert.deepEqual(
      opened.scripted.take(),
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
    assert.equal(opened.scripted.mostAtOnce, 8);
  });

  it('asks for all containers, in the engine’s own API version', async () => {
    await opened.read();
    assert.ok(
      opened.scripted.raw.includes('GET /v1.41/containers/json?all=1'),
      opened.scripted.raw.join(),
    );
    assert.ok(opened.scripted.raw.includes('GET /version'));
  });

  it('asks only the two lists again while it follows and nothing changes', async () => {
    opened.scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1'])]);
    await opened.follow();
    await opened.read();
    opened.scripted.take();
    await opened.read();
    assert.deepEqual(opened.scripted.take(), ['GET /containers/json', 'GET /networks']);
  });

  it('takes a status text that counts seconds for no change', async () => {
    await opened.follow();
    for (const seconds of [1, 2]) {
      opened.scripted.holds([], [containerRecord('c1', [], { Status: `Up ${seconds} seconds` })]);
      await opened.read();
    }
    assert.equal(
      opened.scripted.take().filter((one) => one === 'GET /containers/c1/json').length,
      1,
    );
  });

  it('inspects what is new', async () => {
    opened.scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1'])]);
    await opened.follow();
    await opened.read();
    opened.scripted.take();
    opened.scripted.holds(
      [networkRecord('n1'), networkRecord('n2')],
      [containerRecord('c1', ['n1']), containerRecord('c2', ['n2'])],
    );
    await opened.read();
    assert.deepEqual(opened.scripted.take(), [
      'GET /containers/c2/json',
      'GET /containers/json',
      'GET /networks',
      'GET /networks/n2',
    ]);
  });

  it('inspects what an event names, though the lists say the same', async () => {
    opened.scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1'])]);
    const heard = await opened.follow();
    await opened.read();
    opened.scripted.take();
    opened.scripted.emit({
      Type: 'container',
      Action: 'start',
      Actor: { ID: 'c1', Attributes: {} },
    });
    await until(heard, 'changed');
    await opened.read();
    assert.deepEqual(opened.scripted.take(), [
      'GET /containers/c1/json',
      'GET /containers/json',
      'GET /networks',
    ]);
  });

  it('asks who it is again while nobody follows', async () => {
    await opened.read();
    opened.scripted.take();
    await opened.read();
    assert.deepEqual(opened.scripted.take(), [
      'GET /containers/json',
      'GET /info',
      'GET /networks',
      'GET /version',
    ]);
  });

  it('asks who it is again after a network came or went', async () => {
    const heard = await opened.follow();
    await opened.read();
    opened.scripted.take();
    opened.scripted.emit({
      Type: 'network',
      Action: 'create',
      Actor: { ID: 'n9', Attributes: {} },
    });
    await until(heard, 'changed');
    await opened.read();
    assert.ok(opened.scripted.take().includes('GET /info'));
  });

  it('asks a swarm for all there is to know, and for its networks each time', async () => {
    opened.scripted.on('GET /info', json({ Swarm: { LocalNodeState: 'active' } }));
    opened.scripted.holds([networkRecord('n1'), networkRecord('n2', { Scope: 'swarm' })], []);
    await opened.follow();
    await opened.read();
    assert.ok(opened.scripted.raw.includes('GET /v1.41/networks/n1?verbose=true'));
    opened.scripted.take();
    await opened.read();
    assert.deepEqual(opened.scripted.take(), [
      'GET /containers/json',
      'GET /networks',
      'GET /networks/n2',
    ]);
  });

  it('reads one after the other', async () => {
    opened.scripted.holds([networkRecord('n1')], []);
    await opened.follow();
    await Promise.all([opened.read(), opened.read(), opened.read()]);
    assert.equal(opened.scripted.take().filter((one) => one === 'GET /networks/n1').length, 1);
  });

  it('asks for ids as they are, whatever they hold', async () => {
    opened.scripted.holds([], [containerRecord('../x?y', [])]);
    await opened.read();
    assert.ok(opened.scripted.raw.includes('GET /v1.41/containers/..%2Fx%3Fy/json'));
  });
});

describe('what reading an engine tells', () => {
  let opened: OpenedEngine;
  beforeEach(async () => {
    opened = await OpenedEngine.open();
  });
  afterEach(() => opened.close());

  it('leaves out what vanished between list and inspect', async () => {
    opened.scripted.holds(
      [networkRecord('n1'), networkRecord('n2')],
      [containerRecord('c1', []), containerRecord('c2', [])],
    );
    opened.scripted.on('GET /networks/n2', json({ message: 'gone' }, 404));
    opened.scripted.on('GET /containers/c2/json', json({ message: 'gone' }, 404));
    const snapshot = await opened.read();
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
      opened.scripted.holds(
        [networkRecord('n1')],
        [containerRecord('c1', []), containerRecord('c2', [])],
      );
      opened.scripted.on('GET /containers/c2/json', answer);
      if (answer === silence) await opened.beImpatient();
      await opened.follow();
      const snapshot = await opened.read();
      assert.deepEqual(
        snapshot.containers.map((container) => container.Id),
        ['c1'],
      );
      assert.deepEqual(
        snapshot.missing?.map(({ part }) => part),
        ['GET /containers/c2/json'],
      );
      opened.scripted.on('GET /containers/c2/json', json(containerRecord('c2', [])));
      const again = await opened.read();
      assert.equal(again.containers.length, 2);
      assert.equal(again.missing, undefined);
    });
  }

  it('keeps what the list tells of a network that cannot be inspected', async () => {
    opened.scripted.holds([networkRecord('n1')], []);
    opened.scripted.on('GET /networks/n1', json({ message: 'broken' }, 500));
    const snapshot = await opened.read();
    assert.equal(snapshot.networks[0]?.Name, 'net-n1');
    assert.equal(snapshot.missing?.length, 1);
  });

  it('names what makes no sense in a list, and keeps the rest', async () => {
    opened.scripted.holds([networkRecord('n1')], []);
    opened.scripted.on('GET /networks', json([networkRecord('n1'), { Name: 'no id' }, null]));
    const snapshot = await opened.read();
    assert.equal(snapshot.networks.length, 1);
    assert.equal(snapshot.missing?.length, 2);
  });

  it('can do without GET /info', async () => {
    opened.scripted.on('GET /info', json({ message: 'broken' }, 500));
    assert.deepEqual(
      (await opened.read()).missing?.map(({ part }) => part),
      ['GET /info'],
    );
  });

  it('shows no probe, neither among containers nor in a network', async () => {
    const probe = containerRecord('p1', ['n1'], { Labels: { [probeLabel]: 'x' } });
    opened.scripted.holds([networkRecord('n1')], [containerRecord('c1', ['n1']), probe]);
    opened.scripted.on(
      'GET /networks/n1',
      json(networkRecord('n1', { Containers: { c1: { Name: 'c1' }, p1: { Name: 'p1' } } })),
    );
    const snapshot = await opened.read();
    assert.ok(!JSON.stringify(snapshot).includes('p1'));
    assert.deepEqual(Object.keys(snapshot.networks[0]?.Containers ?? {}), ['c1']);
    assert.ok(!opened.scripted.asked.includes('GET /containers/p1/json'));
  });

  it('sorts, so that what did not change reads the same', async () => {
    const networks = [networkRecord('b'), networkRecord('a')];
    opened.scripted.holds(networks, []);
    const once = await opened.read();
    opened.scripted.holds([...networks].reverse(), []);
    assert.deepEqual((await opened.read()).networks, once.networks);
  });

  it('gives the whole record for inspection', async () => {
    opened.scripted.holds([], [containerRecord('c1', [], { Config: { Env: ['A=b'] } })]);
    const record = await opened.engine.inspect('container', 'c1', patient);
    assert.ok(JSON.stringify(record).includes('A=b'));
    assert.equal((await failure(opened.engine.inspect('network', 'x', patient))).status, 404);
  });
});
