import type { KernelRoute } from '../../model/kernel';
import type { Decision } from './decision';
import type { Namespace } from './world';

/** A route as `ip route` would print its beginning. */
export function routeText(route: KernelRoute): string {
  const type = route.type === 'unicast' ? '' : `${route.type} `;
  const via = route.gateway === undefined ? '' : ` via ${route.gateway}`;
  return `${type}${route.destination}${via} dev ${route.device ?? '?'}`;
}

export function routeDecision(namespace: Namespace, route: KernelRoute): Decision {
  return { kind: 'route', namespace: namespace.id, route: routeText(route) };
}

/** Who sends is told by the hop's namespace. */
export function routeSentence(destination: string, route: KernelRoute): string {
  return `sends to ${destination} by ${routeText(route)}`;
}
