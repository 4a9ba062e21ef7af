import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/projectPaths';
import { commands } from '../../src/vscode/ids';
import { manifest, textOf } from './manifest';

describe('the commands of package.json', () => {
  const inHost = sourcesIn('test/vscode/suite');
  const inWindow = sourcesIn('test/ui');

  /** By its id in the extension host, or by its title in the palette or a menu of a window. */
  function isRun(key: string, title: string): boolean {
    const name = title.replace(/…$/, '');
    return (
      new RegExp(String.raw`(?:run|executeCommand)\(\s*commands\.${key}\b`).test(inHost) ||
      inWindow.includes(`Docker Networks: ${name}`) ||
      inWindow.includes(`, '${title}')`)
    );
  }

  it('are all run by a test in a real editor', () => {
    const titles = new Map(
      manifest.contributes.commands.map(({ command, title }) => [command, textOf(title)]),
    );
    assert.deepEqual(
      Object.entries(commands)
        .filter(([key, id]) => !isRun(key, titles.get(id) ?? id))
        .map(([, id]) => id),
      [],
    );
  });

  it('are looked for well enough to miss one', () => {
    assert.equal(isRun('doNothing', 'Do Nothing'), false);
  });
});

function sourcesIn(folder: string): string {
  return readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(path.join(root, folder, name), 'utf8'))
    .join('\n');
}
