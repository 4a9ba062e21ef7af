import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { layers, ownedModules } from '../../scripts/layers.mjs';
import type { Layer } from '../../scripts/layers.mjs';
import { root } from '../../scripts/projectPaths';
import { importsOf, sourceFiles } from './sourceImports';
import type { SourceImport } from './sourceImports';

describe('layers', () => {
  const files = sourceFiles();

  it('know every source file', () => {
    assert.ok(files.length > 50, `only ${files.length} files found`);
    const stray = files.filter((file) => layerOf(file) === undefined);
    assert.deepEqual(stray, []);
  });

  it('import only what lies below them', () => {
    const wrong = files.flatMap((file) => importsOf(file)).filter((found) => !isAllowed(found));
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} → ${to}`),
      [],
    );
  });

  for (const module of ownedModules.filter((name) => name !== 'vscode'))
    it(`have one owner of ${module}`, () => {
      const users = files.filter((file) => importsOf(file).some(({ to }) => isModule(to, module)));
      assert.equal(users.length, 1, users.join(', '));
    });

  it('load dockerode only when an engine is asked', () => {
    const text = readFileSync(path.join(root, 'src/sources/engine/dockerodeEngine.ts'), 'utf8');
    const eager = [...text.matchAll(/^import (?!type\b).*from 'dockerode'/gm)];
    assert.deepEqual(eager, []);
  });

  it('are wired in an extension.ts that reads at a glance', () => {
    const lines = readFileSync(path.join(root, 'src/extension.ts'), 'utf8').split('\n').length;
    assert.ok(lines < 80, `${lines} lines`);
  });
});

/** The layer with the longest path that fits: a file before its folder. */
function layerOf(file: string): Layer | undefined {
  return layers
    .filter(({ path: place }) => file === place || file.startsWith(`${place}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

function isAllowed({ from, to, typeOnly }: SourceImport): boolean {
  const layer = layerOf(from);
  if (layer === undefined) return false;
  if (to.startsWith('node:')) return layer.node;
  const owned = ownedModules.find((name) => isModule(to, name));
  if (owned !== undefined) return layer.owns.includes(owned);
  if (!to.startsWith('src/') && !to.startsWith('webview/')) return true;
  const within = (folder: string) => to.startsWith(`${folder}/`);
  return layer.mayImport.some(within) || (typeOnly && layer.typesOf.some(within));
}

function isModule(to: string, name: string): boolean {
  return to === name || to.startsWith(`${name}/`);
}
