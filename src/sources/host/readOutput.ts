import type { FactCommand } from './hostCommands';
import type { MissingFact } from './missingFact';
import type { CommandResult } from './runCommand';

export type FactResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly missing: MissingFact };

/** How tools say that only root may: iptables, nft, ip, nsenter, setns(2), sudo without a terminal. */
const refusal =
  /permission denied|operation not permitted|must be root|you need to be root|a password is required/i;

/** The fact that a command printed, or why there is none. Never throws. */
export function readOutput(
  command: FactCommand,
  part: string,
  result: CommandResult,
  whoMay: string,
): FactResult {
  const { program } = command;
  const missing = (reason: MissingFact['reason'], message: string, nextStep: string) =>
    ({ ok: false, missing: { part, reason, message, nextStep } }) as const;
  switch (result.kind) {
    case 'notFound':
      return missing(
        'notFound',
        `There is no ${program}.`,
        `Install the package that brings ${program}.`,
      );
    case 'timeout':
      return missing(
        'timeout',
        `${program} did not end within ${result.afterMs / 1000} s and was killed.`,
        `Run ${program} by hand to see what it waits for, then refresh.`,
      );
    case 'tooMuch':
      return missing(
        'tooMuch',
        `${program} printed more than ${Math.round(result.bytes / 1_000_000)} MB and was killed.`,
        `Run ${program} by hand to see what it prints.`,
      );
    case 'failed':
      return missing(
        'failed',
        `${program} could not be run: ${firstLine(result.detail)}.`,
        `Run ${program} by hand to see why.`,
      );
    case 'exited':
      break;
  }
  if (result.code !== 0) {
    return refusal.test(result.stderr)
      ? missing('notAllowed', `${program} may not be run by this user.`, whoMay)
      : missing(
          'failed',
          `${program} failed: ${firstLine(result.stderr) || `exit code ${result.code}`}.`,
          `Run ${program} by hand to see why.`,
        );
  }
  const value = parse(command, result.stdout);
  return value === undefined
    ? missing('badOutput', `What ${program} printed is not whole.`, 'Refresh to read it again.')
    : { ok: true, value };
}

function parse({ format }: FactCommand, text: string): unknown {
  switch (format) {
    case 'text':
      return text;
    case 'rules':
      return isWhole(text) ? text : undefined;
    case 'json':
      if (text.trim() === '') return [];
      try {
        return JSON.parse(text) as unknown;
      } catch {
        // Cut short: the caller names the part.
        return undefined;
      }
  }
}

/** Each table of iptables-save ends with COMMIT, and the text with the end of a line. */
function isWhole(text: string): boolean {
  const lines = text.split('\n');
  const begun = lines.filter((line) => line.startsWith('*')).length;
  const ended = lines.filter((line) => line === 'COMMIT').length;
  return begun === ended && (text === '' || text.endsWith('\n'));
}

/** Untrusted, short, and on one line. */
function firstLine(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  const shown = line.replace(/\p{Cc}/gu, ' ').replace(/\.$/, '');
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown;
}
