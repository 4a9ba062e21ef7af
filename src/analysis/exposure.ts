import type { PublishedPort } from '../model/publishedPort';
import type { Topology } from '../model/topology';
import { atLeast } from '../topology/engineGeneration';

/** To whom a published port is open, and what says so. */
export interface Exposure {
  readonly who: string;
  readonly why: string;
}

/**
 * Who can reach a published port, as far as its binding tells; firewalls in front of the host are
 * not known. Before 28 a port bound to loopback can be reached by neighbours that route to it
 * (moby#45610).
 */
export function exposureOf(topology: Topology, port: PublishedPort): Exposure {
  const address = port.hostAddress.value;
  if (!port.active && topology.origin.kind !== 'compose') {
    return { who: 'nobody now', why: 'the container does not run' };
  }
  if (address === '0.0.0.0' || address === '::') {
    return {
      who: 'everybody who reaches this host, on every address it has',
      why: `bound to ${address}; the engine’s rules let it in before a host firewall such as ufw is asked`,
    };
  }
  if (address === '127.0.0.1' || address === '::1') {
    const { product, version } = topology.engine;
    return product === 'docker' && !atLeast(version.value, 28)
      ? {
          who: 'this host; neighbours on its network can route to it too',
          why: `bound to ${address}; before Docker 28 nothing drops packets from outside to it`,
        }
      : { who: 'this host only', why: `bound to ${address}` };
  }
  return { who: `everybody who reaches ${address}`, why: `bound to ${address} alone` };
}
