import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';

export interface CommandResult {
  /** Undefined when it was stopped by a signal or by the time limit. */
  readonly code: number | undefined;
  readonly timedOut: boolean;
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Default: ten minutes. */
  readonly timeoutMs?: number;
  /** Output is passed on as it comes, too. */
  readonly live?: boolean;
}

/**
 * Runs a command without a standard input, in a process group of its own so that the time limit ends
 * everything it started. Rejects when it cannot be started.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, timeoutMs = 600_000, live = false }: CommandOptions = {},
): Promise<CommandResult> {
  const options: SpawnOptions = {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    shell: process.platform === 'win32' && command === 'npm',
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    const untrack = endWithThisProcess(child);
    const chunks: Buffer[] = [];
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (live) process[stream].write(chunk);
      });
    }
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child, 'SIGKILL');
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      untrack();
      reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      untrack();
      resolve({
        code: code ?? undefined,
        timedOut,
        output: Buffer.concat(chunks).toString('utf8'),
      });
    });
  });
}

/** Ends a detached process and all its children when this one ends, however it ends. */
export function endWithThisProcess(child: ChildProcess): () => void {
  const stop = () => {
    killGroup(child, 'SIGKILL');
  };
  process.once('exit', stop);
  return () => {
    process.off('exit', stop);
  };
}

/** Signals the process group that a detached child leads; says nothing when it is gone already. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The environment without what an editor or an npm run put into it for themselves. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const ours =
    /^(VSCODE_|ELECTRON_|npm_package_|npm_lifecycle_|npm_command$|npm_config_local_prefix$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
