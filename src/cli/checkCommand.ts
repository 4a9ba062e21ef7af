import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseAssertion, type Assertion } from '../analysis/assertion';
import { findingSeverities, type FindingSeverity } from '../analysis/findings/finding';
import { checkSources, type CheckedSource } from './checkSources';
import { checkReport } from './checkReport';
import { CliError, exitCode, type CliIo } from './cliIo';
import { readFamily } from './readFamily';
import { severalSources, sourceOptions } from './sourceOptions';

type FailOn = FindingSeverity | 'never';

const failOns: readonly FailOn[] = [...findingSeverities, 'never'];

/**
 * `vethscope check SOURCE… ["web -> db:5432 yes"]… [--assertions FILE] [--format text|json] [--fail-on …]`: what a
 * user should know of each source, and whether the assertions hold in it. Compose files given together are one
 * project. Exit 1 when an assertion does not hold, a compose file is refused, or a finding is as bad as
 * `--fail-on` says (error); else 2 when an assertion could not be told.
 * @throws CliError, and what loadSource throws
 */
export async function runCheck(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...sourceOptions,
      assertions: { type: 'string', multiple: true, default: [] },
      'fail-on': { type: 'string', default: 'error' },
      family: { type: 'string' },
      format: { type: 'string', default: 'text' },
      json: { type: 'boolean' },
      'no-host': { type: 'boolean' },
    },
  });
  const format = values.json === true ? 'json' : values.format;
  if (format !== 'text' && format !== 'json') {
    throw new CliError('check: the format is one of text, json');
  }
  const failOn = failOns.find((one) => one === values['fail-on']);
  if (failOn === undefined) throw new CliError(`check: --fail-on is one of ${failOns.join(', ')}`);
  const family = readFamily('check', values.family);
  const written = [
    ...positionals.filter(isAssertion),
    ...(await Promise.all(values.assertions.map((file) => readLines(file, io)))).flat(),
  ];
  const assertions = written.map((text): Assertion => {
    const parsed = parseAssertion(text, family);
    if (typeof parsed === 'string') throw new CliError(`check: ${parsed}`);
    return parsed;
  });
  const sources = severalSources(
    positionals.filter((one) => !isAssertion(one)),
    'check',
  );
  if (sources.length === 0) {
    throw new CliError(
      'check: no source given; name snapshot files, compose files, a folder with a compose project, - for standard input, or the word engine',
    );
  }
  const checked = await checkSources(sources, assertions, values, io);
  io.stdout(checkReport(checked, format));
  const untold = checked.flatMap(({ assertions: all }) =>
    all.filter(({ holds }) => holds === undefined),
  );
  if (fails(checked, failOn)) return exitCode.no;
  const [first] = untold;
  if (first === undefined) return exitCode.fine;
  throw new CliError(
    `check: ${JSON.stringify(first.assertion.text)} could not be told: ${first.why}`,
  );
}

function isAssertion(positional: string): boolean {
  return /->|→/.test(positional);
}

/** One assertion a line; blank lines and what follows `#` are left out. */
async function readLines(file: string, io: CliIo): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(path.resolve(io.folder, file), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    throw new CliError(`check: cannot read the assertions in ${file}: ${code}`);
  }
  return text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

function fails(checked: readonly CheckedSource[], failOn: FailOn): boolean {
  const worst = findingSeverities.slice(
    0,
    findingSeverities.indexOf(failOn as FindingSeverity) + 1,
  );
  return checked.some(
    ({ refused, findings, assertions }) =>
      refused ||
      assertions.some(({ holds }) => holds === false) ||
      (failOn !== 'never' && findings.some(({ severity }) => worst.includes(severity))),
  );
}
