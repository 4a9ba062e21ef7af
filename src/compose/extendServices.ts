import { nowhere } from './discover';
import { folderOf, resolvePath } from './filePaths';
import type { LoadContext, LoadExtended } from './loadContext';
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
  const entries = new Map<string, Entry>();
  for (const [name, entry] of services.entries) {
    const place: Place = { services, resets, file, shown: file };

    const value = await extend(name, entry.value, place, [], { ...context, load });
    entries.set(name, { key: entry.key, value });
  }
  return withEntry(model, 'services', { ...services, entries });
}

/** Where a service is looked for: the services of one file. */
interface Place {
  readonly services: MapTree;
  readonly resets: readonly Path[];
  readonly file: string;
  /** The file as messages name it. */
  readonly shown: string;
}

type Context = LoadContext & { readonly load: LoadExtended };

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
    if (place.services.entries.has(reference.service)) return place;
    problems.error(`${cannot} ${place.file}: ${wanted}`, at);
    return undefined;
  }
  const shown = printed(reference.file);
  const file = resolvePath(context.folder, shown);
  const loaded = await context.load(file, folderOf(file), context);
  if (loaded.kind === 'read') {
    if (loaded.services.entries.has(reference.service)) return { ...loaded, file, shown };
    problems.error(`${cannot} ${place.file}: ${wanted} in ${shown}`, at);
    return undefined;
  }
  switch (loaded.kind) {
    case 'missing':
      problems.error(`open ${file}: no such file or directory`, reference.file.at);
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
