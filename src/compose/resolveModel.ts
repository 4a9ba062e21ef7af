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

/** From request to the normalised model: find, name, load, normalise, choose by profile. */
export async function resolveModel(
  request: ComposeRequest,
  store: FileStore,
  problems: Problems,
): Promise<ResolvedModel | undefined> {
  const surroundings = await discover(request, store, problems);
  if (surroundings.files.length === 0) return undefined;
  const name = await nameOf(surroundings, store, problems);
  const environment = new Map(surroundings.environment).set('COMPOSE_PROJECT_NAME', name.value);
  const loaded = await loadModel(surroundings.files, {
    store,
    problems,
    environment,
    folder: surroundings.projectDirectory,
    included: [],
  });
  if (loaded === undefined) return undefined;
  if (loaded.entries.size === 0) problems.error('empty compose file', loaded.at);
  if (name.value === '') problems.error('project name must not be empty', name.at);
  const model = normalise(withEntry(loaded, 'name', undefined), name.value);
  const enabled = enabledServices(model, surroundings.profiles);
  checkDecoding(model, problems);
  checkConsistency(model, enabled, problems);
  await checkSideFiles(model, enabled, environment, store, problems);
  return { model, name, files: surroundings.files, enabled };
}

/** The name is needed before the files are interpolated: `${COMPOSE_PROJECT_NAME}` may stand in them. */
async function nameOf(
  surroundings: Surroundings,
  store: FileStore,
  problems: Problems,
): Promise<ResolvedModel['name']> {
  let written: Tree | undefined;
  for (const file of surroundings.files) {
    for (const { root } of (await store.readYaml(file))?.documents ?? []) {
      const tree = child(root, 'name');
      if (tree !== undefined && isScalar(tree) && printed(tree) !== '') written = tree;
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
