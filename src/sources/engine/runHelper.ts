import * as z from 'zod/mini';
import { probeLabel } from '../../model/records/labels';
import type { Clock } from './clock';
import { demultiplex } from './demultiplex';
import type { HelperOutput, HelperRequest } from './engine';
import type { EngineConnection } from './engineConnection';
import { EngineError } from './engineError';
import { badAnswerError, cancelledError } from './engineErrorFrom';

/** What a helper's run asks of the engine. */
export interface HelperEngine {
  readonly connection: EngineConnection;
  readonly clock: Clock;
  /** How long the engine may say nothing while it makes, starts or removes a container. */
  readonly timeoutMs: number;
  /** Puts the API version before a path. @throws EngineError */
  readonly path: (path: string, signal: AbortSignal) => Promise<string>;
}

const imageAnswer = z.object({ Id: z.string() });
const createAnswer = z.object({ Id: z.string() });

/** @throws EngineError */
export async function findImage(
  name: string,
  engine: HelperEngine,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const path = await engine.path(`/images/${encodeURIComponent(name)}/json`, signal);
    const { timeoutMs } = engine;
    const answer = await engine.connection.json({ method: 'GET', path, timeoutMs }, signal);
    const image = imageAnswer.safeParse(answer);
    if (!image.success) throw badAnswerError(`GET ${path}`, z.prettifyError(image.error));
    return image.data.Id;
  } catch (error) {
    // 400: a name that no image can have.
    if (error instanceof EngineError && (error.status === 404 || error.status === 400)) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Creates (which never pulls), attaches, starts, reads to the end, removes. Nothing is logged by the engine:
 * the output is read as it comes. The time counts from the start. @throws EngineError
 */
export async function runHelper(
  request: HelperRequest,
  engine: HelperEngine,
  signal: AbortSignal,
): Promise<HelperOutput> {
  const { timeoutMs } = engine;
  const ask = async (
    method: 'POST' | 'DELETE',
    path: string,
    given: { query?: Record<string, string>; body?: Record<string, unknown> },
    cancel: AbortSignal,
  ) =>
    engine.connection.json(
      { method, path: await engine.path(path, cancel), timeoutMs, ...given },
      cancel,
    );
  const body = containerOf(request);
  const created = createAnswer.safeParse(await ask('POST', '/containers/create', { body }, signal));
  if (!created.success) {
    throw badAnswerError('POST /containers/create', z.prettifyError(created.error));
  }
  const container = `/containers/${encodeURIComponent(created.data.Id)}`;
  try {
    const output = await engine.connection.stream(
      {
        method: 'POST',
        path: await engine.path(`${container}/attach`, signal),
        query: { stream: '1', stdout: '1', stderr: '1' },
        timeoutMs,
      },
      signal,
    );
    const reading = readOutput(output, request, engine.clock, signal);
    try {
      await ask('POST', `${container}/start`, {}, signal);
    } catch (error) {
      output.destroy();
      await reading.done;
      throw error;
    }
    reading.started();
    return { ...(await reading.done), id: created.data.Id };
  } finally {
    // Not the caller's signal: who gave up wants it gone all the more.
    const { signal: never } = new AbortController();
    const query = { force: 'true', v: 'true' };
    await remove(() => ask('DELETE', container, { query }, never), engine.clock);
  }
}

/** The create request (API 1.24 on: ContainerCreate). */
function containerOf(request: HelperRequest): Record<string, unknown> {
  return {
    Image: request.image,
    User: '0:0',
    Entrypoint: ['/bin/sh'],
    Cmd: ['-c', request.script, 'probe', ...request.args],
    // The first process of a container heeds no other; Podman would wait 10 s for it before it removes it.
    StopSignal: 'SIGKILL',
    Labels: { [probeLabel]: request.run },
    Healthcheck: { Test: ['NONE'] },
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    HostConfig: {
      NetworkMode: request.network,
      CapDrop: ['ALL'],
      CapAdd: [...request.capabilities],
      AutoRemove: true,
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'none' },
    },
  };
}

const removalAttempts = 10;
const removalPauseMs = 200;

/**
 * Removed by itself after its end; that it is gone is as wished. A removal under way is waited for: it can fail
 * where another container that is just being started still has its files, and nobody would try again.
 */
async function remove(ask: () => Promise<unknown>, clock: Clock): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ask();
      return;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.status === 404) return;
      const passes = error.status === 409 || error.status === 500;
      if (attempt === removalAttempts && error.status === 409) return;
      if (attempt === removalAttempts || !passes) throw error;
    }
    await new Promise<void>((resolve) => clock.after(removalPauseMs, resolve));
  }
}

function readOutput(
  output: NodeJS.ReadableStream & { destroy(): unknown },
  request: HelperRequest,
  clock: Clock,
  signal: AbortSignal,
): { readonly done: Promise<Omit<HelperOutput, 'id'>>; readonly started: () => void } {
  const chunks: Buffer[] = [];
  let size = 0;
  let end: HelperOutput['end'] = 'exited';
  let callOff = (): void => undefined;
  const stop = () => output.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const done = new Promise<Omit<HelperOutput, 'id'>>((resolve, reject) => {
    output.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > request.largestBytes) {
        end = 'tooMuch';
        stop();
      } else chunks.push(chunk);
    });
    // A stream cut short is an end like another: the script's last line shows whether it is whole.
    output.on('error', stop);
    output.on('close', () => {
      callOff();
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(cancelledError());
      else resolve({ ...demultiplex(Buffer.concat(chunks)), end });
    });
  });
  return {
    done,
    started: () => {
      callOff = clock.after(request.timeoutMs, () => {
        end = 'timeout';
        stop();
      });
    },
  };
}
