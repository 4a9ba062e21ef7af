import type { ComposeProject } from '../model/composeProject';

/**
 * In which order `up` starts services: after those they depend on; those that do not depend on each
 * other start at the same time (compose: InDependencyOrder).
 */
export interface StartOrder {
  /** Whether the one is surely running before the other is started. */
  isBefore(first: string, second: string): boolean;
  /** A place in one possible order: by how deep the dependencies go. */
  depthOf(service: string): number;
}

export function startOrder(project: ComposeProject): StartOrder {
  const dependencies = new Map(
    project.services
      .filter(({ inactive }) => !inactive)
      .map(({ name, dependsOn }) => [name, (dependsOn ?? []).map(({ value }) => value)]),
  );
  const closures = new Map<string, ReadonlySet<string>>();
  const depths = new Map<string, number>();
  /** Services that depend on each other in a circle never start; the circle is cut where it closes. */
  const visit = (name: string): ReadonlySet<string> => {
    const done = closures.get(name);
    if (done !== undefined) return done;
    const all = new Set<string>();
    closures.set(name, all);
    let depth = 0;
    for (const dependency of dependencies.get(name) ?? []) {
      if (!dependencies.has(dependency)) continue;
      all.add(dependency);
      for (const further of visit(dependency)) all.add(further);
      depth = Math.max(depth, (depths.get(dependency) ?? 0) + 1);
    }
    depths.set(name, depth);
    return all;
  };
  return {
    isBefore: (first, second) => visit(second).has(first),
    depthOf: (service) => {
      visit(service);
      return depths.get(service) ?? 0;
    },
  };
}
