import type { Span } from './sourceText';
import { child, entriesOf, type Entry } from './tree';

/** The first cycle of `depends_on`, by names in order; it ends with the name it begins with (compose-go: CheckCycle). */
export function findCycle(
  services: readonly (readonly [string, Entry])[],
): { readonly names: readonly string[]; readonly at: Span } | undefined {
  const graph = new Map(
    services.map(([name, { value }]) => [name, new Map(entriesOf(child(value, 'depends_on')))]),
  );
  const done = new Set<string>();
  for (const name of [...graph.keys()].sort()) {
    const cycle = search([name], graph, done);
    if (cycle === undefined) continue;
    const [first = '', second = ''] = cycle;
    const at = graph.get(first)?.get(second)?.key;
    if (at !== undefined) return { names: cycle, at };
  }
  return undefined;
}

function search(
  path: readonly string[],
  graph: ReadonlyMap<string, ReadonlyMap<string, Entry>>,
  done: Set<string>,
): readonly string[] | undefined {
  const last = path.at(-1) ?? '';
  // A service that leads into no cycle does so from wherever it is reached.
  if (done.has(last)) return undefined;
  for (const name of [...(graph.get(last)?.keys() ?? [])].sort()) {
    const index = path.indexOf(name);
    if (index >= 0) return [...path.slice(index), name];
    if (!graph.has(name)) continue;
    const cycle = search([...path, name], graph, done);
    if (cycle !== undefined) return cycle;
  }
  done.add(last);
  return undefined;
}
