import assert from 'node:assert/strict';
import type { NotificationType, RequestType } from '../../../src/protocol/messages';
import { Rpc } from '../../../src/protocol/rpc';

const double: RequestType<{ readonly n: number }, number> = { method: 'double' };
const said: NotificationType<string> = { method: 'said' };

/** Two ends wired to each other the way a webview is: JSON, and never in the same turn. */
function pair(parse?: (method: string, params: unknown) => unknown) {
  const log: string[] = [];
  const wire: unknown[] = [];
  const post = (to: () => Rpc) => (message: unknown) => {
    wire.push(message);
    const copy: unknown = JSON.parse(JSON.stringify(message));
    queueMicrotask(() => to().receive(copy));
  };
  const here: Rpc = new Rpc(
    post(() => there),
    (line) => log.push(line),
  );
  const there: Rpc = new Rpc(
    post(() => here),
    (line) => log.push(line),
    parse,
  );
  return { here, there, log, wire };
}

describe('Rpc', () => {
  it('answers a request with what the handler returns', async () => {
    const { here, there } = pair();
    there.handle(double, ({ n }) => Promise.resolve(n * 2));
    assert.equal(await here.request(double, { n: 21 }), 42);
  });

  it('keeps answers apart when they come out of order', async () => {
    const { here, there } = pair();
    let releaseFirst: (n: number) => void = () => assert.fail('not asked yet');
    there.handle(double, ({ n }) =>
      n === 1 ? new Promise<number>((resolve) => (releaseFirst = resolve)) : n * 2,
    );
    const first = here.request(double, { n: 1 });
    assert.equal(await here.request(double, { n: 2 }), 4);
    releaseFirst(2);
    assert.equal(await first, 2);
  });

  it('answers with undefined, which JSON leaves out', async () => {
    const { here, there } = pair();
    const nothing: RequestType<string, string | undefined> = { method: 'nothing' };
    there.handle(nothing, () => undefined);
    assert.equal(await here.request(nothing, 'x'), undefined);
  });

  it('rejects a request whose handler throws, with its message, and logs it', async () => {
    const { here, there, log } = pair();
    there.handle(double, () => {
      throw new Error('no such element');
    });
    await assert.rejects(here.request(double, { n: 1 }), /^Error: no such element$/);
    assert.deepEqual(log, ['request "double" failed: no such element']);
  });

  it('rejects a request whose handler throws something that is no Error', async () => {
    const { here, there } = pair();
    there.handle(double, ({ n }) => {
      AbortSignal.abort('plain text').throwIfAborted();
      return n;
    });
    await assert.rejects(here.request(double, { n: 1 }), /^Error: plain text$/);
  });

  it('answers a request nobody handles with an error and logs it on one short line', async () => {
    const { here, log } = pair();
    const odd = { method: `line\nbreak ${'x'.repeat(200)}` };
    await assert.rejects(here.request(odd, {}), /unknown request "line\?break x{49}"/);
    assert.equal(log.length, 1);
    assert.ok(!log[0]?.includes('\n'));
  });

  it('delivers notifications, and logs the one nobody listens to', async () => {
    const { here, there, log } = pair();
    const heard: string[] = [];
    there.on(said, (text) => heard.push(text));
    here.notify(said, 'hello');
    here.notify({ method: 'whispered' }, 'psst');
    await Promise.resolve();
    assert.deepEqual(heard, ['hello']);
    assert.deepEqual(log, ['notification "whispered" failed: nobody listens']);
  });

  it('survives a listener that throws', async () => {
    const { here, there, log } = pair();
    there.on(said, () => {
      throw new Error('bad');
    });
    here.notify(said, 'x');
    await Promise.resolve();
    assert.deepEqual(log, ['notification "said" failed: bad']);
  });

  it('gives handlers what the parser made of the parameters, and rejects what it refuses', async () => {
    const { here, there } = pair((method, params) => {
      assert.equal(method, 'double');
      const { n } = params as { n: unknown };
      if (typeof n !== 'number') throw new Error('n is no number');
      return { n };
    });
    there.handle(double, (params) => {
      assert.deepEqual(Object.keys(params), ['n']);
      return params.n * 2;
    });
    const extra = { n: 3, extra: true };
    assert.equal(await here.request(double, extra), 6);
    const wrong = { n: 'three' } as unknown as { n: number };
    await assert.rejects(here.request(double, wrong), /n is no number/);
  });

  it('ignores what is no message of the protocol', () => {
    const { here, log, wire } = pair();
    const strange = [
      undefined,
      null,
      7,
      'request',
      [],
      {},
      { kind: 'request', method: 'double' },
      { kind: 'answer', id: '1' },
      { kind: 'error', id: 1 },
      { kind: 'notification' },
    ];
    for (const message of strange) here.receive(message);
    assert.equal(log.length, strange.length);
    assert.deepEqual(wire, []);
  });

  it('ignores an answer to a request it never made', () => {
    const { here, log } = pair();
    here.receive({ kind: 'answer', id: 99, result: 1 });
    assert.deepEqual(log, ['ignored an answer to request 99, which is not pending']);
  });

  it('rejects what is pending when disposed, then neither sends nor receives', async () => {
    const { here, there, wire } = pair();
    there.handle(double, () => new Promise<number>(() => undefined));
    const pending = here.request(double, { n: 1 });
    await Promise.resolve();
    here.dispose();
    await assert.rejects(pending, /closed/);
    await assert.rejects(here.request(double, { n: 1 }), /double was not answered/);
    const sent = wire.length;
    here.notify(said, 'x');
    here.receive({ kind: 'request', id: 1, method: 'double', params: { n: 1 } });
    await Promise.resolve();
    assert.equal(wire.length, sent);
  });
});
