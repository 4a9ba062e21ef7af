import type { ComposeReader, ComposeRequest, ComposeResult } from './composeRequest';
import { Problems } from './problems';
import { FileStore } from './fileStore';
import { resolveModel } from './resolveModel';
import { toComposeProject } from './toComposeProject';

/**
 * Reads a compose project as `docker compose` would, without running anything. Never throws: what
 * is wrong comes as problems at their places, beside as much of the project as could be made out.
 */
export async function readComposeProject(
  request: ComposeRequest,
  reader: ComposeReader,
): Promise<ComposeResult> {
  const problems = new Problems();
  const store = new FileStore(reader, problems);
  const resolved = await resolveModel(request, store, problems);
  return {
    ...(resolved === undefined ? {} : { project: toComposeProject(resolved) }),
    problems: problems.all(),
    filesRead: store.filesRead(),
  };
}
