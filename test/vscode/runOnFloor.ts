import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/projectPaths';
import { provisionServer } from '../../scripts/vscodeServer/provisionServer';
import { bundleSuite } from './bundleSuite';
import { runInServer } from './runInServer';

/** What an engine is asked in takes two thirds of the time, and would meet other suites on the same engine. */
const onlyWithFullCounts = [
  'engineNetworks',
  'memberships',
  'networkCommands',
  'projectDrift',
  'rowCommands',
  'severalEngines',
  'snapshots',
  'soak',
  'switchedEngine',
];

/** The same tests in the oldest VS Code that the manifest asks for: those without an engine, all with full counts. */
async function main(): Promise<number> {
  const vscode = await provisionServer((line) => {
    console.log(line);
  }, 'floor');
  const { version } = readJson<{ readonly version: string }>(
    path.join(path.dirname(vscode.main), '../product.json'),
  );
  const { engines } = readJson<{ readonly engines: { readonly vscode: string } }>(
    path.join(root, 'package.json'),
  );
  const [major, minor] = version.split('.');
  if (engines.vscode !== `^${major}.${minor}.0`)
    throw new Error(`The floor is ${engines.vscode}, and this is VS Code ${version}.`);
  const { index, files } = await bundleSuite();
  const all = process.env['VETHSCOPE_LONG'] === '1';
  const chosen = files.filter(
    (file) => all || !onlyWithFullCounts.includes(path.basename(file, '.test.js')),
  );
  console.log(`VS Code ${version}: ${chosen.length} of ${files.length} files of tests`);
  return runInServer({ index, files: chosen }, vscode);
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
