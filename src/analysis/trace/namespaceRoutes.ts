import { addressFamily, canonicalSubnet } from '../../model/address';
import type { KernelRoute, RoutingRule } from '../../model/kernel';
import { RoutingTables } from './routingTables';
import type { InterfaceAddress } from './world';

interface Addressed {
  readonly name: string;
  readonly loopback: boolean;
  readonly addresses: readonly InterfaceAddress[];
}

/**
 * Tables of a namespace: what was listed and the local table, which the kernel fills from the
 * interfaces' addresses and which listings of the main table leave out (Linux: fib_add_ifaddr).
 */
export function routingTables(
  listed: readonly KernelRoute[],
  interfaces: readonly Addressed[],
  rules: readonly RoutingRule[],
): RoutingTables {
  return new RoutingTables([...interfaces.flatMap(localRoutes), ...listed], rules);
}

function localRoutes(one: Addressed): readonly KernelRoute[] {
  return one.addresses.map(({ family, address, prefixLength }) => {
    // On the loopback device the whole prefix is local: 127.0.0.0/8.
    const length = one.loopback ? prefixLength : family === 4 ? 32 : 128;
    return {
      family,
      type: 'local',
      table: 'local',
      destination: `${address}/${length}`,
      device: one.name,
      preferredSource: address,
      metric: 0,
    };
  });
}

/** The connected routes an interface's addresses bring, for namespaces that were not read. */
export function connectedRoutes(interfaces: readonly Addressed[]): readonly KernelRoute[] {
  return interfaces
    .filter((one) => !one.loopback)
    .flatMap((one) =>
      one.addresses.flatMap(({ family, address, prefixLength }) => {
        const destination = canonicalSubnet(`${address}/${prefixLength}`);
        if (destination === undefined) return [];
        const route: KernelRoute = {
          family,
          type: 'unicast',
          table: 'main',
          destination,
          device: one.name,
          ...(family === 4 ? { preferredSource: address } : {}),
          metric: family === 4 ? 0 : 256,
          scope: 'link',
        };
        return [route];
      }),
    );
}

export function defaultRoute(device: string, gateway: string | undefined, family: 4 | 6) {
  const route: KernelRoute = {
    family: gateway === undefined ? family : (addressFamily(gateway) ?? family),
    type: 'unicast',
    table: 'main',
    destination: family === 4 ? '0.0.0.0/0' : '::/0',
    ...(gateway === undefined ? {} : { gateway }),
    device,
    metric: family === 4 ? 0 : 1024,
  };
  return route;
}

/** Policy rules every namespace starts with (ip-rule(8)). */
export const initialRules: readonly RoutingRule[] = ([4, 6] as const).flatMap((family) => [
  { family, priority: 0, table: 'local' },
  { family, priority: 32766, table: 'main' },
]);

export const loopbackAddresses: readonly InterfaceAddress[] = [
  { family: 4, address: '127.0.0.1', prefixLength: 8, scope: 'host' },
  { family: 6, address: '::1', prefixLength: 128, scope: 'host' },
];
