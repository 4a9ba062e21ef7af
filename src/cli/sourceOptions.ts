import type { ParseArgsConfig } from 'node:util';
import { CliError } from './cliIo';

/** Options every verb that takes a SOURCE knows. */
export const sourceOptions = {
  host: { type: 'string' },
  context: { type: 'string' },
  'engine-version': { type: 'string' },
  'daemon-option': { type: 'string', multiple: true },
} as const satisfies ParseArgsConfig['options'];

/** Exactly one SOURCE. @throws CliError */
export function oneSource(positionals: readonly string[], verb: string): string {
  const [source, ...more] = positionals;
  if (source === undefined) {
    throw new CliError(
      `${verb}: no source given; name a snapshot file, a compose file, or the word engine`,
    );
  }
  if (more.length > 0)
    throw new CliError(`${verb}: one source at a time, not ${positionals.length}`);
  return source;
}
