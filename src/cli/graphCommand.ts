import { parseArgs } from 'node:util';
import { buildScene } from '../scene/buildScene';
import { defaultFontMetrics } from '../scene/defaultFontMetrics';
import { graphJson } from '../scene/graphJson';
import { defaultSceneOptions } from '../scene/sceneOptions';
import { CliError, exitCode, type CliIo } from './cliIo';
import { loadSource } from './loadSource';
import { oneSource, sourceOptions } from './sourceOptions';
import { writeOutput } from './writeOutput';

/** Formats of the design that this version does not write. */
const notYet = new Set(['svg', 'mermaid', 'dot', 'drawio']);

/** `vethscope graph SOURCE [--format json] [-o FILE]` */
export async function runGraph(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...sourceOptions,
      format: { type: 'string', default: 'json' },
      json: { type: 'boolean' },
      output: { type: 'string', short: 'o' },
    },
  });
  if (values.format !== 'json') {
    throw new CliError(
      notYet.has(values.format)
        ? `graph: ${values.format}: not yet: this version writes json`
        : `graph: unknown format ${JSON.stringify(values.format)}; use json`,
    );
  }
  const topology = await loadSource(oneSource(positionals, 'graph'), values, io);
  const { scene } = buildScene(topology, defaultSceneOptions, defaultFontMetrics);
  await writeOutput(`${JSON.stringify(graphJson(scene), undefined, 2)}\n`, values.output, io);
  return exitCode.fine;
}
