import type { DaemonOptions } from '../../model/engine';
import type { Listener, ProxyProcess } from '../../model/kernel';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';

/**
 * docker-proxy processes when their command lines were not read: one per published address, towards
 * the address on the gateway network; a proxy on an IPv6 address takes the container's IPv6 address
 * if it has one there, else the IPv4 one (moby: portmapper, MapTCP and newProxyCommand).
 */
export function publishedProxies(
  topology: Topology,
  options: DaemonOptions,
): readonly ProxyProcess[] {
  if (options.userlandProxy === false) return [];
  return carried(topology);
}

function carried(topology: Topology): readonly ProxyProcess[] {
  const endpoints = new Map(topology.endpoints.map((one) => [one.id, one]));
  return topology.publishedPorts.flatMap((port): readonly ProxyProcess[] => {
    const endpoint = port.endpointId === undefined ? undefined : endpoints.get(port.endpointId);
    const binds = port.active || topology.origin.kind === 'compose';
    if (endpoint === undefined || !binds || !isKnown(port.hostPort)) return [];
    const wantsSix = port.hostAddress.value.includes(':');
    const target =
      wantsSix && isKnown(endpoint.ipv6)
        ? endpoint.ipv6
        : isKnown(endpoint.ipv4)
          ? endpoint.ipv4
          : endpoint.ipv6;
    if (!isKnown(target)) return [];
    return [
      {
        proto: port.proto,
        hostAddress: port.hostAddress.value,
        hostPort: port.hostPort.value,
        containerAddress: target.value.address,
        containerPort: port.containerPort.value,
      },
    ];
  });
}

/**
 * Without the proxy the engine keeps TCP ports bound itself and answers nobody (moby: portmapper,
 * newDummyProxy; 28: bridge driver, bindTCPOrUDP).
 */
export function heldPorts(topology: Topology, options: DaemonOptions): readonly Listener[] {
  if (options.userlandProxy !== false) return [];
  return carried(topology).map(({ proto, hostAddress, hostPort }) => ({
    proto,
    address: hostAddress,
    port: hostPort,
    program: 'dockerd',
  }));
}
