import { EventEmitter, once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { root, samplePath } from '../../scripts/projectPaths';
import type { VscodeServer } from '../../scripts/vscodeServer/provisionServer';
import { startServer } from '../../scripts/vscodeServer/startServer';
import type { RunningServer } from '../../scripts/vscodeServer/startServer';
import { launchChromium } from '../support/browser';
import { readMochaReport } from '../support/mochaReport';
import type { BundledSuite } from './bundleSuite';
import { progressFile } from './suite/progressFile';

/** The soak alone takes minutes with full counts. */
const runLimitMs = process.env['VETHSCOPE_LONG'] === undefined ? 540_000 : 1_800_000;
/** How much of what was last said is shown when the tests did not end. */
const shownLines = 30;

/**
 * Runs the tests of a suite inside the extension host of a real VS Code: the private server, with the page
 * open in Chromium. The extension under test is this checkout with its dist/. Returns the exit code.
 */
export async function runInServer(suite: BundledSuite, vscode: VscodeServer): Promise<number> {
  const report = path.resolve(
    process.env['VETHSCOPE_REPORT'] ?? path.join(root, 'out/reports/vscode.json'),
  );
  const progress = progressFile(report);
  mkdirSync(path.dirname(report), { recursive: true });
  for (const file of [report, progress]) rmSync(file, { force: true });
  const work = mkdtempSync(path.join(tmpdir(), 'vethscope-vscode-'));
  const folder = path.join(work, 'three-tier');
  cpSync(samplePath, folder, { recursive: true });
  let server: RunningServer | undefined;
  let browser: Browser | undefined;
  try {
    server = await startServer(vscode, {
      dataDir: path.join(work, 'data'),
      extensionsDir: path.join(work, 'extensions'),
      driver: true,
      workspaceTrust: false,
      // Tests look at what is typed and not saved.
      settings: { 'files.autoSave': 'off' },
      env: {
        VETHSCOPE_REPORT: report,
        VETHSCOPE_TEST_FILES: suite.files.join(path.delimiter),
      },
    });
    browser = await launchChromium();
    const { end, log } = await runPage(browser, server, folder, suite.index);
    const result = readMochaReport(report);
    if (result === undefined) {
      const reached = existsSync(progress) ? readFileSync(progress, 'utf8').trimEnd() : 'none';
      console.error(`The tests did not end (${end}). They got as far as:`);
      console.error(reached.split('\n').slice(-shownLines).join('\n'));
      console.error(`The editor said last:\n${log.slice(-shownLines).join('\n')}`);
      return 1;
    }
    for (const { fullTitle, err } of result.failures)
      console.error(`✘ ${fullTitle}\n${err.stack ?? err.message ?? ''}\n`);
    const { passes, failures, pending } = result.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
    return failures === 0 && end === 'exit code 0' ? 0 : 1;
  } finally {
    await browser?.close();
    await server?.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Opens the workbench told to run the tests, and waits until it says that they ended. */
async function runPage(
  browser: Browser,
  server: RunningServer,
  folder: string,
  testsPath: string,
): Promise<{ readonly end: string; readonly log: readonly string[] }> {
  const log: string[] = [];
  const page = await browser.newPage();
  const remote = (file: string) => `vscode-remote://${new URL(server.origin).host}${file}`;
  const events = new EventEmitter();
  const ended = once(events, 'exit', { signal: AbortSignal.timeout(runLimitMs) });
  page.once('crash', () => events.emit('error', new Error('the page crashed')));
  // The workbench calls these two by name; they must be there before it loads.
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    log.push(`${type}: ${args.map(String).join(' ')}`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => events.emit('exit', code));
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', remote(root)],
    ['extensionTestsPath', remote(testsPath)],
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
  ]);
  await page.goto(server.address(folder, { payload }));
  try {
    const [code] = (await ended) as [number];
    return { end: `exit code ${code}`, log };
  } catch (error) {
    return { end: String(error), log };
  }
}
