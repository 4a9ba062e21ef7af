import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readMochaReport } from '../test/support/mochaReport';
import { buildExtension } from './packageExtension';
import { root } from './projectPaths';
import { runCommand } from './runCommand';
import { byHand, findMissing, suites } from './suites';
import type { Missing, Step, Suite } from './suites';
import { formatTable } from './suiteTable';
import type { SuiteResult } from './suiteTable';

const usage = `npm test -- [--long] [SUITE]…

Runs every suite that can run here, or only the named ones: ${suites.map(({ name }) => name).join(', ')}.

--long                  full counts instead of samples (sets VETHSCOPE_LONG=1)
VETHSCOPE_REQUIRE=all   a skipped test or suite is a failure
`;

const nothing = { passed: 0, failed: 0, skipped: 0 };

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => arg !== '--long');
  const wrong = names.find((name) => !suites.some((suite) => suite.name === name));
  if (wrong !== undefined) {
    console.error(`There is no suite "${wrong}".\n\n${usage}`);
    return 2;
  }
  const chosen = names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
  const long = args.includes('--long') || process.env['VETHSCOPE_LONG'] === '1';
  const env = {
    ...process.env,
    ...(long ? { VETHSCOPE_LONG: '1' } : {}),
    ...((await isBuilt()) ? { VETHSCOPE_BUILT: '1' } : {}),
  };
  const results: SuiteResult[] = [];
  for (const group of grouped(chosen, long)) {
    // What several print at once is printed one after the other.
    const live = group.length === 1;
    results.push(...(await Promise.all(group.map((suite) => runOrSkip(suite, env, live)))));
  }
  const total = results.reduce(
    (sum, { counts }) => ({
      passed: sum.passed + counts.passed,
      failed: sum.failed + counts.failed,
      skipped: sum.skipped + counts.skipped,
    }),
    nothing,
  );
  const requireAll = process.env['VETHSCOPE_REQUIRE'] === 'all';
  console.log(`\n${formatTable(results, names.length === 0 ? byHand : [])}\n`);
  if (requireAll && total.skipped > 0)
    console.log('VETHSCOPE_REQUIRE=all: what was skipped counts as a failure.');
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 || (requireAll && total.skipped > 0) ? 1 : 0;
}

/**
 * Once for all suites: those that run at the same time would take each other's build away. Where it fails, each
 * suite that needs it says so.
 */
async function isBuilt(): Promise<boolean> {
  try {
    await buildExtension();
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

/** Suites that run at the same time. */
function grouped(chosen: readonly Suite[], long: boolean): readonly (readonly Suite[])[] {
  const groups: Suite[][] = [];
  for (const suite of chosen) {
    const last = groups.at(-1);
    const beside = suite.besideThePrevious;
    if (last !== undefined && (beside === 'always' || (beside === 'samples' && !long)))
      last.push(suite);
    else groups.push([suite]);
  }
  return groups;
}

async function runOrSkip(
  suite: Suite,
  env: NodeJS.ProcessEnv,
  live: boolean,
): Promise<SuiteResult> {
  const missing = await findMissing(suite.needs);
  return missing === undefined ? run(suite, env, live) : skip(suite, missing);
}

function skip({ name }: Suite, { why, enable }: Missing): SuiteResult {
  console.log(`\n── ${name}: skipped, ${why}`);
  return { name, state: 'skipped', counts: { ...nothing, skipped: 1 }, seconds: 0, why, enable };
}

async function run(suite: Suite, env: NodeJS.ProcessEnv, live: boolean): Promise<SuiteResult> {
  const started = Date.now();
  let counts = nothing;
  const why: string[] = [];
  for (const { npmScript } of suite.steps) console.log(`\n── ${suite.name}: npm run ${npmScript}`);
  // At once: each of them uses one core.
  const results = await Promise.all(suite.steps.map((step) => runStep(suite, step, env, live)));
  for (const result of results) {
    counts = {
      passed: counts.passed + result.passed,
      failed: counts.failed + result.failed,
      skipped: counts.skipped + result.skipped,
    };
    if (result.why !== undefined) why.push(result.why);
  }
  const missing = counts.skipped > 0 ? await findMissing(suite.wants ?? []) : undefined;
  if (missing !== undefined) why.unshift(missing.why);
  return {
    name: suite.name,
    state: counts.failed > 0 ? 'failed' : 'ran',
    counts,
    seconds: Math.round((Date.now() - started) / 1000),
    why: why.join('; '),
    enable: missing?.enable ?? '',
  };
}

async function runStep(
  { name, limitMinutes }: Suite,
  { npmScript, reports }: Step,
  env: NodeJS.ProcessEnv,
  live: boolean,
): Promise<typeof nothing & { readonly why?: string }> {
  const report = path.join(root, `out/reports/${name}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const { code, timedOut, output } = await runCommand('npm', ['run', '--silent', npmScript], {
    cwd: root,
    env: reports ? { ...env, VETHSCOPE_REPORT: report } : env,
    timeoutMs: limitMinutes * 60_000,
    live,
  });
  if (!live) console.log(`\n── ${name}: npm run ${npmScript}\n${output}`);
  if (!reports) {
    if (code === 0) return { ...nothing, passed: 1 };
    return {
      ...nothing,
      failed: 1,
      why: timedOut ? `${npmScript}: too slow` : `${npmScript} failed`,
    };
  }
  const result = readMochaReport(report);
  if (result === undefined) {
    const why = timedOut ? `stopped after ${limitMinutes} minutes` : 'ended without a report';
    return { ...nothing, failed: 1, why };
  }
  const { passes, failures, pending } = result.stats;
  const counts = { passed: passes, failed: failures, skipped: pending };
  // Every test passed and yet it failed: a hook, or a leak that kept it from ending.
  if (code !== 0 && failures === 0)
    return { ...counts, failed: 1, why: 'failed outside the tests' };
  const [first] = result.pending;
  return first === undefined ? counts : { ...counts, why: `skipped: ${first.fullTitle} …` };
}

// Children run in groups of their own and end with this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.exit(130));

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
