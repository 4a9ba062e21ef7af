import type { Bridge, BridgeDevice } from '../model/host';
import type { KernelInterface } from '../model/kernel';
import type { Network } from '../model/network';
import { isKnown, observed, unknown, type Knowable } from '../model/provenance';
import { hostDevice } from './hostInterfaces';
import { optional } from './kernelJson';

const command = 'ip -d -j addr';

/**
 * Networks with the bridge device that the host shows for them, where the engine tells none: the
 * one bridge that has a gateway of the network (Podman numbers its bridges).
 */
export function withBridgeDevices(
  networks: readonly Network[],
  interfaces: readonly KernelInterface[] | undefined,
): readonly Network[] {
  if (interfaces === undefined) return networks;
  return networks.map((network) => {
    const told = network.bridgeDevice;
    const isRead = isKnown(told) && told.source.kind === 'observed';
    if (network.kind !== 'bridge' || isRead) return network;
    const gateways = new Set(
      network.ipam.flatMap(({ gateway }) => (isKnown(gateway) ? [gateway.value] : [])),
    );
    const [found, another] = interfaces.filter(
      ({ kind, addresses }) =>
        kind === 'bridge' && addresses.some(({ address }) => gateways.has(address)),
    );
    if (found === undefined || another !== undefined) return network;
    return { ...network, bridgeDevice: observed(found.name, command) };
  });
}

/**
 * The bridges of networks, as far as the host was read with what the kernel says of them, then
 * those on the host that no network has.
 * @param isTaken bridges that the host uses as interfaces of its own
 */
export function bridges(
  networks: readonly Network[],
  interfaces: readonly KernelInterface[] | undefined,
  isTaken: (name: string) => boolean,
): readonly Bridge[] {
  const devices = new Map(
    (interfaces ?? []).flatMap((one) => (one.kind === 'bridge' ? [[one.name, one]] : [])),
  );
  const owned = new Set<string>();
  const known = networks.flatMap((network): Bridge[] => {
    const device = network.bridgeDevice;
    if (device === undefined) return [];
    if (isKnown(device)) owned.add(device.value);
    const read = (found: readonly KernelInterface[]) => kernelBridge(device, devices, found);
    return [
      { device, networkId: network.id, ...optional('kernel', interfaces && read(interfaces)) },
    ];
  });
  const others = [...devices.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => !owned.has(name) && !isTaken(name))
    .map((one): Bridge => ({
      device: observed(one.name, command),
      kernel: observed(bridgeDevice(one, interfaces ?? []), command),
    }));
  return [...known, ...others];
}

function kernelBridge(
  device: Knowable<string>,
  devices: ReadonlyMap<string, KernelInterface>,
  all: readonly KernelInterface[],
): Knowable<BridgeDevice> {
  if (!isKnown(device)) return device;
  const found = devices.get(device.value);
  if (found !== undefined) return observed(bridgeDevice(found, all), command);
  return unknown(`the host has no bridge ${device.value}`, 'the engine makes it when it is used');
}

function bridgeDevice(one: KernelInterface, all: readonly KernelInterface[]): BridgeDevice {
  return {
    ...hostDevice(one),
    ...optional('stp', one.stp),
    ports: all.filter(({ master }) => master === one.name).map(({ name }) => name),
  };
}
