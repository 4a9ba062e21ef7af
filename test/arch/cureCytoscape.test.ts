import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { cureCytoscape } from '../../scripts/cureCytoscape.mjs';
import { root } from '../../scripts/projectPaths';

const source = 'node_modules/cytoscape/dist/cytoscape.esm.mjs';

describe('the cure of cytoscape', () => {
  let folder: string;

  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'vethscope-cure-'))));
  after(() => rm(folder, { recursive: true }));

  /** Builds a program with this text as its cytoscape; answers with what the build says. */
  async function build(text: string | undefined): Promise<string> {
    const library = path.join(folder, 'cytoscape/dist/cytoscape.esm.mjs');
    await mkdir(path.dirname(library), { recursive: true });
    if (text !== undefined) await writeFile(library, text);
    const contents = text === undefined ? 'export {}' : `export * from ${JSON.stringify(library)}`;
    const building = esbuild.build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      write: false,
      logLevel: 'silent',
      plugins: [cureCytoscape],
    });
    return building.then(
      () => '',
      (error: unknown) => String(error),
    );
  }

  it('fits the version that is installed', async () => {
    assert.equal(await build(await readFile(path.join(root, source), 'utf8')), '');
  });

  it('fails the build where the bug is not, or is twice', async () => {
    const published = await readFile(path.join(root, source), 'utf8');
    const others = [
      published.replace('totalCompleted++', 'done++'),
      published.replace('ele.dirtyStyleCache()', 'ele.forget()'),
      published + published,
    ];
    for (const other of others) {
      assert.match(await build(other), /does not fit this version of cytoscape.*drop this cure/);
    }
  });

  it('fails the build where no cytoscape is', async () => {
    assert.match(await build(undefined), /holds no cytoscape to cure/);
  });
});
