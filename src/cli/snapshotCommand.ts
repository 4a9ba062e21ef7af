import { parseArgs } from 'node:util';
import { CliError, exitCode, type CliIo } from './cliIo';
import { readEngine } from './loadSource';
import { sourceOptions } from './sourceOptions';
import { writeOutput } from './writeOutput';

const notYet = new Set(['local', 'helper']);

/** `vethscope snapshot [--probe none] [-o FILE]` */
export async function runSnapshot(argv: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...sourceOptions,
      probe: { type: 'string', default: 'none' },
      json: { type: 'boolean' },
      output: { type: 'string', short: 'o' },
    },
  });
  if (values.probe !== 'none') {
    throw new CliError(
      notYet.has(values.probe)
        ? `snapshot: --probe ${values.probe}: not yet: this version reads the engine alone`
        : `snapshot: unknown probe ${JSON.stringify(values.probe)}; use none`,
    );
  }
  const { snapshot } = await readEngine(values, io);
  await writeOutput(`${JSON.stringify(snapshot, undefined, 2)}\n`, values.output, io);
  return exitCode.fine;
}
