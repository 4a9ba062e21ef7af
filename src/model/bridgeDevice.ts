import type { Network } from './network';
import { isKnown } from './provenance';

/**
 * The bridge device of a network; where it is not known (planned networks, Podman) a name that
 * cannot be a device's, so that rules and interfaces of one network still find each other.
 */
export function bridgeDeviceOf(network: Network): string | undefined {
  if (network.kind !== 'bridge') return undefined;
  return isKnown(network.bridgeDevice)
    ? network.bridgeDevice.value
    : `(bridge of ${network.name.value.replace(/[\p{Cc}\u2028\u2029"\\]/gu, '_')})`;
}
