import Dockerode from 'dockerode';
import { findBusybox } from './busyboxImage';

export type EngineAvailability =
  { readonly ok: true; readonly version: string } | { readonly ok: false; readonly reason: string };

const answerWithinMs = 5_000;

/** The engine the tests use: `DOCKER_HOST`, else the default socket. */
export function connectToTestEngine(): Dockerode {
  return process.env['DOCKER_HOST']
    ? new Dockerode()
    : new Dockerode({ socketPath: '/var/run/docker.sock' });
}

/** Whether the tests with a real engine can run here, and if not, why. Changes nothing. */
export async function engineAvailable(): Promise<EngineAvailability> {
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
    const version = await Promise.race([connectToTestEngine().version(), silence]);
    return { ok: true, version: version.Version };
  } catch (error) {
    return {
      ok: false,
      reason: `no engine answers: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    clearTimeout(timer);
  }
}
