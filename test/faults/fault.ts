import type http from 'node:http';
import * as fc from 'fast-check';
import { removed, waysIn, withWrong, wrongValues } from './wrongValue';
import type { RecordedEngine } from './recordedEngine';
import { upgraded } from './world';
import type { FastClock } from '../support/engine/fastClock';

/** Which requests a fault befalls. */
type Where =
  'all' | '/version' | '/info' | '/networks' | '/containers/json' | '/events' | 'one' | 'container';

/** What goes wrong. Sizes are shares of a whole (0 to 1), so that they fit every answer. */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'killed'; readonly socketStays: boolean }
  | { readonly kind: 'reset'; readonly where: Where; readonly after: number }
  | { readonly kind: 'truncated'; readonly where: Where; readonly after: number }
  | { readonly kind: 'wrong'; readonly where: Where; readonly pick: number; readonly value: number }
  | { readonly kind: 'status'; readonly where: Where; readonly status: number }
  | { readonly kind: 'silence'; readonly where: Where; readonly after: number }
  | { readonly kind: 'slow'; readonly where: Where; readonly pieces: number }
  | { readonly kind: 'cutEvents' }
  | { readonly kind: 'strangeEvents'; readonly text: string }
  | { readonly kind: 'upgrade' }
  | { readonly kind: 'clock'; readonly milliseconds: number };

const where = fc.constantFrom<Where>(
  'all',
  '/version',
  '/info',
  '/networks',
  '/containers/json',
  '/events',
  'one',
  'container',
);
const share = fc.double({ min: 0, max: 1, noNaN: true });

const strangeEvents = fc.constantFrom(
  'no json\n',
  '{"Type":"container"',
  '[]\nnull\n42\n"text"\n{}\n',
  '{"Type":7,"Action":{},"Actor":[]}\n',
  '{"Type":"container","Action":"start","Actor":{"ID":null}}\n',
  '{"Type":"network","Action":"connect","Actor":{"ID":"","Attributes":{"container":"nobody"}}}\n',
  `${JSON.stringify({ Type: 'container', Action: 'x'.repeat(70_000), Actor: {} })}\n`,
  '\n\n\r\n\u0000\n',
);

export const faults: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant<Fault>({ kind: 'none' }),
  fc.record({ kind: fc.constant('killed' as const), socketStays: fc.boolean() }),
  fc.record({ kind: fc.constant('reset' as const), where, after: share }),
  fc.record({ kind: fc.constant('truncated' as const), where, after: share }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wrong' as const),
      where,
      pick: fc.nat(),
      value: fc.nat(wrongValues.length),
    }),
  },
  fc.record({
    kind: fc.constant('status' as const),
    where,
    status: fc.constantFrom(204, 301, 400, 401, 403, 404, 409, 500, 502, 503, 599),
  }),
  fc.record({ kind: fc.constant('silence' as const), where, after: share }),
  fc.record({ kind: fc.constant('slow' as const), where, pieces: fc.integer({ min: 2, max: 9 }) }),
  fc.constant<Fault>({ kind: 'cutEvents' }),
  fc.record({ kind: fc.constant('strangeEvents' as const), text: strangeEvents }),
  fc.constant<Fault>({ kind: 'upgrade' }),
  fc.record({
    kind: fc.constant('clock' as const),
    milliseconds: fc.constantFrom(-86_400_000, -3_600_000, -1, 60_000, 86_400_000, 4e12),
  }),
);

/** Lets it happen. */
export async function befall(
  fault: Fault,
  engine: RecordedEngine,
  clock: FastClock,
): Promise<void> {
  switch (fault.kind) {
    case 'none':
      return;
    case 'killed':
      return engine.down(fault.socketStays);
    case 'cutEvents':
      engine.cutEvents();
      return;
    case 'strangeEvents':
      engine.say(fault.text);
      return;
    case 'upgrade':
      // Nothing tells of it but the connections, which an engine that is replaced does not keep.
      engine.world = upgraded(engine.world);
      engine.cutEvents();
      return;
    case 'clock':
      clock.jump(fault.milliseconds);
      return;
    default:
      engine.spoil = (what, answer, response) => {
        if (!hits(fault.where, what)) return false;
        spoil(fault, answer, response);
        return true;
      };
  }
}

/** It is over: the engine answers as it should. */
export async function heal(fault: Fault, engine: RecordedEngine): Promise<void> {
  engine.spoil = undefined;
  // One that told fields wrong, but in a way that can be read, gets well by being started again.
  if (fault.kind === 'wrong') await engine.down(false);
  await engine.up();
}

function hits(at: Where, what: string): boolean {
  switch (at) {
    case 'all':
      return true;
    case 'one':
      return /^\/(networks|containers)\/[0-9a-f]{12,}/.test(what);
    case 'container':
      return /^\/containers\/[0-9a-f]{12,}/.test(what);
    default:
      return what === at;
  }
}

type Spoilt = Extract<Fault, { readonly where: Where }>;

function spoil(fault: Spoilt, answer: unknown, response: http.ServerResponse): void {
  const text = JSON.stringify(answer);
  const begun = (after: number) => text.slice(0, Math.floor(text.length * after));
  const head = { 'content-type': 'application/json' };
  switch (fault.kind) {
    case 'reset':
      response.writeHead(200, { ...head, 'content-length': text.length + 1 });
      response.write(begun(fault.after), () => response.destroy());
      return;
    case 'truncated':
      response.writeHead(200, head);
      // The whole of it lacks its end at least.
      response.end(begun(Math.min(fault.after, 1 - 1 / text.length)));
      return;
    case 'wrong':
      response.writeHead(200, head);
      response.end(JSON.stringify(wrong(answer, fault.pick, fault.value)));
      return;
    case 'status':
      response.writeHead(fault.status, {
        'content-type': 'text/html',
        location: 'http://127.0.0.1:9/',
      });
      response.end(fault.status === 204 ? undefined : '<!DOCTYPE html><h1>Something else</h1>');
      return;
    case 'silence':
      if (fault.after < 0.5) return;
      response.writeHead(200, head);
      response.write(begun(fault.after));
      return;
    case 'slow':
      response.writeHead(200, head);
      dribble(text, Math.ceil(text.length / fault.pieces), response);
  }
}

function wrong(answer: unknown, pick: number, value: number): unknown {
  const ways = waysIn(answer);
  const way = ways[pick % Math.max(1, ways.length)] ?? [];
  return withWrong(answer, way, value < wrongValues.length ? wrongValues[value] : removed);
}

function dribble(text: string, size: number, response: http.ServerResponse): void {
  if (response.destroyed) return;
  if (text.length <= size) {
    response.end(text);
    return;
  }
  response.write(text.slice(0, size));
  setTimeout(() => dribble(text.slice(size), size, response), 1);
}
