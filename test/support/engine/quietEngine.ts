import type { Engine } from '../../../src/sources/engine/engine';
import { EngineError } from '../../../src/sources/engine/engineError';
import type { Snapshot } from '../../../src/model/snapshot';

/** What reading it gives; `silence`: it never answers. */
export type EngineAnswer = Snapshot | EngineError | 'silence';

/** What one says that is not there. */
export const nobody = new EngineError(
  'noEngine',
  'No engine answers.',
  'Start it.',
  'ECONNREFUSED',
);

/** An engine that can only be read, and never changes by itself. */
export function quietEngine(
  address: string,
  answer: () => EngineAnswer,
  pinged: () => void = () => undefined,
): Engine {
  const refuse = () => Promise.reject(nobody);
  return {
    key: address,
    address,
    read: () => {
      const given = answer();
      if (given === 'silence') return new Promise(() => undefined);
      return given instanceof EngineError ? Promise.reject(given) : Promise.resolve(given);
    },
    answers: () => {
      pinged();
      return Promise.resolve(true);
    },
    watch: () => ({ dispose: () => undefined }),
    inspect: refuse,
    connect: refuse,
    disconnect: refuse,
    createNetwork: refuse,
    removeNetwork: refuse,
    findImage: refuse,
    runHelper: refuse,
    exec: refuse,
    dispose: () => undefined,
  };
}
