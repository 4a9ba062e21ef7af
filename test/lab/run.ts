import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { root as checkout } from '../../scripts/projectPaths';
import { runCommand } from '../../scripts/runCommand';
import { labEngines, packagesOf, startLabEngine } from './labEngine';

const usage = `npm run test:lab -- [ENGINE]…

Starts engines of other generations, each in namespaces of its own, and runs the engine suite beside each:
${labEngines.map(({ name }) => name).join(', ')}. Needs root, debootstrap and busybox; takes what Debian ships, about
500 MB for each release, and keeps it under $VETHSCOPE_CACHE (else ~/.cache/vethscope).

VETHSCOPE_TEST_ENGINES names the engine to the suite; --run COMMAND… runs something else instead.
`;

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const run = args.indexOf('--run');
  const names = run < 0 ? args : args.slice(0, run);
  const command = run < 0 ? ['npm', 'run', '--silent', 'test:engine'] : args.slice(run + 1);
  const wrong = names.find((name) => !labEngines.some((engine) => engine.name === name));
  if (wrong !== undefined) {
    console.error(`There is no engine "${wrong}" in the lab.\n\n${usage}`);
    return 2;
  }
  const chosen = labEngines.filter(({ name }) => names.length === 0 || names.includes(name));
  const home = path.join(cacheFolder(), 'lab');
  mkdirSync(path.join(home, 'roots'), { recursive: true });
  const failed: string[] = [];
  for (const engine of chosen) {
    const root = path.join(home, 'roots', engine.suite);
    await makeRoot(engine.suite, root);
    const own = mkdtempSync(path.join(home, `${engine.name}-`));
    const running = await startLabEngine(engine, { root, home: own });
    try {
      console.log(`\n── ${engine.name}: ${running.version}`);
      const [program = '', ...before] = [...running.beside, ...command];
      const { code } = await runCommand(program, before, {
        cwd: checkout,
        env: {
          ...process.env,
          DOCKER_HOST: running.host,
          VETHSCOPE_TEST_ENGINES: `${engine.name}=${running.host}`,
        },
        timeoutMs: 600_000,
        live: true,
      });
      if (code !== 0) failed.push(engine.name);
    } finally {
      await running.stop();
    }
  }
  console.log(failed.length === 0 ? 'All passed.' : `Failed: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
}

async function makeRoot(suite: string, root: string): Promise<void> {
  const script = path.join(__dirname, 'makeRoot.sh');
  const { code, output } = await runCommand('bash', [script, suite, root, ...packagesOf(suite)], {
    timeoutMs: 900_000,
  });
  if (code === 0) return;
  throw new Error(`No Debian ${suite}:\n${output.trim().split('\n').slice(-8).join('\n')}`);
}

function cacheFolder(): string {
  const { VETHSCOPE_CACHE: own, XDG_CACHE_HOME: cache, HOME: home = '/root' } = process.env;
  return path.resolve(own ?? path.join(cache ?? path.join(home, '.cache'), 'vethscope'));
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
