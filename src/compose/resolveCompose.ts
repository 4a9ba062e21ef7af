import { composeProjection, type Json } from './composeProjection';
import type { ComposeReader, ComposeRequest, ComposeResult } from './composeRequest';
import { FileStore } from './fileStore';
import { Problems } from './problems';
import { resolveModel } from './resolveModel';
import type { Span } from './sourceText';
import { child, entriesOf, itemsOf, printed, type MapTree } from './tree';

export interface ComposeProjectionResult {
  readonly problems: ComposeResult['problems'];
  /** Absent when docker compose would refuse the project. */
  readonly projection?: Json;
}

/**
 * docker compose cannot print a build's SSH key with a path as JSON; `up` takes it, so this is no
 * problem of the project.
 */
const sshRefusal =
  "json: error calling MarshalJSON for type types.SSHKey: invalid character ':' after top-level value";

/** What `docker compose config` would say of the project's networking; for the command line. */
export async function resolveCompose(
  request: ComposeRequest,
  reader: ComposeReader,
  allResources: boolean,
): Promise<ComposeProjectionResult> {
  const problems = new Problems();
  const resolved = await resolveModel(request, new FileStore(reader, problems), problems);
  if (resolved === undefined || problems.hasErrors) return { problems: problems.all() };
  const key = sshKey(resolved.model);
  if (key !== undefined) {
    problems.error(sshRefusal, key);
    return { problems: problems.all() };
  }
  return {
    problems: problems.all(),
    projection: composeProjection(resolved, allResources),
  };
}

function sshKey(model: MapTree): Span | undefined {
  for (const [, { value }] of entriesOf(child(model, 'services'))) {
    const ssh = child(value, 'build', 'ssh');
    for (const [, entry] of entriesOf(ssh)) if (entry.value.kind !== 'null') return entry.key;
    const line = itemsOf(ssh).find((item) => printed(item).includes('='));
    if (line !== undefined) return line.at;
  }
  return undefined;
}
