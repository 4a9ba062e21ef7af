import { composeProjection, type Json } from './composeProjection';
import type { ComposeReader, ComposeRequest, ComposeResult } from './composeRequest';
import { FileStore } from './fileStore';
import { Problems } from './problems';
import { resolveModel } from './resolveModel';

export interface ComposeProjectionResult {
  readonly problems: ComposeResult['problems'];
  /** Absent when docker compose would refuse the project. */
  readonly projection?: Json;
}

/** What `docker compose config` would say of the project's networking; for the command line. */
export async function resolveCompose(
  request: ComposeRequest,
  reader: ComposeReader,
  allResources: boolean,
): Promise<ComposeProjectionResult> {
  const problems = new Problems();
  const resolved = await resolveModel(request, new FileStore(reader, problems), problems);
  return {
    problems: problems.all(),
    ...(resolved === undefined || problems.hasErrors
      ? {}
      : { projection: composeProjection(resolved, allResources) }),
  };
}
