import type { Endpoint } from '../../model/endpoint';
import type { Engine } from '../../model/engine';
import type { KernelRoute } from '../../model/kernel';
import type { AddressFamily, Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import { atLeast } from '../../topology/engineGeneration';
import {
  connectedRoutes,
  defaultRoute,
  initialRules,
  loopbackAddresses,
  routingTables,
} from './namespaceRoutes';
import type { InterfaceAddress, Namespace, NetInterface } from './world';

/** An endpoint of the sandbox, its network, and the interface it is expected to be. */
export interface PredictedPlug {
  readonly endpoint: Endpoint;
  readonly network: Network;
  readonly name: string;
}

/**
 * A sandbox that was not read, from its endpoints: one interface each, the connected routes, and
 * the default route of the endpoint the engine elects. Who listens stays unknown.
 */
export function predictedSandbox(
  about: Pick<Namespace, 'id' | 'label' | 'containers'>,
  plugs: readonly PredictedPlug[],
  { product, version }: Engine,
): Namespace {
  // Docker up to 25 disables IPv6 on the loopback device too when no network has it.
  const loopbackFamilies: readonly AddressFamily[] =
    product !== 'docker' ||
    atLeast(version.value, 26) ||
    plugs.some(({ network }) => network.ipv6.value)
      ? [4, 6]
      : [4];
  const loopback: NetInterface = {
    name: 'lo',
    index: 1,
    loopback: true,
    up: true,
    addresses: loopbackAddresses.filter(({ family }) => loopbackFamilies.includes(family)),
    wire: { kind: 'loopback' },
  };
  const interfaces = [
    loopback,
    ...plugs.map(({ endpoint, name }, index): NetInterface => ({
      name,
      index: index + 2,
      loopback: false,
      up: true,
      addresses: addressesOf(endpoint),
      wire: { kind: 'unknown', why: `the network of ${name} is not modelled` },
    })),
  ];
  const routes = [...connectedRoutes(interfaces), ...plugs.flatMap(defaultRoutes)];
  return {
    ...about,
    kind: 'sandbox',
    interfaces,
    routing: routingTables(routes, interfaces, initialRules),
    routingRules: initialRules,
    listeners: undefined,
    sysctl: new Map(),
    ...unclearDefault(plugs),
    observed: false,
  };
}

function addressesOf(endpoint: Endpoint): readonly InterfaceAddress[] {
  const entries: readonly (readonly [AddressFamily, Endpoint['ipv4']])[] = [
    [4, endpoint.ipv4],
    [6, endpoint.ipv6],
  ];
  return entries.flatMap(([family, known]) =>
    isKnown(known) ? [{ family, ...known.value, scope: 'global' }] : [],
  );
}

/** Podman gives every network a default route, and its Docker API does not tell which wins. */
function unclearDefault(plugs: readonly PredictedPlug[]): Pick<Namespace, 'unclearDefault'> {
  for (const { endpoint } of plugs) {
    if (isKnown(endpoint.gatewayFor)) continue;
    const { unknown, settledBy } = endpoint.gatewayFor;
    return { unclearDefault: `${unknown}; ${settledBy} would settle it` };
  }
  return {};
}

function defaultRoutes({ endpoint, name }: PredictedPlug): readonly KernelRoute[] {
  if (!isKnown(endpoint.gatewayFor)) return [];
  return endpoint.gatewayFor.value.flatMap((family) => {
    const gateway = family === 4 ? endpoint.gateway4 : endpoint.gateway6;
    return isKnown(gateway) ? [defaultRoute(name, gateway.value, family)] : [];
  });
}
