import type { KernelRoute, NamespaceFacts, RoutingRule } from '../model/kernel';
import type { AddressFamily } from '../model/network';

/** By which device the host's own traffic to the rest of the world leaves, for one family. */
export interface WayOut {
  readonly family: AddressFamily;
  /** Devices of the routes it may take; one when that is sure. */
  readonly devices: readonly string[];
  /** Why it is not sure. */
  readonly doubt?: string;
}

const everything: Readonly<Record<AddressFamily, string>> = { 4: '0.0.0.0/0', 6: '::/0' };
/** Tunnels that leave the default route alone take both halves of the world instead. */
const halves: Readonly<Record<AddressFamily, readonly string[]>> = {
  4: ['0.0.0.0/1', '128.0.0.0/1'],
  6: ['::/1', '8000::/1'],
};

/**
 * The default route as the kernel takes it (ip-rule(8), ip-route(8)): tables in the order of the
 * rules, in each the halves of the world before the whole, of equal ones the lowest metric. Rules
 * for one source, mark or interface are for others than the host's own unbound traffic; a rule that is not understood
 * may take it.
 */
export function wayOut(facts: NamespaceFacts, family: AddressFamily): WayOut {
  const routes = (facts.routes ?? []).filter((route) => route.family === family);
  const rules = facts.rules.filter((rule) => rule.family === family);
  const devices = new Set<string>();
  let doubt: string | undefined;
  for (const rule of rules) {
    if (isForOthers(rule)) continue;
    const device = worldRoute(routes, rule.table, family)?.device;
    if (device === undefined) continue;
    devices.add(device);
    if (rule.notUnderstood === undefined) break;
    doubt = `the routing rule of priority ${rule.priority} may send it by ${device}`;
  }
  const sure = devices.size <= 1;
  return { family, devices: [...devices], ...(doubt === undefined || sure ? {} : { doubt }) };
}

/** Next hops of the routes to everywhere by a device, in any table. */
export function gatewaysOf(facts: NamespaceFacts, device: string): readonly string[] {
  const found = (facts.routes ?? []).flatMap((route) =>
    route.device === device &&
    route.gateway !== undefined &&
    route.destination === everything[route.family]
      ? [route.gateway]
      : [],
  );
  return [...new Set(found)];
}

function isForOthers({ from, to, inInterface, outInterface, mark }: RoutingRule): boolean {
  return [from, to, inInterface, outInterface, mark].some((selector) => selector !== undefined);
}

function worldRoute(
  routes: readonly KernelRoute[],
  table: string,
  family: AddressFamily,
): KernelRoute | undefined {
  const best = (destination: string) =>
    routes
      .filter((route) => route.table === table && route.destination === destination)
      .filter((route) => route.type === 'unicast')
      .reduce<KernelRoute | undefined>(
        (least, route) => (least === undefined || route.metric < least.metric ? route : least),
        undefined,
      );
  const [low, high] = halves[family].map(best);
  if (low !== undefined && low.device === high?.device) return low;
  return best(everything[family]);
}
