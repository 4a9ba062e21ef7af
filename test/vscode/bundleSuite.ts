import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { nodeOptions } from '../../esbuild.mjs';
import { root } from '../../scripts/projectPaths';

const suite = path.join(root, 'test/vscode/suite');
const outdir = path.join(root, 'out/test-vscode');

export interface BundledSuite {
  /** Exports `run`. */
  readonly index: string;
  readonly files: readonly string[];
}

/** Bundles the tests that run inside the extension host, one file each, as the extension is bundled. */
export async function bundleSuite(): Promise<BundledSuite> {
  const tests = readdirSync(suite, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  if (tests.length === 0) throw new Error(`There are no tests in ${suite}.`);
  const options = nodeOptions(true);
  await esbuild.build({
    ...options,
    outdir,
    logLevel: 'warning',
    metafile: false,
    // These are found in node_modules; the tests are not shipped.
    external: [...options.external, 'mocha', 'dockerode'],
    sourcemap: 'inline',
    outbase: suite,
    entryPoints: ['index.ts', ...tests].map((name) => path.join(suite, name)),
  });
  return {
    index: path.join(outdir, 'index'),
    files: tests.map((name) => path.join(outdir, name.replace(/\.ts$/, '.js'))),
  };
}
