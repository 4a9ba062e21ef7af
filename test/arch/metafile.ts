import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import type { BundleName } from '../../esbuild.mjs';
import { root } from '../../scripts/projectPaths';

/** What the last build wrote about a bundle. */
export function readMetafile(name: BundleName): Metafile {
  return JSON.parse(readFileSync(path.join(root, `out/meta/${name}.json`), 'utf8')) as Metafile;
}

/** The files that are loaded for one: at once, or with those behind `import()`. */
export function filesFor(
  metafile: Metafile,
  file: string,
  { lazyToo }: { readonly lazyToo: boolean },
): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [file];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    for (const { path: to, kind, external } of metafile.outputs[next]?.imports ?? [])
      if (external !== true && (lazyToo || kind !== 'dynamic-import')) pending.push(to);
  }
  return reached;
}
