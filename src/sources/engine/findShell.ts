import type { Engine } from './engine';
import { EngineError } from './engineError';

/** In the order in which a terminal takes them. */
const shells = ['bash', 'sh'] as const;

const timeoutMs = 10_000;
const largestBytes = 4_096;

/**
 * The best shell that a running container has, found by running each of them with nothing to do;
 * `undefined` for an image without any. @throws EngineError when the container cannot be asked
 */
export async function findShell(
  engine: Engine,
  containerId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const shell of shells) {
    if (await hasShell(engine, containerId, shell, signal)) return shell;
  }
  return undefined;
}

async function hasShell(
  engine: Engine,
  containerId: string,
  shell: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const command = [shell, '-c', 'exit 0'];
    const { exitCode } = await engine.exec(
      { containerId, command, timeoutMs, largestBytes },
      signal,
    );
    return exitCode === 0;
  } catch (error) {
    // The runtime could not start the program; engines say so with 400 or 500 (moby: daemon/exec.go).
    if (error instanceof EngineError && isNoProgram(error)) return false;
    throw error;
  }
}

function isNoProgram({ detail }: EngineError): boolean {
  return /no such file|not found in|executable file|permission denied|exec failed/i.test(detail);
}
