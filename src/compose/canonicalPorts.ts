import { parsePort, type ShortPort } from './parsePort';
import type { Problems } from './problems';
import type { Span } from './sourceText';
import {
  goType,
  integer,
  printed,
  text,
  type Entry,
  type ListTree,
  type MapTree,
  type Path,
  type Tree,
} from './tree';

/** How many more ports a project may publish; ranges beyond it would only cost time and memory. */
export interface PortBudget {
  left: number;
}

export const maxPorts = 20_000;

/** `ports` in long form, one entry a port (compose-go: transformPorts). */
export function canonicalPorts(
  list: ListTree,
  path: Path,
  budget: PortBudget,
  problems: Problems,
): ListTree {
  const items: Tree[] = [];
  const add = (ports: readonly Tree[]) => {
    for (const port of ports) items.push(port);
    budget.left -= ports.length;
  };
  for (const item of list.items) {
    if (item.kind === 'map') {
      add([item]);
    } else if (item.kind === 'string' || item.kind === 'int') {
      const result = parsePort(printed(item), Math.max(budget.left, 1));
      if (result.ok) add(result.ports.map((port) => longForm(port, item.at)));
      else problems.error(result.message, item.at);
    } else {
      problems.error(`${path.join('.')}: invalid type ${goType(item)} for port`, item.at);
    }
  }
  return { ...list, items };
}

function longForm(port: ShortPort, at: Span): MapTree {
  const entries = new Map<string, Entry>();
  const set = (key: string, value: Tree) => entries.set(key, { key: at, value });
  set('mode', text('ingress', at));
  if (port.hostAddress !== '') set('host_ip', text(port.hostAddress, at));
  // docker compose loses a target of 0 here, and then misses it.
  if (port.target !== 0) set('target', integer(port.target, at));
  if (port.published !== '') set('published', text(port.published, at));
  set('protocol', text(port.proto, at));
  return { kind: 'map', at, entries };
}
