/** What a command may touch of its process: injected, so that commands can be tested. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the working directory. */
  readonly folder: string;
  /** All of standard input; the process's own where it is absent. */
  readonly stdin?: () => Promise<string>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Exit codes of the command line: fine; the answer is no; could not answer. */
export const exitCode = { fine: 0, no: 1, noAnswer: 2 } as const;

/** Could not answer: why, and what to do, on one line. */
export class CliError extends Error {
  override readonly name = 'CliError';
}

/** docker compose would refuse the file: the answer is no. */
export class ComposeRefused extends Error {
  override readonly name = 'ComposeRefused';
}
