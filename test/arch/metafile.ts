import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import type { BundleName } from '../../esbuild.mjs';
import { root } from '../../scripts/projectPaths';

/** What the last build wrote about a bundle. */
export function readMetafile(name: BundleName): Metafile {
  return JSON.parse(readFileSync(path.join(root, `out/meta/${name}.json`), 'utf8')) as Metafile;
}

/** The package an input belongs to, e.g. `yaml` or `@balena/dockerignore`; undefined for our own files. */
export function packageOf(input: string): string | undefined {
  return /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
}

/** The inputs that are evaluated when the bundle is loaded: all but what is behind `import()`. */
export function eagerInputs(metafile: Metafile, entry: string): Set<string> {
  const reached = new Set<string>();
  const pending = [entry];
  for (let input = pending.pop(); input !== undefined; input = pending.pop()) {
    if (reached.has(input)) continue;
    reached.add(input);
    for (const { path: to, kind, external } of metafile.inputs[input]?.imports ?? [])
      if (kind !== 'dynamic-import' && external !== true) pending.push(to);
  }
  return reached;
}
