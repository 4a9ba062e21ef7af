import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Snapshot } from '../../../src/model/snapshot';
import { openEngine, type EngineOptions } from '../../../src/sources/engine/dockerodeEngine';
import type { Engine } from '../../../src/sources/engine/engine';
import { EngineError } from '../../../src/sources/engine/engineError';
import { ScriptedEngine } from './scriptedEngine';

/** A signal that never aborts. */
export const patient = new AbortController().signal;

/** What both a list and an inspect tell of a network. */
export function networkRecord(id: string, more: object = {}) {
  return { Id: id, Name: `net-${id}`, Driver: 'bridge', Scope: 'local', Labels: {}, ...more };
}

/** What a list tells of a container on these networks. */
export function containerRecord(id: string, networks: readonly string[], more: object = {}) {
  return {
    Id: id,
    Name: `/${id}`,
    Names: [`/${id}`],
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

/** The error that a promise ends with; anything else fails the test. */
export async function failure(promise: Promise<unknown>): Promise<EngineError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof EngineError, String(error));
    return error;
  }
  return assert.fail('nothing failed');
}

/** A scripted engine, and it opened as the program opens one. */
export class OpenedEngine {
  private constructor(
    readonly scripted: ScriptedEngine,
    public engine: Engine,
  ) {}

  static async open(): Promise<OpenedEngine> {
    const scripted = await ScriptedEngine.start();
    return new OpenedEngine(scripted, await openEngine(scripted.endpoint));
  }

  /** Opens it again otherwise. */
  async reopen(options: EngineOptions): Promise<void> {
    this.engine.dispose();
    this.engine = await openEngine(this.scripted.endpoint, options);
  }

  /** Waits less long for answers, where one is never to come. */
  beImpatient(): Promise<void> {
    return this.reopen({ timeoutMs: 400 });
  }

  read(): Promise<Snapshot> {
    return this.engine.read(patient);
  }

  /** Follows it; resolves when the stream is open, with what is heard from then on. */
  async follow(): Promise<string[]> {
    const heard: string[] = [];
    await new Promise<void>((resolve) => {
      this.engine.watch({
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

  async close(): Promise<void> {
    this.engine.dispose();
    await this.scripted.close();
  }
}

/** Waits until it was heard so many times. */
export async function until(heard: readonly string[], entry: string, times = 1): Promise<void> {
  const deadline = Date.now() + 4_000;
  while (heard.filter((one) => one === entry).length < times) {
    assert.ok(Date.now() < deadline, `waited for ${entry}, heard ${heard.join()}`);
    await pause(10);
  }
}
