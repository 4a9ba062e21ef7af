import { appendFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { progressFile } from './progressFile';

/**
 * Called by the extension host. Runs the bundled tests beside this file; the report goes to the file
 * that the runner named, because the host's output is mixed with the editor's own.
 */
export async function run(): Promise<void> {
  const output = process.env['VETHSCOPE_REPORT'];
  const files = process.env['VETHSCOPE_TEST_FILES'];
  if (output === undefined || files === undefined) throw new Error('started without its runner');
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    forbidOnly: true,
    reporter: 'json',
    reporterOptions: { output },
    ...(process.env['MOCHA_GREP'] === undefined ? {} : { grep: process.env['MOCHA_GREP'] }),
  });
  for (const file of files.split(path.delimiter)) mocha.addFile(file);
  const note = (line: string) => {
    appendFileSync(progressFile(output), `${line}\n`);
  };
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
    runner.on('test', (test) => note(`… ${test.fullTitle()}`));
    runner.on('pass', (test) => note(`✔ ${test.fullTitle()} (${test.duration ?? 0} ms)`));
    runner.on('fail', (test) => note(`✘ ${test.fullTitle()}`));
  });
}
