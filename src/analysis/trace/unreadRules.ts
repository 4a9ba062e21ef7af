import type { Packet } from '../../netfilter/evaluatePacket';
import type { HookPlace } from './hooks';
import { notKnown, type Outcome } from './outcome';
import type { World } from './world';

/**
 * Podman's rules (netavark) are predicted only where they do not depend on settings its API hides: frames that
 * stay on one bridge, answers, and what leaves by a NIC are let through (netavark: firewall/nft.rs). Whether
 * networks are kept apart, and what becomes of published ports, is not known.
 */
export function unreadRules(world: World, packet: Packet, place: HookPlace): Outcome | undefined {
  const { topology } = world;
  if (place.namespace.kind !== 'host' || topology.engine.product !== 'podman') return undefined;
  if (topology.kernel?.host?.packetFilter !== undefined || packet.kind !== 'request') {
    return undefined;
  }
  switch (place.hook) {
    case 'forward':
      return staysOrLeaves(place)
        ? undefined
        : unread('whether the host passes it on between its networks is not known');
    case 'prerouting':
    case 'output':
      return mayBePublished(packet, place)
        ? unread(`what becomes of port ${packet.destinationPort} of the host is not known`)
        : undefined;
    case 'input':
    case 'postrouting':
      return undefined;
  }
}

function unread(what: string): Outcome {
  return notKnown(
    'rules',
    `the rules of netavark were not read, so ${what}; host access would settle it`,
  );
}

function staysOrLeaves({ physicalIn, inInterface, outInterface }: HookPlace): boolean {
  if (physicalIn !== undefined) return true;
  return inInterface?.wire.kind === 'bridge' && outInterface?.wire.kind === 'nic';
}

/** Any port of the host can lead to a container: what a stopped Podman left behind does not show in its API. */
function mayBePublished({ family, proto, destination }: Packet, { namespace }: HookPlace): boolean {
  const answer = namespace.routing.lookUp({ family, destination });
  return proto !== 'icmp' && answer.kind === 'route' && answer.route.type === 'local';
}
