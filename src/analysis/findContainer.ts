import type { Container } from '../model/container';
import type { Topology } from '../model/topology';

/**
 * The container a user means: by name, key, id or a unique beginning of the id, compose service
 * (its first replica when there is one project with it). `undefined` when none or several fit.
 */
export function findContainer(topology: Topology, reference: string): Container | undefined {
  const wanted = reference.replace(/^\//, '');
  const exact = topology.containers.find(
    ({ id, key, name }) => name.value === wanted || id === wanted || key === wanted,
  );
  if (exact !== undefined) return exact;
  const services = topology.containers.filter(({ compose }) => compose?.service === wanted);
  const projects = new Set(services.map(({ compose }) => compose?.project));
  if (projects.size === 1) return services[0];
  if (!/^[0-9a-f]{4,64}$/.test(wanted)) return undefined;
  const begins = topology.containers.filter(({ id }) => id.startsWith(wanted));
  return begins.length === 1 ? begins[0] : undefined;
}
