import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import type { TestContainer, TestEngine } from './testEngine';

/**
 * Makes, removes, connects and disconnects networks and containers in no particular order, until the engine has told
 * so many events. What is left of them goes with the tests.
 *
 * @returns how many events the engine told
 */
export async function makeEvents(
  tests: TestEngine,
  wanted: number,
  /** After each change. */
  changed: (events: number) => void = () => undefined,
): Promise<number> {
  let events = 0;
  const heard = await tests.docker.getEvents({ filters: { type: ['network', 'container'] } });
  heard.on('data', (chunk: Buffer) => (events += chunk.toString().split('\n').length - 1));
  try {
    const networks = [await tests.makeNetwork('a'), await tests.makeNetwork('b')];
    const running = [await tests.runContainer('x'), await tests.runContainer('y')];
    const joined = new Set<string>();
    const made: TestContainer[] = [];
    for (let serial = 0; events < wanted; serial += 1) {
      const network = networks[randomInt(networks.length)];
      const container = running[randomInt(running.length)];
      assert.ok(network !== undefined && container !== undefined);
      const pair = `${network.id} ${container.id}`;
      const membership = tests.docker.getNetwork(network.id);
      const oldest = made.length > 4 ? made.shift() : undefined;
      if (oldest !== undefined) await tests.remove(oldest);
      else if (serial % 4 === 0) {
        made.push(await tests.runContainer(`made-${serial}`, { start: false }));
      } else if (joined.delete(pair)) {
        await membership.disconnect({ Container: container.id, Force: true });
      } else {
        await membership.connect({ Container: container.id });
        joined.add(pair);
      }
      if (serial % 10 === 9) await tests.removeNetwork(await tests.makeNetwork(`n-${serial}`));
      changed(events);
    }
  } finally {
    // It is a stream that lasts as long as the engine.
    if ('destroy' in heard) (heard.destroy as () => void)();
  }
  return events;
}
