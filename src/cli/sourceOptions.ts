import type { ParseArgsConfig } from 'node:util';
import { CliError } from './cliIo';
import { nameableSource, standardInput } from './openSource';

/** Options every verb that takes a SOURCE knows. */
export const sourceOptions = {
  host: { type: 'string' },
  context: { type: 'string' },
  'engine-version': { type: 'string' },
  'daemon-option': { type: 'string', multiple: true },
} as const satisfies ParseArgsConfig['options'];

/** Exactly one SOURCE. @param batch whether standard input holds questions @throws CliError */
export function oneSource(positionals: readonly string[], verb: string, batch = false): string {
  const [source, ...more] = positionals;
  if (source === undefined) {
    throw new CliError(`${verb}: no source given; name ${nameableSource}`);
  }
  if (more.length > 0)
    throw new CliError(`${verb}: one source at a time, not ${positionals.length}`);
  if (batch && source === standardInput) {
    throw new CliError(`${verb}: with --batch standard input holds the questions; name a file`);
  }
  return source;
}

/** Several SOURCEs. @throws CliError where standard input is named twice: the second would find it empty */
export function severalSources(sources: readonly string[], verb: string): readonly string[] {
  if (sources.filter((one) => one === standardInput).length > 1) {
    throw new CliError(`${verb}: standard input can be read once only; name - once`);
  }
  return sources;
}
