import assert from 'node:assert/strict';
import { probeLabel } from '../../../../src/model/records/labels';
import { EventFilter } from '../../../../src/sources/engine/eventFilter';

function event(
  Type: string,
  Action: string,
  ID: string,
  Attributes: Readonly<Record<string, string>> = {},
): unknown {
  return { Type, Action, Actor: { ID, Attributes }, scope: 'local', time: 1, timeNano: 1 };
}

describe('EventFilter', () => {
  for (const action of ['create', 'start', 'die', 'pause', 'unpause', 'rename', 'destroy']) {
    it(`tells that a container changed: ${action}`, () => {
      assert.deepEqual(new EventFilter().accept(event('container', action, 'c1')), {
        ids: ['c1'],
        engineInfo: false,
      });
    });
  }

  for (const action of ['connect', 'disconnect']) {
    it(`tells that a network and a container changed: ${action}`, () => {
      assert.deepEqual(
        new EventFilter().accept(event('network', action, 'n1', { container: 'c1', name: 'x' })),
        { ids: ['n1', 'c1'], engineInfo: false },
      );
    });
  }

  for (const action of ['create', 'destroy', 'remove']) {
    it(`asks for the engine's facts again when a network comes or goes: ${action}`, () => {
      assert.deepEqual(new EventFilter().accept(event('network', action, 'n1')), {
        ids: ['n1'],
        engineInfo: true,
      });
    });
  }

  for (const action of [
    'exec_create: sh',
    'exec_start: sh',
    'exec_die',
    'health_status: healthy',
    'top',
    'resize',
    'attach',
    'kill',
  ]) {
    it(`ignores noise: ${action}`, () => {
      assert.equal(new EventFilter().accept(event('container', action, 'c1')), undefined);
    });
  }

  it('ignores the probes, whose network events bear no label', () => {
    const filter = new EventFilter();
    const label = { [probeLabel]: 'x' };
    assert.equal(filter.accept(event('container', 'create', 'p1', label)), undefined);
    assert.equal(filter.accept(event('network', 'connect', 'n1', { container: 'p1' })), undefined);
    assert.equal(filter.accept(event('container', 'destroy', 'p1', label)), undefined);
    // The engine may tell of its leaving last.
    assert.equal(
      filter.accept(event('network', 'disconnect', 'n1', { container: 'p1' })),
      undefined,
    );
    assert.notEqual(
      filter.accept(event('network', 'connect', 'n1', { container: 'c1' })),
      undefined,
    );
  });

  for (const [situation, json] of Object.entries({
    'another type': event('volume', 'create', 'v1'),
    'no event': { message: 'hello' },
    'a list': [],
    null: null,
  })) {
    it(`ignores what is none of its business: ${situation}`, () => {
      assert.equal(new EventFilter().accept(json), undefined);
    });
  }
});
