import type { AddressFamily } from '../model/network';
import { CliError } from './cliIo';

export const familyProblem = 'the family is 4 or 6';

/**
 * What `--family` says; `undefined` where nobody gave it.
 * @throws CliError when it is no family
 */
export function readFamily(verb: string, written: string | undefined): AddressFamily | undefined {
  if (written === undefined) return undefined;
  const family = asFamily(written);
  if (family !== undefined) return family;
  throw new CliError(`${verb}: ${familyProblem}, not ${JSON.stringify(written)}`);
}

/** The family that a text or a number means, if any. */
export function asFamily(written: unknown): AddressFamily | undefined {
  switch (written) {
    case 4:
    case '4':
      return 4;
    case 6:
    case '6':
      return 6;
    default:
      return undefined;
  }
}
