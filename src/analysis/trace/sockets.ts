import type { Container } from '../../model/container';
import type { Listener, ProxyProcess } from '../../model/kernel';
import type { Packet } from '../../netfilter/evaluatePacket';
import type { Namespace, World } from './world';

/** What waits at a port of a namespace. */
export type Socket =
  /** Nothing: TCP answers with a reset, UDP with an ICMP error. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly listener: Listener; readonly container?: Container }
  /** docker-proxy, which makes a connection of its own. */
  | { readonly kind: 'proxy'; readonly listener: Listener; readonly process: ProxyProcess }
  /** The engine only keeps the port: connections are taken, and nothing ever answers. */
  | { readonly kind: 'held'; readonly listener: Listener }
  /** Sockets were not readable. */
  | { readonly kind: 'unknown' };

/** Programs that hold a published port without passing anything on (dockerd without the proxy, Podman's conmon). */
const holders = new Set(['dockerd', 'conmon']);

/** Finds the socket a packet goes to: an exact address before a wildcard (Linux: __inet_lookup_listener). */
export function socketFor(world: World, namespace: Namespace, packet: Packet): Socket {
  const { family, proto, destination, destinationPort } = packet;
  const fits = (one: Listener) =>
    one.proto === proto && one.port === destinationPort && takes(one.address, family, destination);
  const found = (namespace.listeners ?? [])
    .filter(fits)
    .sort((a, b) => Number(isWildcard(a)) - Number(isWildcard(b)))[0];
  const relayed = namespace.kind === 'host' ? proxyFor(world, packet) : undefined;
  if (namespace.listeners === undefined) {
    if (relayed !== undefined) {
      return { kind: 'proxy', process: relayed, listener: proxyListener(relayed) };
    }
    const held = namespace.kind === 'host' ? world.heldPorts.find(fits) : undefined;
    return held === undefined ? { kind: 'unknown' } : { kind: 'held', listener: held };
  }
  if (found === undefined) return { kind: 'closed' };
  if (found.program === 'docker-proxy' || found.program === 'rootlessport') {
    return relayed === undefined
      ? { kind: 'unknown' }
      : { kind: 'proxy', listener: found, process: relayed };
  }
  if (namespace.kind === 'host' && holders.has(found.program ?? '')) {
    return { kind: 'held', listener: found };
  }
  // Whose it is was not seen (not root, or through a helper): on a published port it is the engine's.
  if (namespace.kind === 'host' && found.pid === undefined) {
    if (relayed !== undefined) return { kind: 'proxy', listener: found, process: relayed };
    if (world.heldPorts.some(fits)) return { kind: 'held', listener: found };
  }
  const container = ownerOf(namespace, found);
  return { kind: 'open', listener: found, ...(container === undefined ? {} : { container }) };
}

function proxyFor(world: World, packet: Packet): ProxyProcess | undefined {
  if (world.topology.engine.product !== 'docker') return undefined;
  return world.proxies
    .filter(
      (one) =>
        one.proto === packet.proto &&
        one.hostPort === packet.destinationPort &&
        takes(one.hostAddress, packet.family, packet.destination),
    )
    .sort((a, b) => Number(a.hostAddress.length <= 7) - Number(b.hostAddress.length <= 7))[0];
}

function proxyListener(process: ProxyProcess): Listener {
  return {
    proto: process.proto,
    address: process.hostAddress,
    port: process.hostPort,
    program: 'docker-proxy',
  };
}

function takes(listens: string, family: 4 | 6, destination: string): boolean {
  if (listens === '*' || listens === destination) return true;
  return listens === (family === 4 ? '0.0.0.0' : '::');
}

function isWildcard({ address }: Listener): boolean {
  return address === '*' || address === '0.0.0.0' || address === '::';
}

/**
 * Whose socket it is. On the host: the container whose process holds it. In a sandbox that several
 * containers share, sockets opened together have neighbouring inodes, and the groups come in the order
 * the containers started; where that does not add up it is the sandbox's owner.
 */
function ownerOf(namespace: Namespace, listener: Listener): Container | undefined {
  const { containers } = namespace;
  if (namespace.kind === 'host') return containers.find(({ pid }) => pid === listener.pid);
  if (containers.length <= 1) return containers[0];
  const byStart = [...containers].sort((a, b) => (a.pid ?? 0) - (b.pid ?? 0));
  const groups = inodeGroups(namespace.listeners ?? []);
  if (groups.length !== byStart.length) return byStart[0];
  return byStart[groups.findIndex((group) => group.has(listener.inode ?? -1))] ?? byStart[0];
}

function inodeGroups(listeners: readonly Listener[]): readonly ReadonlySet<number>[] {
  const inodes = listeners
    .filter(({ address }) => address !== '127.0.0.11')
    .flatMap(({ inode }) => inode ?? [])
    .sort((a, b) => a - b);
  const groups: Set<number>[] = [];
  let last = -Infinity;
  for (const inode of inodes) {
    if (inode - last > 8) groups.push(new Set());
    groups.at(-1)?.add(inode);
    last = inode;
  }
  return groups;
}
