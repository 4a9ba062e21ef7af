import { spawn } from 'node:child_process';

export interface ProcessRequest {
  readonly command: string;
  /** Handed over as they are: no shell reads them. */
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface ProcessResult {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Longer answers than this are not for a person to read. */
const maxBytes = 50_000_000;

/**
 * Runs a program without a standard input. `undefined` when there is no such program. @throws the
 * signal's reason when it is aborted, Error when the program cannot be started or talks without end
 */
export function runProcess(request: ProcessRequest): Promise<ProcessResult | undefined> {
  const { command, args, folder, environment, signal } = request;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(command, [...args], {
      cwd: folder,
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      signal,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let size = 0;
    const collect = (into: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) child.kill();
      else into.push(chunk);
    };
    child.stdout.on('data', collect(stdout));
    child.stderr.on('data', collect(stderr));
    child.once('error', (error) => {
      if (signal.aborted) reject(abortReason(signal));
      else if ('code' in error && error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.once('close', (code) => {
      if (signal.aborted) reject(abortReason(signal));
      else if (size > maxBytes) reject(new Error(`${command} printed more than ${maxBytes} bytes`));
      else resolve({ code: code ?? undefined, stdout: text(stdout), stderr: text(stderr) });
    });
  });
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat([...chunks]).toString('utf8');
}

function abortReason({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
