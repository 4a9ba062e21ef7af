import { readEnvironment } from './discover';
import { folderOf, isAbsolute, resolvePath } from './filePaths';
import type { LoadContext, LoadFiles } from './loadContext';
import type { Problems } from './problems';
import type { Span } from './sourceText';
import {
  child,
  emptyMap,
  entriesOf,
  formatted,
  goType,
  itemsOf,
  printed,
  stringOf,
  treesEqual,
  withEntry,
  type Entry,
  type MapTree,
  type Tree,
} from './tree';

const sections = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** Copies the resources of included files into the model (compose-go: ApplyInclude). */
export async function includeFiles(
  model: MapTree,
  context: LoadContext,
  loadFiles: LoadFiles,
): Promise<MapTree> {
  const include = child(model, 'include');
  if (include === undefined) return model;
  let result = withEntry(model, 'include', undefined);
  if (include.kind === 'null') return result;
  if (include.kind !== 'list') {
    context.problems.error(`\`include\` must be a list, got ${formatted(include)}`, include.at);
    return result;
  }
  for (const [index, item] of include.items.entries()) {
    const wanted = readEntry(item);
    if (wanted === undefined) {
      // An entry without a path includes nothing, which is no error.
      if (item.kind !== 'map') context.problems.error(unreadable(item, index), item.at);
      continue;
    }
    const imported = await load(wanted, context, loadFiles);
    if (imported !== undefined) result = importResources(imported, result, context.problems);
  }
  return result;
}

function unreadable(item: Tree, index: number): string {
  const found = item.kind === 'list' ? 'slice' : goType(item);
  return `decoding failed due to the following error(s):\n\n'[${index}]' expected a map or struct, got ${JSON.stringify(found)}`;
}

interface IncludeEntry {
  readonly at: Span;
  readonly paths: readonly Tree[];
  readonly projectDirectory: string | undefined;
  readonly envFiles: readonly Tree[];
}

function readEntry(item: Tree): IncludeEntry | undefined {
  if (item.kind === 'string') {
    return { at: item.at, paths: [item], projectDirectory: undefined, envFiles: [] };
  }
  const paths = strings(child(item, 'path'));
  if (paths.length === 0) return undefined;
  const directory = stringOf(child(item, 'project_directory'));
  return {
    at: item.at,
    paths,
    projectDirectory: directory === '' ? undefined : directory,
    envFiles: strings(child(item, 'env_file')),
  };
}

function strings(tree: Tree | undefined): readonly Tree[] {
  const items = tree?.kind === 'list' ? itemsOf(tree) : tree === undefined ? [] : [tree];
  return items.filter((item) => item.kind === 'string');
}

/** What docker compose would fetch: Git repositories and OCI artifacts. They are named, never fetched. */
export function isRemote(path: string): boolean {
  return /^(?:oci|git|ssh|https?):\/\/|^git@|^github\.com\//.test(path);
}

export const notFetched = 'it is remote and nothing is fetched; what it declares is missing here';

const maxDepth = 50;

async function load(
  entry: IncludeEntry,
  context: LoadContext,
  loadFiles: LoadFiles,
): Promise<MapTree | undefined> {
  const { problems } = context;
  const [main] = entry.paths;
  if (main === undefined) return undefined;
  const remote = entry.paths.find((path) => isRemote(printed(path)));
  if (remote !== undefined) {
    problems.unread(printed(remote), notFetched, remote.at);
    return undefined;
  }
  const files = entry.paths.map((path) => resolvePath(context.folder, printed(path)));
  const mainFile = files[0] ?? '';
  if (context.included.includes(mainFile) || context.included.length > maxDepth) {
    const [first, ...others] = [...context.included, mainFile];
    problems.error(
      `include cycle detected:\n${first}\n include ${others.join('\n include ')}`,
      main.at,
    );
    return undefined;
  }
  const folder =
    entry.projectDirectory === undefined
      ? folderOf(mainFile)
      : resolvePath(context.folder, entry.projectDirectory);
  const environment = await includedEnvironment(entry, folder, context);
  const namedAt = entry.paths.map(({ at }) => at);
  return loadFiles(files, { ...context, folder, environment, namedAt });
}

/** What is known wins over the entry's env files, else over the `.env` beside the included file. */
async function includedEnvironment(
  entry: IncludeEntry,
  folder: string,
  context: LoadContext,
): Promise<ReadonlyMap<string, string>> {
  const read = new Map<string, string>();
  const given = entry.envFiles.length > 0;
  const files = given
    ? entry.envFiles.map((tree) => ({ file: resolvePath(context.folder, printed(tree)), tree }))
    : [{ file: resolvePath(folder, '.env'), tree: undefined }];
  for (const { file, tree } of files) {
    const content = await context.store.readFile(file);
    if (content !== undefined) {
      readEnvironment(file, content, read, context.environment, context.problems);
    } else if (tree !== undefined) {
      const message = isAbsolute(printed(tree))
        ? `couldn't find env file: ${file}`
        : `stat ${file}: no such file or directory`;
      context.store.reportMissing(file, message, tree.at);
    }
  }
  return new Map([...read, ...context.environment]);
}

/** A resource of the same name must be the same. */
function importResources(from: MapTree, into: MapTree, problems: Problems): MapTree {
  let result = into;
  for (const section of sections) {
    const source = child(from, section);
    if (source?.kind !== 'map') continue;
    const known = child(result, section);
    const target = known?.kind === 'map' ? known : emptyMap(source.at);
    const entries = new Map<string, Entry>(target.entries);
    for (const [name, entry] of entriesOf(source)) {
      const own = entries.get(name);
      if (own === undefined) entries.set(name, entry);
      else if (!treesEqual(own.value, entry.value)) {
        problems.error(`${section}.${name} conflicts with imported resource`, own.key);
      }
    }
    result = withEntry(result, section, { ...target, entries });
  }
  return result;
}
