import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';

/**
 * A topology whose host was read before its engine was: a veth or bridge in it that had an owner then is not left
 * over; its owner went, and it with it. What was nobody's then is still told.
 * @param before the topology of that reading of the host, with what the engine said then
 */
export function withoutFreedDevices(topology: Topology, before: Topology): Topology {
  const owned = ownedDevices(before);
  const { looseVeths } = topology.host;
  return {
    ...topology,
    bridges: topology.bridges.filter(
      ({ networkId, device }) =>
        networkId !== undefined || !isKnown(device) || !owned.has(device.value),
    ),
    ...(looseVeths === undefined
      ? {}
      : {
          host: {
            ...topology.host,
            looseVeths: looseVeths.filter(
              ({ kind, name }) => kind !== 'left-over' || !owned.has(name),
            ),
          },
        }),
  };
}

/** Names of the bridges that networks have, and of the host's ends of paired veths. */
function ownedDevices({ bridges, vethPairs }: Topology): ReadonlySet<string> {
  return new Set([
    ...bridges.flatMap(({ networkId, device }) =>
      networkId !== undefined && isKnown(device) ? [device.value] : [],
    ),
    ...vethPairs.flatMap(({ hostEnd }) => (isKnown(hostEnd) ? [hostEnd.value] : [])),
  ]);
}
