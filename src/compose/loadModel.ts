import { canonical } from './canonical';
import { nowhere } from './discover';
import type { FileStore } from './fileStore';
import { interpolate } from './interpolate';
import type { Problems } from './problems';
import { startOf } from './sourceText';
import type { Lookup } from './substitute';
import { emptyMap, type MapTree } from './tree';

export interface LoadContext {
  readonly store: FileStore;
  readonly problems: Problems;
  readonly lookup: Lookup;
}

/** Several compose files, each over the ones before it, in long forms. `undefined` when nothing could be read. */
export async function loadModel(
  files: readonly string[],
  context: LoadContext,
): Promise<MapTree | undefined> {
  let model: MapTree | undefined;
  for (const file of files) {
    const loaded = await loadFile(file, model, context);
    model = loaded ?? model;
  }
  return model;
}

async function loadFile(
  file: string,
  base: MapTree | undefined,
  context: LoadContext,
): Promise<MapTree | undefined> {
  const { problems } = context;
  const stored = await context.store.readYaml(file);
  if (stored === undefined) {
    problems.error(`open ${file}: no such file or directory`, nowhere(file));
    return undefined;
  }
  let model = base;
  for (const { root } of stored.documents) {
    if (root.kind !== 'map') {
      problems.error('top-level object must be a mapping', root.at);
      continue;
    }
    model = canonical(interpolate(root, context.lookup, problems), problems);
  }
  return model ?? emptyMap(startOf(stored.source));
}
