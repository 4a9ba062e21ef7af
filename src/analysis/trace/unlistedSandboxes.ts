import type { Topology } from '../../model/topology';
import type { SandboxPlugs } from './connectWires';
import { observedNamespace } from './observedNamespace';

/**
 * Namespaces that were read though the engine listed no container for them: created between two of its
 * answers, or left out by it. Packets reach them all the same.
 */
export function unlistedSandboxes(topology: Topology): readonly SandboxPlugs[] {
  const listed = new Set(topology.sandboxes.map(({ id }) => id));
  return [...(topology.kernel?.sandboxes ?? [])].flatMap(([id, facts]) => {
    if (listed.has(id)) return [];
    const label = ownName(topology, id) ?? id.slice(0, 12);
    const namespace = observedNamespace(facts, { id, kind: 'sandbox', label, containers: [] });
    return namespace === undefined ? [] : [{ namespace, plugs: [] }];
  });
}

/**
 * The container's name as the engine wrote it beside its own address: `ADDRESS HOSTNAME NAME` (Podman:
 * libpod container_internal_common.go, addHosts). Docker writes the hostname only.
 */
function ownName(topology: Topology, containerId: string): string | undefined {
  const short = containerId.slice(0, 12);
  const own = topology.kernel?.files.get(containerId)?.hosts?.find(({ names }) => {
    return names[0] === short;
  });
  return own?.names.at(-1);
}
