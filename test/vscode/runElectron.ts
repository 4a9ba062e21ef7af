import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { root, samplePath } from '../../scripts/projectPaths';
import { readMochaReport } from '../support/mochaReport';
import { bundleSuite } from './bundleSuite';

/** The same tests in desktop VS Code, which is downloaded; needs a display. */
async function runInElectron(): Promise<void> {
  const suite = await bundleSuite();
  const work = mkdtempSync(path.join(tmpdir(), 'vethscope-electron-'));
  const report = path.join(work, 'report.json');
  try {
    await runTests({
      version: process.env['VETHSCOPE_VSCODE'] ?? 'stable',
      extensionDevelopmentPath: root,
      extensionTestsPath: suite.index,
      extensionTestsEnv: {
        VETHSCOPE_REPORT: report,
        VETHSCOPE_TEST_FILES: suite.files.join(path.delimiter),
      },
      launchArgs: [samplePath, '--disable-extensions', '--disable-workspace-trust'],
    });
  } finally {
    for (const { fullTitle, err } of readMochaReport(report)?.failures ?? [])
      console.error(`✘ ${fullTitle}\n${err.stack ?? err.message ?? ''}\n`);
    rmSync(work, { recursive: true, force: true });
  }
}

runInElectron().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
