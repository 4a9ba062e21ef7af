import { checkConsistency } from './checkConsistency';
import { checkDecoding } from './checkDecoding';
import { checkSideFiles } from './checkSideFiles';
import type { ComposeRequest } from './composeRequest';
import { discover, nowhere, type Surroundings } from './discover';
import type { FileStore } from './fileStore';
import { baseName } from './filePaths';
import { loadModel } from './loadModel';
import { normalise } from './normalise';
import type { Problems } from './problems';
import { enabledServices } from './profiles';
import { projectName } from './projectName';
import { substitute } from './substitute';
import { child, printed, withEntry, type Tree } from './tree';
import type { ResolvedModel } from './toComposeProject';

export interface ResolvedProject extends ResolvedModel {
  /** Profiles that are asked for; `*` stands for all. */
  readonly profiles: readonly string[];
}

/** From request to the normalised model: find, name, load, normalise, choose by profile. */
export async function resolveModel(
  request: ComposeRequest,
  store: FileStore,
  problems: Problems,
): Promise<ResolvedProject | undefined> {
  const surroundings = await discover(request, store, problems);
  if (surroundings.files.length === 0) return undefined;
  const name = await nameOf(request, surroundings, store, problems);
  const environment = new Map(surroundings.environment).set('COMPOSE_PROJECT_NAME', name.value);
  const loaded = await loadModel(surroundings.files, {
    store,
    problems,
    environment,
    folder: surroundings.projectDirectory,
    included: [],
  });
  if (loaded === undefined) return undefined;
  // A file that could not be read at all has said so already.
  if (loaded.entries.size === 0 && !problems.hasErrors) {
    problems.error('empty compose file', loaded.at);
  }
  if (name.value === '') problems.error('project name must not be empty', name.at);
  const model = normalise(withEntry(loaded, 'name', undefined), name.value);
  const enabled = enabledServices(model, surroundings.profiles);
  checkDecoding(model, problems);
  // What was not read may hold what seems to be missing.
  if (problems.unreadFiles().length === 0) checkConsistency(model, enabled, problems);
  await checkSideFiles(model, enabled, environment, store, problems);
  const profiles = surroundings.profiles.filter((profile) => profile !== '');
  return { model, name, files: surroundings.files, enabled, profiles };
}

/** The name is needed before the files are interpolated: `${COMPOSE_PROJECT_NAME}` may stand in them. */
async function nameOf(
  request: ComposeRequest,
  surroundings: Surroundings,
  store: FileStore,
  problems: Problems,
): Promise<ResolvedModel['name']> {
  let written: Tree | undefined;
  // Until a file has a name, docker compose decodes each for its name alone, with words of its own.
  let looking = request.projectName === undefined || request.projectName === '';
  for (const file of surroundings.files) {
    const stored = await store.readYaml(file, looking);
    for (const [index, { root }] of (stored?.documents ?? []).entries()) {
      if (looking && index === 0) checkNamed(root, problems);
      const tree = child(root, 'name');
      if (tree === undefined || !isScalar(tree) || printed(tree) === '') continue;
      written = tree;
      looking = false;
    }
  }
  return projectName(
    {
      given: surroundings.givenName,
      written: written === undefined ? undefined : interpolated(written, surroundings, problems),
      folder: baseName(surroundings.projectDirectory),
      at: nowhere(surroundings.files[0] ?? surroundings.projectDirectory),
    },
    problems,
  );
}

const yamlTypes: Readonly<Record<Tree['kind'], string>> = {
  map: 'map',
  list: 'seq',
  string: 'str',
  int: 'int',
  float: 'float',
  bool: 'bool',
  null: 'null',
  time: 'timestamp',
};

function checkNamed(root: Tree, problems: Problems): void {
  const name = child(root, 'name');
  const isRoot = root.kind !== 'map' && root.kind !== 'null';
  const wrong = isRoot ? root : name?.kind === 'map' || name?.kind === 'list' ? name : undefined;
  if (wrong === undefined) return;
  const shown = printed(wrong);
  const short = shown.length > 10 ? `${shown.slice(0, 7)}...` : shown;
  const value = isScalar(wrong) ? ` \`${short}\`` : '';
  const { line } = wrong.at.source.position(wrong.at.start);
  problems.error(
    `yaml: unmarshal errors:\n  line ${line}: cannot unmarshal !!${yamlTypes[wrong.kind]}${value} into ${isRoot ? 'cli.named' : 'string'}`,
    wrong.at,
  );
  problems.markDamaged(wrong.at);
}

function isScalar(tree: Tree): boolean {
  return tree.kind !== 'map' && tree.kind !== 'list' && tree.kind !== 'null';
}

/** Errors are told again, with the path, when the whole file is interpolated. */
function interpolated(tree: Tree, surroundings: Surroundings, problems: Problems) {
  const result = substitute(printed(tree), (name) => surroundings.environment.get(name));
  if (!result.ok) {
    problems.warning('the project name could not be made out', tree.at);
    return undefined;
  }
  return { value: result.value, at: tree.at };
}
