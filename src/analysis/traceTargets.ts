import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';

/** Something to trace to, as a user would type it. */
export interface TraceTarget {
  /** `db:5432`, `dns:53/udp`, `host:8080`. */
  readonly value: string;
  /** The container whose port on the host it is. */
  readonly publishes?: string;
}

/** Every container, with each port it exposes or publishes, then each port of the host that leads to one. */
export function traceTargets({ containers, publishedPorts }: Topology): readonly TraceTarget[] {
  const onHost = new Map<string, TraceTarget>();
  const inside = containers.flatMap(({ id, name, exposedPorts }) => {
    const ports = new Set((isKnown(exposedPorts) ? exposedPorts.value : []).map(portText));
    for (const { containerId, containerPort, hostPort, proto } of publishedPorts) {
      if (containerId !== id) continue;
      ports.add(portText({ port: containerPort.value, proto }));
      if (!isKnown(hostPort)) continue;
      const value = `host:${portText({ port: hostPort.value, proto })}`;
      onHost.set(value, { value, publishes: name.value });
    }
    return ports.size === 0
      ? [{ value: name.value }]
      : [...ports].map((port) => ({ value: `${name.value}:${port}` }));
  });
  return [...inside, ...onHost.values()];
}

/** As in a target: `tcp` goes without saying. */
function portText({ port, proto }: { readonly port: number; readonly proto: string }): string {
  return proto === 'tcp' ? String(port) : `${port}/${proto}`;
}
