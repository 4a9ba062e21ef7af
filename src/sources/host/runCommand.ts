import { spawn } from 'node:child_process';
import type { Clock } from '../engine/clock';

export interface Command {
  readonly program: string;
  /** Handed over as they are: no shell reads them. */
  readonly args: readonly string[];
}

/** The command as a person would type it. */
export function commandLine({ program, args }: Command): string {
  return [program, ...args].join(' ');
}

export type CommandResult =
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** There is no such program. */
  | { readonly kind: 'notFound' }
  /** Killed: it took longer than it may. */
  | { readonly kind: 'timeout'; readonly afterMs: number }
  /** Killed: it printed more than anybody could use. */
  | { readonly kind: 'tooMuch'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly detail: string };

/** Never rejects but when the signal is aborted. */
export type CommandRunner = (command: Command, signal: AbortSignal) => Promise<CommandResult>;

export interface RunnerLimits {
  readonly timeoutMs: number;
  readonly largestBytes: number;
}

export const commandLimits: RunnerLimits = { timeoutMs: 5_000, largestBytes: 64 * 1024 * 1024 };

/** Where systems keep such programs; the PATH of whoever started the editor says nothing here. */
const searched =
  '/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin:/run/current-system/sw/bin';

/** Runs programs without a shell, a standard input or a terminal, and kills those that hang. */
export function commandRunner(clock: Clock, limits: RunnerLimits = commandLimits): CommandRunner {
  // A signal of its own for each: many may wait for the same one.
  return (command, signal) => run(command, AbortSignal.any([signal]), clock, limits);
}

function run(
  { program, args }: Command,
  signal: AbortSignal,
  clock: Clock,
  limits: RunnerLimits,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(program, [...args], {
      cwd: '/',
      env: { PATH: searched, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it started dies with it.
      detached: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let size = 0;
    const finish = (end: () => void) => {
      callOff();
      signal.removeEventListener('abort', aborted);
      end();
    };
    const giveUp = (result: CommandResult) => {
      kill(child.pid);
      // Its pipes may live on in a child of its own: nobody waits for these.
      child.stdout.destroy();
      child.stderr.destroy();
      finish(() => resolve(result));
    };
    const aborted = () => {
      kill(child.pid);
      finish(() => reject(new Error('cancelled')));
    };
    const callOff = clock.after(limits.timeoutMs, () =>
      giveUp({ kind: 'timeout', afterMs: limits.timeoutMs }),
    );
    signal.addEventListener('abort', aborted, { once: true });
    const collect = (into: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.largestBytes) giveUp({ kind: 'tooMuch', bytes: limits.largestBytes });
      else into.push(chunk);
    };
    child.stdout.on('data', collect(stdout));
    child.stderr.on('data', collect(stderr));
    child.once('error', (error) =>
      finish(() =>
        resolve(
          'code' in error && error.code === 'ENOENT'
            ? { kind: 'notFound' }
            : { kind: 'failed', detail: error.message },
        ),
      ),
    );
    child.once('close', (code, killedBy) =>
      finish(() =>
        resolve(
          code === null
            ? { kind: 'failed', detail: `ended by ${killedBy ?? 'a signal'}` }
            : { kind: 'exited', code, stdout: joined(stdout), stderr: joined(stderr) },
        ),
      ),
    );
  });
}

function joined(chunks: readonly Buffer[]): string {
  return Buffer.concat([...chunks]).toString('utf8');
}

function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Gone by itself meanwhile, which is as wished.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
