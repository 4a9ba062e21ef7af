import assert from 'node:assert/strict';
import { Disposables } from '../../../src/vscode/disposables';
import { Signal } from '../../../src/vscode/signal';

describe('Disposables', () => {
  it('disposes of everything once, the last one first', () => {
    const ended: string[] = [];
    const owned = new Disposables();
    for (const name of ['a', 'b']) owned.add({ dispose: () => ended.push(name) });
    owned.dispose();
    owned.dispose();
    assert.deepEqual(ended, ['b', 'a']);
  });

  it('disposes at once of what comes too late', () => {
    const owned = new Disposables();
    owned.dispose();
    let ended = false;
    owned.add({ dispose: () => (ended = true) });
    assert.equal(ended, true);
  });
});

describe('Signal', () => {
  it('tells every listener until it leaves', () => {
    const heard: string[] = [];
    const signal = new Signal<number>();
    const first = signal.event((value) => heard.push(`first ${value}`));
    signal.event((value) => heard.push(`second ${value}`));
    signal.fire(1);
    first.dispose();
    signal.fire(2);
    signal.dispose();
    signal.fire(3);
    assert.deepEqual(heard, ['first 1', 'second 1', 'second 2']);
  });

  it('lets one function listen twice and leave once', () => {
    let heard = 0;
    const listener = () => (heard += 1);
    const signal = new Signal<void>();
    signal.event(listener).dispose();
    const once = signal.event(listener);
    signal.event(listener);
    once.dispose();
    signal.fire();
    assert.equal(heard, 1);
  });
});
