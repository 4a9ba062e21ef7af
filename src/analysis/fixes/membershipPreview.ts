import type { Topology } from '../../model/topology';
import { ConnectivityMatrix } from '../matrix/connectivityMatrix';
import { targetLabel } from '../matrix/exportMatrix';
import {
  connectEffects,
  disconnectEffects,
  type ConnectWish,
  type MembershipEffect,
} from '../membershipChange';
import { withConnection, withoutConnection } from './changedTopology';

/** Who can use whom after a change and could not before, or the other way round. */
export interface PathChange {
  readonly kind: 'opened' | 'closed';
  /** The two ends by name, the changed container last. */
  readonly ends: readonly [string, string];
  /** The other end is the host or the outside. */
  readonly beyond: boolean;
  /** What of the second end, and of the first end where both directions change: `db:5432`. */
  readonly targets: readonly string[];
}

/** What connecting changes: paths opened and closed, traced in the topology as it would be, and routes and names. */
export function previewConnect(
  topology: Topology,
  containerId: string,
  networkId: string,
  wish: ConnectWish,
): readonly MembershipEffect[] {
  const after = withConnection(topology, containerId, networkId, wish);
  const effects = connectEffects(topology, containerId, networkId, wish);
  return after === undefined
    ? effects
    : [...pathEffects(pathChanges(topology, after, containerId)), ...effects];
}

/** What disconnecting changes. */
export function previewDisconnect(
  topology: Topology,
  containerId: string,
  networkId: string,
): readonly MembershipEffect[] {
  const after = withoutConnection(topology, containerId, networkId);
  const effects = disconnectEffects(topology, containerId, networkId);
  return after === undefined
    ? effects
    : [...pathEffects(pathChanges(topology, after, containerId)), ...effects];
}

/** Paths from and to one container that two topologies differ in, by name. Both families; a path counts once. */
export function pathChanges(
  before: Topology,
  after: Topology,
  containerId: string,
): readonly PathChange[] {
  const was = openPaths(before, (id) => id === containerId);
  const is = openPaths(after, (id) => id === containerId);
  const name = before.containers.find(({ id }) => id === containerId)?.name.value ?? containerId;
  return [...gather('opened', is, was, name), ...gather('closed', was, is, name)];
}

/** The same for everybody; the asker comes first. */
export function pathChangesAnywhere(before: Topology, after: Topology): readonly PathChange[] {
  const [was, is] = [openPaths(before), openPaths(after)];
  return [...gather('opened', is, was), ...gather('closed', was, is)];
}

interface Path {
  readonly from: string;
  readonly to: string;
  readonly target: string;
  readonly beyond: boolean;
}

/** @param isSubject exactly one end is; without it every path counts */
function openPaths(
  topology: Topology,
  isSubject?: (id: string | undefined) => boolean,
): ReadonlyMap<string, Path> {
  const paths = new Map<string, Path>();
  for (const family of [4, 6] as const) {
    const matrix = new ConnectivityMatrix(topology, family);
    matrix.sources.forEach((source, row) => {
      matrix.targets.forEach((target, column) => {
        if (isSubject !== undefined && isSubject(source.from) === isSubject(target.container?.id))
          return;
        const { verdict } = matrix.cell(row, column);
        if (verdict !== 'delivered' && verdict !== 'arrives') return;
        const label = targetLabel(target);
        paths.set(`${source.from} ${target.container?.id ?? target.kind} ${label}`, {
          from: source.name,
          to: target.name,
          target: label,
          beyond: source.kind !== 'container' || target.kind !== 'container',
        });
      });
    });
  }
  return paths;
}

function gather(
  kind: PathChange['kind'],
  has: ReadonlyMap<string, Path>,
  lacks: ReadonlyMap<string, Path>,
  subject?: string,
): readonly PathChange[] {
  const byEnds = new Map<string, { ends: [string, string]; targets: string[]; beyond: boolean }>();
  for (const [key, { from, to, target, beyond }] of has) {
    if (lacks.has(key)) continue;
    const ends: [string, string] =
      subject === undefined ? [from, to] : [from === subject ? to : from, subject];
    const both = JSON.stringify(ends);
    const entry = byEnds.get(both) ?? { ends, targets: [], beyond };
    byEnds.set(both, entry);
    if (!entry.targets.includes(target)) entry.targets.push(target);
  }
  return [...byEnds.values()].map((one) => ({ kind, ...one }));
}

/** At most so many by name in a question. */
const shown = 8;

/** In sentences. */
export function pathEffects(changes: readonly PathChange[]): readonly MembershipEffect[] {
  return (['opened', 'closed'] as const).flatMap((kind) =>
    [false, true].flatMap((beyond) => {
      const some = changes.filter((one) => one.kind === kind && one.beyond === beyond);
      if (some.length === 0) return [];
      const lines = some
        .slice(0, shown)
        .map(({ ends, targets }) => `${ends[0]} – ${ends[1]} (${targets.join(', ')})`);
      const more = some.length > shown ? ` and ${some.length - shown} more` : '';
      const count = some.length === 1 ? 'one path' : `${some.length} paths`;
      const where = beyond ? ' beyond the containers' : '';
      const verb = kind === 'opened' ? 'Opens' : 'Closes';
      const text = `${verb} ${count}${where}: ${lines.join('; ')}${more}.`;
      return [{ kind: 'paths' as const, text }];
    }),
  );
}
