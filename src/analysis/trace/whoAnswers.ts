import type { Container } from '../../model/container';
import { isUnreadAddress } from './predictedHost';
import type { Namespace } from './world';

export function shownSource(source: string): string {
  return sourceSeen(source) ?? 'the address of a NIC';
}

/** The source as it is told; an address that was not read is not made up. */
export function sourceSeen(source: string): string | null {
  return isUnreadAddress(source) ? null : source;
}

export function targetOf(namespace: Namespace, container: Container | undefined): string {
  if (container !== undefined) return container.name.value;
  return namespace.kind === 'host' ? 'host' : namespace.label;
}

/** Who answers where listeners were not read: nobody can say when several share the namespace. */
export function unreadTarget(namespace: Namespace): string | null {
  return mayAnswer(namespace) > 1 ? null : targetOf(namespace, undefined);
}

export function whose(namespace: Namespace): string {
  if (mayAnswer(namespace) === 1) return namespace.label;
  const sharing = namespace.containers.map(({ name }) => name.value).join(', ');
  return namespace.kind === 'host'
    ? `the host, or to one of its containers (${sharing})`
    : `the network namespace that ${sharing} share`;
}

/** How many may hold a listener there: the containers, and on the host its own programs. */
function mayAnswer({ kind, containers }: Namespace): number {
  return containers.length + (kind === 'host' ? 1 : 0);
}
