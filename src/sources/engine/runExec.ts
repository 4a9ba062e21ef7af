import * as z from 'zod/mini';
import { demultiplex } from './demultiplex';
import type { ExecOutput, ExecRequest } from './engine';
import { badAnswerError, cancelledError } from './engineErrorFrom';
import type { HelperEngine } from './runHelper';

const created = z.object({ Id: z.string() });
const finished = z.object({ ExitCode: z.nullish(z.number()) });

/**
 * Runs a command in a running container, as `docker exec` does, and reads what it prints (API 1.24 on:
 * ContainerExec, ExecStart, ExecInspect). @throws EngineError
 */
export async function runExec(
  request: ExecRequest,
  engine: HelperEngine,
  signal: AbortSignal,
): Promise<ExecOutput> {
  const { connection, timeoutMs } = engine;
  const path = await engine.path(
    `/containers/${encodeURIComponent(request.containerId)}/exec`,
    signal,
  );
  const body = { AttachStdout: true, AttachStderr: true, Tty: false, Cmd: [...request.command] };
  const made = created.safeParse(
    await connection.json({ method: 'POST', path, timeoutMs, body }, signal),
  );
  if (!made.success) throw badAnswerError(`POST ${path}`, z.prettifyError(made.error));
  const exec = `/exec/${encodeURIComponent(made.data.Id)}`;
  const output = await connection.stream(
    {
      method: 'POST',
      path: await engine.path(`${exec}/start`, signal),
      timeoutMs,
      body: { Detach: false, Tty: false },
    },
    signal,
  );
  const data = await readAll(output, request, engine, signal);
  const inspect = await engine.path(`${exec}/json`, signal);
  const end = finished.safeParse(
    await connection.json({ method: 'GET', path: inspect, timeoutMs }, signal),
  );
  if (!end.success) throw badAnswerError(`GET ${inspect}`, z.prettifyError(end.error));
  return { ...demultiplex(data), exitCode: end.data.ExitCode ?? undefined };
}

function readAll(
  output: NodeJS.ReadableStream & { destroy(): unknown },
  { timeoutMs, largestBytes }: ExecRequest,
  { clock }: HelperEngine,
  signal: AbortSignal,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = () => output.destroy();
  const callOff = clock.after(timeoutMs, stop);
  signal.addEventListener('abort', stop, { once: true });
  return new Promise((resolve, reject) => {
    output.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > largestBytes) stop();
      else chunks.push(chunk);
    });
    // Cut short is an end like another: the exit code is asked for afterwards.
    output.on('error', stop);
    output.on('close', () => {
      callOff();
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(cancelledError());
      else resolve(Buffer.concat(chunks));
    });
  });
}
