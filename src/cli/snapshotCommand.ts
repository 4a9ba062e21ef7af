import { jsonText } from '../model/jsonText';
import { parseArgs } from 'node:util';
import type { Snapshot } from '../model/snapshot';
import type { Engine } from '../sources/engine/engine';
import { systemClock } from '../sources/engine/clock';
import type { HostFacts } from '../sources/host/hostFacts';
import { withHostFacts } from '../sources/host/hostFacts';
import { defaultHelperImage } from '../sources/host/helperRecipe';
import { readByHelper } from '../sources/host/readByHelper';
import { readLocalHost } from '../sources/host/readLocalHost';
import { commandRunner } from '../sources/host/runCommand';
import { CliError, exitCode, type CliIo } from './cliIo';
import { readEngine } from './loadSource';
import { sourceOptions } from './sourceOptions';
import { writeOutput } from './writeOutput';

type Probe = (snapshot: Snapshot, engine: Engine) => Promise<HostFacts>;

/**
 * `vethscope snapshot [--probe none|local|helper] [--helper-image NAME] [-o FILE]`: asking for a probe is the
 * consent to it. What it could not read is told on stderr and stands in the snapshot.
 */
export async function runSnapshot(argv: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...sourceOptions,
      probe: { type: 'string', default: 'none' },
      'helper-image': { type: 'string', default: defaultHelperImage },
      json: { type: 'boolean' },
      output: { type: 'string', short: 'o' },
    },
  });
  const probe = probeNamed(values.probe, values['helper-image'], io.signal);
  const { snapshot } = await readEngine(values, io, async (read, engine) => {
    if (probe === undefined) return read;
    const facts = await probe(read, engine);
    for (const { part, message, nextStep } of facts.missing) {
      io.stderr(`vethscope: not read: ${part}: ${message} ${nextStep}\n`);
    }
    return withHostFacts(read, facts);
  });
  await writeOutput(`${jsonText(snapshot, 2)}\n`, values.output, io);
  return exitCode.fine;
}

/** @throws CliError */
function probeNamed(name: string, image: string, signal: AbortSignal): Probe | undefined {
  switch (name) {
    case 'none':
      return undefined;
    case 'local':
      return (snapshot) =>
        readLocalHost(
          snapshot,
          { platform: process.platform, run: commandRunner(systemClock) },
          signal,
        );
    case 'helper':
      return (snapshot, engine) => readByHelper(snapshot, engine, image, signal);
    default:
      throw new CliError(
        `snapshot: unknown probe ${JSON.stringify(name)}; use none, local or helper`,
      );
  }
}
