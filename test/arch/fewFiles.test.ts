import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { fewFiles } from '../../scripts/fewFiles.mjs';
import { runCommand } from '../../scripts/runCommand';

/** Two programs; the first asks for two files on demand, which use what is loaded with it. */
const sources = {
  'main.js': `import { shared } from './shared';
Promise.all([import('./lazy/one'), import('./lazy/two')]).then(([{ one }, { two }]) =>
  console.log(one(shared), two(shared)),
);`,
  'other.js': `import { shared } from './shared'; import { deep } from './deep'; console.log(shared, deep);`,
  'shared.js': `import { deep } from './deep'; export const shared = deep + 1;`,
  'deep.js': `export const deep = 40;`,
  'lazy/one.js': `import { deep } from '../deep'; export const one = (n) => n + deep;`,
  'lazy/two.js': `import { deep } from '../deep'; export const two = (n) => n - deep;`,
};

describe('bundling in few files', () => {
  let folder: string;

  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'vethscope-few-'))));
  afterEach(() => rm(folder, { recursive: true }));

  async function build(files: Readonly<Record<string, string>>, isFew: boolean) {
    await mkdir(path.join(folder, 'lazy'));
    for (const [name, text] of Object.entries(files))
      await writeFile(path.join(folder, name), text);
    return esbuild.build({
      absWorkingDir: folder,
      entryPoints: { main: 'main.js', other: 'other.js' },
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir: 'out',
      outExtension: { '.js': '.mjs' },
      metafile: true,
      logLevel: 'silent',
      plugins: isFew ? [fewFiles({ lazy: /^lazy\// }, { main: 'main.js' })] : [],
    });
  }

  async function saidBy({ outputs }: esbuild.Metafile): Promise<string> {
    const main = Object.keys(outputs).find((file) => file.endsWith('main.mjs')) ?? '';
    return (await runCommand(process.execPath, [path.join(folder, main)])).output.trim();
  }

  it('makes fewer files that do the same', async () => {
    const { metafile } = await build(sources, true);
    assert.equal(await saidBy(metafile), '81 1');
    const files = Object.keys(metafile.outputs).length;
    await rm(path.join(folder, 'lazy'), { recursive: true });
    const plain = await build(sources, false);
    assert.equal(await saidBy(plain.metafile), '81 1');
    const plainFiles = Object.keys(plain.metafile.outputs).length;
    assert.ok(files < plainFiles, `${files}, not fewer than ${plainFiles}`);
  });

  it('loads nothing on demand that was loaded at once', async () => {
    const { metafile } = await build(sources, true);
    const lazy = Object.values(metafile.outputs).find(
      ({ entryPoint }) => entryPoint === 'few-files:lazy',
    );
    assert.deepEqual(
      Object.keys(lazy?.inputs ?? {})
        .filter((file) => file.endsWith('.js'))
        .sort(),
      ['lazy/one.js', 'lazy/two.js'],
    );
  });

  it('refuses two files of one part that export the same name', async () => {
    const twice = sources['lazy/two.js'].replace('two', 'one');
    await assert.rejects(build({ ...sources, 'lazy/two.js': twice }, true), /both export one/);
  });
});
