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

/** More ports than a host has: ranges that only cost time and memory. */
const maxPorts = 65_536;

/** `ports` in long form, one entry a port (compose-go: transformPorts). */
export function canonicalPorts(list: ListTree, path: Path, problems: Problems): ListTree {
  const items: Tree[] = [];
  for (const item of list.items) {
    if (item.kind === 'map') {
      items.push(item);
    } else if (item.kind === 'string' || item.kind === 'int') {
      const result = parsePort(printed(item));
      if (!result.ok) problems.error(result.message, item.at);
      else if (items.length + result.ports.length > maxPorts) {
        problems.error(`${path.join('.')}: more than ${maxPorts} ports, not read`, item.at);
      } else for (const port of result.ports) items.push(longForm(port, item.at));
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
