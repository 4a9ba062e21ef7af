import { parseArgs } from 'node:util';
import { ConnectivityMatrix } from '../analysis/matrix/connectivityMatrix';
import { exportMatrix, type MatrixFormat } from '../analysis/matrix/exportMatrix';
import { CliError, exitCode, type CliIo } from './cliIo';
import { loadSource } from './loadSource';
import { readFamily } from './readFamily';
import { oneSource, sourceOptions } from './sourceOptions';
import { writeOutput } from './writeOutput';

const formats: readonly MatrixFormat[] = ['csv', 'markdown', 'json'];

/** `vethscope matrix SOURCE [--family 4|6] [--format csv|markdown|json] [--no-host] [-o FILE]` */
export async function runMatrix(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...sourceOptions,
      json: { type: 'boolean' },
      'no-host': { type: 'boolean' },
      family: { type: 'string' },
      format: { type: 'string', default: 'markdown' },
      output: { type: 'string', short: 'o' },
    },
  });
  const wanted = values.json === true ? 'json' : values.format;
  const format = formats.find((one) => one === wanted);
  if (format === undefined)
    throw new CliError(`matrix: the format is one of ${formats.join(', ')}`);
  const family = readFamily('matrix', values.family);
  const topology = await loadSource(oneSource(positionals, 'matrix'), values, io);
  const matrix = new ConnectivityMatrix(topology, family ?? 4);
  await writeOutput(exportMatrix(matrix, format), values.output, io);
  return exitCode.fine;
}
