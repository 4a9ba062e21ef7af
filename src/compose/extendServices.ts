import { nowhere } from './discover';
import { folderOf, resolvePath } from './filePaths';
import { isRemote, notFetched } from './includeFiles';
import type { ExtendedFile, LoadContext, LoadExtended } from './loadContext';
import { mergeTrees } from './mergeTrees';
import { applyResets } from './resets';
import {
  child,
  printed,
  stringOf,
  withEntry,
  type Entry,
  type MapTree,
  type Path,
  type Tree,
} from './tree';

/**
 * Lays every service that extends another over it (compose-go: ApplyExtends). Bases are services of
 * the same file as it is written, or of another file.
 */
export async function extendServices(
  model: MapTree,
  resets: readonly Path[],
  file: string,
  context: LoadContext,
  load: LoadExtended,
): Promise<MapTree> {
  const services = child(model, 'services');
  if (services === undefined) return model;
  if (services.kind !== 'map') {
    context.problems.error('services must be a mapping', services.at);
    context.problems.markDamaged(services.at);
    return model;
  }
  const place: Place = { services, resets, shown: file };
  const known = new Map<string, Promise<ExtendedFile>>();
  const loadOnce: LoadExtended = (path, folder) => {
    const loaded = known.get(path) ?? load(path, folder, context);
    known.set(path, loaded);
    return loaded;
  };
  const entries = new Map<string, Entry>();
  for (const [name, entry] of services.entries) {
    const value = await extend(name, entry.value, place, [], { ...context, main: file, loadOnce });
    entries.set(name, { key: entry.key, value });
  }
  return withEntry(model, 'services', { ...services, entries });
}

/** Where a service is looked for: the services of one file. */
interface Place {
  readonly services: MapTree;
  readonly resets: readonly Path[];
  /** The file as messages name it. */
  readonly shown: string;
}

interface Context extends LoadContext {
  /** The file the first service of the chain stands in: messages name it throughout. */
  readonly main: string;
  readonly loadOnce: LoadExtended;
}

interface Step {
  readonly service: string;
  readonly shown: string;
}

const maxChain = 100;

async function extend(
  name: string,
  service: Tree,
  place: Place,
  chain: readonly Step[],
  context: Context,
): Promise<Tree> {
  const { problems } = context;
  if (service.kind !== 'map') {
    // Nothing at all is left to the schema, which has its own words for it.
    if (service.kind !== 'null') {
      problems.error(`services.${name} must be a mapping`, service.at);
      problems.markDamaged(service.at);
    }
    return service;
  }
  const extended = service.entries.get('extends');
  if (extended === undefined) return service;
  const reference = readReference(extended.value);
  if (reference === undefined) {
    problems.error(`extends.${name}.service is required`, extended.value.at);
    return service;
  }
  const target = await findPlace(name, reference, place, extended, context);
  if (target === undefined) return withEntry(service, 'extends', undefined);
  const step = { service: name, shown: target.shown };
  const cycle = describeCycle(chain, step);
  if (cycle !== undefined || chain.length > maxChain) {
    problems.error(cycle ?? 'extends: the chain is too long', extended.key);
    return withEntry(service, 'extends', undefined);
  }
  const raw = target.services.entries.get(reference.service)?.value;
  if (raw === undefined) return service;
  const base = await extend(reference.service, raw, target, [...chain, step], context);
  if (base.kind !== 'map') return service;
  const own = place.resets.flatMap(([section, key, ...rest]) =>
    section === 'services' && key === name && rest.length > 0 ? [rest] : [],
  );
  const merged = mergeTrees(applyResets(base, own), service, ['services', 'x'], problems);
  return merged.kind === 'map' ? withEntry(merged, 'extends', undefined) : service;
}

interface Reference {
  readonly service: string;
  readonly file: Tree | undefined;
}

function readReference(tree: Tree): Reference | undefined {
  if (tree.kind === 'string') return { service: tree.value, file: undefined };
  // Any other shape names no service, and is told as such.
  if (tree.kind !== 'map') return { service: '', file: undefined };
  const service = stringOf(child(tree, 'service'));
  const file = child(tree, 'file');
  if (service === undefined) return undefined;
  return { service, file: file?.kind === 'null' ? undefined : file };
}

async function findPlace(
  name: string,
  reference: Reference,
  place: Place,
  extended: Entry,
  context: Context,
): Promise<Place | undefined> {
  const { problems } = context;
  const cannot = `cannot extend service ${JSON.stringify(name)} in`;
  const wanted = `service ${JSON.stringify(reference.service)} not found`;
  const at = child(extended.value, 'service')?.at ?? extended.value.at;
  if (reference.file === undefined) {
    if (place.services.entries.has(reference.service)) return { ...place, shown: context.main };
    problems.error(`${cannot} ${context.main}: ${wanted}`, at);
    return undefined;
  }
  const written = printed(reference.file);
  if (isRemote(written)) {
    problems.unread(written, notFetched, reference.file.at);
    return undefined;
  }
  const file = resolvePath(context.folder, written);
  // Paths in files that are themselves extended were made absolute; messages have them as written.
  const inside = place.shown !== context.main && file.startsWith(`${context.folder}/`);
  const shown = inside ? file.slice(context.folder.length + 1) : written;
  const loaded = await context.loadOnce(file, folderOf(file), context);
  if (loaded.kind === 'read') {
    if (loaded.services.entries.has(reference.service)) return { ...loaded, shown };
    problems.error(`${cannot} ${context.main}: ${wanted} in ${shown}`, at);
    return undefined;
  }
  switch (loaded.kind) {
    case 'missing':
      context.store.reportMissing(file, await context.store.absence(file), reference.file.at);
      break;
    case 'no services':
      problems.error(`${cannot} ${file}: no services section`, reference.file.at);
      break;
    case 'no mapping':
      problems.error(`${cannot} ${file}: services must be a mapping`, nowhere(file));
  }
  return undefined;
}

function describeCycle(chain: readonly Step[], step: Step): string | undefined {
  const known = chain.some((other) => other.service === step.service && other.shown === step.shown);
  const [first] = chain;
  if (!known || first === undefined) return undefined;
  return [
    'Circular reference:',
    `  ${first.service} in ${first.shown}`,
    ...[...chain.slice(1), step].map(({ service, shown }) => `  extends ${service} in ${shown}`),
  ].join('\n');
}
