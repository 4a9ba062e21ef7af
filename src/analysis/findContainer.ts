import type { Container } from '../model/container';
import type { Topology } from '../model/topology';

/**
 * The container a user means: by name, key, id or a unique beginning of the id, compose service
 * (its first replica when there is one project with it). `undefined` when none or several fit.
 */
export function findContainer(topology: Topology, reference: string): Container | undefined {
  const wanted = reference.replace(/^\//, '');
  const exact = exactNames(topology).get(wanted);
  if (exact !== undefined) return exact;
  const services = topology.containers.filter(({ compose }) => compose?.service === wanted);
  const projects = new Set(services.map(({ compose }) => compose?.project));
  if (projects.size === 1) return services[0];
  if (!/^[0-9a-f]{4,64}$/.test(wanted)) return undefined;
  const begins = topology.containers.filter(({ id }) => id.startsWith(wanted));
  return begins.length === 1 ? begins[0] : undefined;
}

const indexes = new WeakMap<Topology, ReadonlyMap<string, Container>>();

/** Containers by name, id and key; the first in the topology's order where two share one. */
function exactNames(topology: Topology): ReadonlyMap<string, Container> {
  const made = indexes.get(topology);
  if (made !== undefined) return made;
  const index = new Map<string, Container>();
  for (const container of topology.containers) {
    for (const name of [container.name.value, container.id, container.key]) {
      if (!index.has(name)) index.set(name, container);
    }
  }
  indexes.set(topology, index);
  return index;
}
