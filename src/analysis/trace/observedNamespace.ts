import type { NamespaceFacts } from '../../model/kernel';
import { routingTables } from './namespaceRoutes';
import type { Namespace, NetInterface } from './world';

/** A namespace as the kernel showed it; `undefined` when its interfaces or routes were not read. */
export function observedNamespace(
  facts: NamespaceFacts,
  about: Pick<Namespace, 'id' | 'kind' | 'label' | 'containers'>,
): Namespace | undefined {
  if (facts.interfaces === undefined || facts.routes === undefined) return undefined;
  const interfaces: readonly NetInterface[] = facts.interfaces.map((one) => ({
    name: one.name,
    index: one.index,
    loopback: one.kind === 'loopback',
    up: one.up,
    addresses: one.addresses,
    wire:
      one.kind === 'loopback'
        ? { kind: 'loopback' }
        : { kind: 'unknown', why: `the far end of ${one.name} was not found` },
  }));
  return {
    ...about,
    interfaces,
    routing: routingTables(facts.routes, interfaces, facts.rules),
    routingRules: facts.rules,
    listeners: facts.listeners,
    sysctl: facts.sysctl,
    observed: true,
  };
}
