import type { ComposeReader, ComposeRequest, ComposeResult } from './composeRequest';
import { Problems } from './problems';
import { FileStore } from './fileStore';
import type { ParsedFiles } from './parsedFiles';
import { resolveModel } from './resolveModel';
import { toComposeProject } from './toComposeProject';

/**
 * Reads a compose project as `docker compose` would, without running anything. Never throws: what
 * is wrong comes as problems at their places, beside as much of the project as could be made out.
 * @param parsedFiles files parsed by earlier readings of the same project
 */
export async function readComposeProject(
  request: ComposeRequest,
  reader: ComposeReader,
  parsedFiles?: ParsedFiles,
): Promise<ComposeResult> {
  const problems = new Problems();
  const store = new FileStore(reader, problems, parsedFiles);
  const resolved = await resolveModel(request, store, problems);
  return {
    ...(resolved === undefined ? {} : { project: toComposeProject(resolved) }),
    profiles: resolved?.profiles ?? [],
    problems: problems.all(),
    filesRead: store.filesRead(),
    unread: problems.unreadFiles(),
  };
}
