import { sysctlCommand } from './hostCommands';
import { askForMore, type MissingFact } from './missingFact';
import { readOutput } from './readOutput';
import type { CommandRunner } from './runCommand';
import { sysctlText } from './sysctlText';

/** The kernel's settings of the namespace that `run` runs in. */
export async function readSettings(
  run: CommandRunner,
  part: string,
  signal: AbortSignal,
): Promise<{ readonly text?: string; readonly missing: readonly MissingFact[] }> {
  const result = await run(sysctlCommand, signal);
  // grep(1) says 2 when any path was not there, which some kernels leave out.
  const settled =
    result.kind === 'exited' && result.stdout !== '' ? { ...result, code: 0 } : result;
  const read = readOutput({ ...sysctlCommand, part, format: 'text' }, part, settled, askForMore);
  return read.ok
    ? { text: sysctlText(String(read.value)), missing: [] }
    : { missing: [read.missing] };
}
