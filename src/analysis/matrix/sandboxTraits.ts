import type { Endpoint } from '../../model/endpoint';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';
import type { Namespace } from '../trace/world';

/** What a sandbox has of its own, rules apart, as plain data with its names and addresses still in it. */
export class SandboxTraits {
  private readonly endpointsOf: (containerId: string) => readonly Endpoint[];

  constructor(topology: Topology) {
    const index = topologyIndex(topology);
    this.endpointsOf = (id) => index.endpointsOf(id);
  }

  of(namespace: Namespace): object {
    return {
      routes: namespace.routing.routes.filter(({ destination }) => !isLinkLocal(destination)),
      policy: namespace.routingRules,
      sysctl: [...namespace.sysctl],
      unclear: namespace.unclearDefault !== undefined,
      states: namespace.containers.map(({ state }) => state.value),
      plugs: namespace.interfaces.map(({ name, up, addresses, wire }) => ({
        name,
        up,
        addresses: addresses.filter(({ scope }) => scope !== 'link'),
        hairpin: wire.kind === 'bridge-port' && wire.hairpin,
        named: wire.kind === 'bridge-port' && wire.port !== '',
      })),
      endpoints: namespace.containers
        .flatMap(({ id }) => this.endpointsOf(id))
        .map(({ gatewayFor, active, gatewayPriority, driverOptions }) => [
          isKnown(gatewayFor) ? gatewayFor.value : 'unknown',
          active,
          gatewayPriority.value,
          driverOptions.value,
        ]),
    };
  }
}

/** Every interface has such addresses, made from its MAC. */
export function isLinkLocal(destination: string): boolean {
  return destination.startsWith('fe80:');
}
