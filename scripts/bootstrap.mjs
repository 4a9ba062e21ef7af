import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** mocha and eslint need it. */
const minimumNode = [20, 19];

/**
 * Installs what package-lock.json names unless it is there already, then runs a TypeScript file of this folder.
 * Uses node's own modules only, because it runs before anything is installed. Exits the process when that fails.
 * @param {string} entry file name, e.g. `start.ts`
 */
export function runTypeScript(entry) {
  checkNode();
  ensureDependencies();
  const tsx = createRequire(import.meta.url)('tsx/cjs/api');
  tsx.require(`./${entry}`, import.meta.url);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = minimumNode;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  fail(`Node ${minimumNode.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

function ensureDependencies() {
  const reason = whyInstall();
  if (reason === undefined) return;
  console.log(`Installing dependencies (${reason}) …`);
  // As npm does it, a network that swallows everything takes a quarter of an hour to be noticed.
  const briefly = ['--fetch-timeout=60000', '--fetch-retry-maxtimeout=10000'];
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', ...briefly], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (error !== undefined) fail(`npm could not be started: ${error.message}`);
  if (status !== 0)
    fail(
      'npm ci failed: what package-lock.json names is not installed. Check the network and run it again.',
    );
}

/**
 * Compares what npm says it installed with what the lock file wants; optional packages are for other systems.
 * @returns {string | undefined}
 */
function whyInstall() {
  const installed = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return 'none are there yet';
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const have = packagesOf(installed);
  for (const [name, { version, optional }] of Object.entries(wanted)) {
    if (name === '' || optional === true) continue;
    if (have[name]?.version !== version) return `${name.replace(/^.*node_modules\//, '')} changed`;
  }
  return undefined;
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
