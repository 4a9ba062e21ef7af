import Dockerode from 'dockerode';
import { isPodman } from '../../../src/model/isPodman';
import { findBusybox } from './busyboxImage';
import { engineTraits, type EngineTraits } from './engineTraits';
import { defaultEngine } from './enginesUnderTest';

export type EngineAvailability =
  | { readonly ok: true; readonly version: string; readonly traits: EngineTraits }
  | { readonly ok: false; readonly reason: string };

const answerWithinMs = 5_000;

/** A client of the engine: `DOCKER_HOST`, else the default socket, when none is named. */
export function connectToTestEngine({ host } = defaultEngine()): Dockerode {
  const before = process.env['DOCKER_HOST'];
  // The client understands every kind of address there, and nowhere else; it looks once.
  process.env['DOCKER_HOST'] = host;
  try {
    return new Dockerode();
  } finally {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
  }
}

/** Whether the tests with a real engine can run here, and if not, why. Changes nothing. */
export async function engineAvailable(engine = defaultEngine()): Promise<EngineAvailability> {
  if (findBusybox() === undefined) {
    return { ok: false, reason: 'no static busybox; install busybox-static' };
  }
  let timer: NodeJS.Timeout | undefined;
  try {
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error('no answer within 5 s'));
      }, answerWithinMs);
    });
    const answer = await Promise.race([connectToTestEngine(engine).version(), silence]);
    const { Version: version } = answer;
    return { ok: true, version, traits: engineTraits(version, isPodman(answer)) };
  } catch (error) {
    return {
      ok: false,
      reason: `no engine answers: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    clearTimeout(timer);
  }
}
