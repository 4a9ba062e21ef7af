import { canonicalSubnet } from '../../model/address';
import { bridgeDeviceOf } from '../../model/bridgeDevice';
import type { AddressFamily, Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Generation } from './generation';

/** What the bridge driver looks at when it writes a network's rules (moby: networkConfiguration). */
export interface BridgeConfig {
  readonly device: string;
  readonly internal: boolean;
  readonly icc: boolean;
  readonly masquerade: boolean;
  readonly trustedInterfaces: readonly string[];
  readonly family: Readonly<Record<AddressFamily, FamilyConfig | undefined>>;
}

export interface FamilyConfig {
  /** Network address and prefix in the kernel's spelling; absent when the subnet is not known. */
  readonly subnet?: string;
  readonly mode: 'nat' | 'nat-unprotected' | 'routed' | 'isolated';
  /** Source address instead of masquerading. */
  readonly hostAddress?: string;
}

const prefix = 'com.docker.network.';

/** A bridge network's configuration from its options; `undefined` for other drivers. */
export function bridgeConfig(network: Network, generation: Generation): BridgeConfig | undefined {
  const device = bridgeDeviceOf(network);
  if (device === undefined) return undefined;
  const options = network.options.value;
  return {
    device,
    internal: network.internal.value,
    icc: isTrue(options[`${prefix}bridge.enable_icc`], true),
    masquerade: isTrue(options[`${prefix}bridge.enable_ip_masquerade`], true),
    trustedInterfaces: generation.trustsInterfaces
      ? (options[`${prefix}bridge.trusted_host_interfaces`] ?? '')
          .split(':')
          .filter((name) => name !== '')
      : [],
    family: {
      4: network.ipv4.value ? familyConfig(network, 4, generation) : undefined,
      6: network.ipv6.value ? familyConfig(network, 6, generation) : undefined,
    },
  };
}

function familyConfig(
  network: Network,
  family: AddressFamily,
  generation: Generation,
): FamilyConfig {
  const options = network.options.value;
  const pool = network.ipam.find((one) => one.family === family);
  const subnet =
    pool !== undefined && isKnown(pool.subnet) ? canonicalSubnet(pool.subnet.value) : undefined;
  const hostAddress = options[`${prefix}host_ipv${family}`];
  return {
    ...(subnet === undefined ? {} : { subnet }),
    mode: gatewayMode(options[`${prefix}bridge.gateway_mode_ipv${family}`], generation),
    ...(hostAddress === undefined || hostAddress === '' ? {} : { hostAddress }),
  };
}

/** Engines ignore modes they do not know yet. */
function gatewayMode(written: string | undefined, generation: Generation): FamilyConfig['mode'] {
  if (generation.gatewayModes === 'none') return 'nat';
  if (written === 'routed') return 'routed';
  const further = generation.gatewayModes === 'all';
  return further && (written === 'nat-unprotected' || written === 'isolated') ? written : 'nat';
}

/** Go's strconv.ParseBool. */
function isTrue(written: string | undefined, otherwise: boolean): boolean {
  if (written === undefined || written === '') return otherwise;
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(written);
}
