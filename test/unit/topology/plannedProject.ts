import assert from 'node:assert/strict';
import { readComposeProject } from '../../../src/compose/readComposeProject';
import type { ComposeProject } from '../../../src/model/composeProject';
import type { Topology } from '../../../src/model/topology';
import { planTopology, type PlanOptions } from '../../../src/topology/planTopology';

/** Reads a file as project `shop` (or takes a project) and plans it. */
export async function plannedFrom(
  source: string | ComposeProject,
  options: PlanOptions = {},
  profiles: readonly string[] = [],
): Promise<Topology & { readonly project: ComposeProject }> {
  const project = typeof source === 'string' ? await readProject(source, profiles) : source;
  return { ...planTopology(project, options), project };
}

async function readProject(text: string, profiles: readonly string[]): Promise<ComposeProject> {
  const { project, problems } = await readComposeProject(
    { workingDirectory: '/srv/shop', environment: {}, profiles },
    { readFile: (path) => Promise.resolve(path === '/srv/shop/compose.yaml' ? text : undefined) },
  );
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  assert.ok(project);
  return project;
}
