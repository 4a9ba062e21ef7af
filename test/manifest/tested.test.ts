import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/projectPaths';
import { writingCommands } from '../../src/vscode/commands/trustedCommands';
import { commands } from '../../src/vscode/ids';
import { manifest, textOf } from './manifest';

describe('the commands of package.json', () => {
  const sources = [...sourcesIn('test/vscode/suite'), ...sourcesIn('test/ui')];
  /** Tests, each with its own source, of suites that do nothing without a real engine. */
  const onRealEngine = sources
    .filter((text) => /\b(?:engineAvailable|windowOnEngine)\(/.test(text))
    .flatMap((text) => text.split(/^ {2,4}it\(/m).slice(1));
  const titles = new Map(
    manifest.contributes.commands.map(({ command, title }) => [command, textOf(title)]),
  );

  /** By its id in the extension host, or by its title in the palette or a menu of a window. */
  function isRun(text: string, key: string, title: string): boolean {
    const name = title.replace(/…$/, '');
    return (
      new RegExp(String.raw`(?:run|executeCommand)\(\s*commands\.${key}\b`).test(text) ||
      text.includes(`Vethscope: ${name}`) ||
      text.includes(`, '${title}')`)
    );
  }

  /** In one test, whose Undo is pressed and waited for. */
  function isUndone(key: string, title: string): boolean {
    return onRealEngine.some(
      (text) => isRun(text, key, title) && text.includes(`'Undo'`) && /\bUndone: /.test(text),
    );
  }

  const entries = Object.entries(commands).map(
    ([key, id]) => [key, id, titles.get(id) ?? id] as const,
  );

  it('are all run by a test in a real editor', () => {
    const missed = entries.filter(
      ([key, , title]) => !sources.some((text) => isRun(text, key, title)),
    );
    assert.deepEqual(missed, []);
  });

  it('are taken back by a test on a real engine, where they change one', () => {
    const writing = entries.filter(([, id]) => writingCommands.includes(id));
    assert.deepEqual(
      writing.filter(([key, , title]) => !isUndone(key, title)),
      [],
    );
  });

  it('are looked for well enough to miss one', () => {
    assert.ok(!sources.some((text) => isRun(text, 'doNothing', 'Do Nothing')));
    assert.ok(onRealEngine.some((text) => isRun(text, 'inspectPage', 'Inspect as Page')));
    assert.ok(!isUndone('inspectPage', 'Inspect as Page'));
  });
});

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(path.join(root, folder, name), 'utf8'));
}
