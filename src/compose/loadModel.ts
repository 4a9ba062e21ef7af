import { canonical } from './canonical';
import { checkValues } from './checkValues';
import { nowhere } from './discover';
import { extendServices } from './extendServices';
import type { ExtendedFile, LoadContext } from './loadContext';
import { fillDefaults } from './fillDefaults';
import { includeFiles } from './includeFiles';
import { interpolate } from './interpolate';
import { mergeMaps } from './mergeTrees';
import type { YamlDocument } from './parseYaml';
import type { Problems } from './problems';
import { applyResets } from './resets';
import { resolvePaths } from './resolvePaths';
import { composeFile } from './schemaFile';
import { startOf } from './sourceText';
import type { Lookup } from './substitute';
import { child, emptyMap, withEntry, type MapTree, type Path } from './tree';
import { uniqueItems } from './uniqueItems';
import { validateSchema } from './validateSchema';

/**
 * Several compose files, each over the ones before it, in long forms and with absolute paths
 * (compose-go: loadYamlModel). `undefined` when none could be read.
 */
export async function loadModel(
  files: readonly string[],
  context: LoadContext,
): Promise<MapTree | undefined> {
  let model: MapTree | undefined;
  for (const [index, file] of files.entries()) {
    const stored = await context.store.readYaml(file);
    if (stored === undefined) {
      const { store } = context;
      const at = context.namedAt?.[index] ?? nowhere(file);
      store.reportMissing(file, await store.absence(file), at);
      continue;
    }
    model ??= emptyMap(startOf(stored.source));
    let included = context.included;
    for (const document of stored.documents) {
      included = [...included, file];
      model = await addDocument(model, document, file, { ...context, included });
    }
  }
  if (model === undefined) return undefined;
  const filled = fillDefaults(model);
  checkValues(filled, context.problems);
  return resolvePaths(filled, context.folder);
}

async function addDocument(
  model: MapTree,
  document: YamlDocument,
  file: string,
  context: LoadContext,
): Promise<MapTree> {
  const { problems } = context;
  const own = ownModel(document, context.environment, problems);
  if (own === undefined) return model;
  const extended = await extendServices(own, document.resets, file, context, loadExtendedFile);
  const base = applyResets(model, document.resets);
  const complete = await includeFiles(extended, context, loadModel);
  const merged = uniqueItems(mergeMaps(base, complete, [], problems), problems);
  validate(merged, file, problems);
  const version = merged.entries.get('version');
  if (version !== undefined) {
    problems.warning(
      `${file}: the attribute \`version\` is obsolete, it will be ignored, please remove it to avoid potential confusion`,
      version.key,
    );
  }
  return longForm(withEntry(merged, 'version', undefined), problems);
}

/** A document with its variables replaced. */
function ownModel(
  { root }: YamlDocument,
  environment: ReadonlyMap<string, string>,
  problems: Problems,
): MapTree | undefined {
  if (root.kind !== 'map') {
    problems.error('top-level object must be a mapping', root.at);
    return undefined;
  }
  const lookup: Lookup = (name) => environment.get(name);
  return interpolate(root, lookup, problems);
}

function validate(model: MapTree, file: string, problems: Problems): void {
  for (const error of validateSchema(model, composeFile)) {
    problems.error(`validating ${file}: ${error.message}`, error.at);
    problems.markDamaged(error.at);
  }
}

/** Long forms, and once more without repetition: ranges of ports may overlap only now. */
function longForm(model: MapTree, problems: Problems): MapTree {
  return uniqueItems(withoutEmptyDns(canonical(model, problems)), problems);
}

function withoutEmptyDns(model: MapTree): MapTree {
  const services = child(model, 'services');
  if (services?.kind !== 'map') return model;
  let result = services;
  for (const [name, { value }] of services.entries) {
    const dns = child(value, 'dns');
    if (value.kind !== 'map' || dns?.kind !== 'list') continue;
    const items = dns.items.filter(
      (item) => item.kind !== 'null' && !(item.kind === 'string' && item.value === ''),
    );
    if (items.length === dns.items.length) continue;
    result = withEntry(result, name, withEntry(value, 'dns', { ...dns, items }));
  }
  return result === services ? model : withEntry(model, 'services', result);
}

/**
 * The services of a file named by `extends`, in long forms, with variables replaced and paths absolute,
 * but neither extended, included nor validated yet (compose-go: getExtendsBaseFromFile).
 */
async function loadExtendedFile(
  file: string,
  folder: string,
  context: LoadContext,
): Promise<ExtendedFile> {
  const stored = await context.store.readYaml(file);
  if (stored === undefined) return { kind: 'missing' };
  const { problems } = context;
  let model = emptyMap(startOf(stored.source));
  let resets: readonly Path[] = [];
  for (const document of stored.documents) {
    const own = ownModel(document, context.environment, problems);
    if (own === undefined) continue;
    resets = document.resets;
    const merged = mergeMaps(applyResets(model, resets), own, [], problems);
    model = longForm(uniqueItems(merged, problems), problems);
  }
  const services = child(model, 'services');
  if (services === undefined) return { kind: 'no services' };
  if (services.kind !== 'map') return { kind: 'no mapping' };
  const resolved = child(resolvePaths(model, folder), 'services');
  return { kind: 'read', services: resolved?.kind === 'map' ? resolved : services, resets };
}
