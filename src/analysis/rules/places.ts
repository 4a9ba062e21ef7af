import { addressFamily, canonicalAddress, contains } from '../../model/address';
import { bridgeDeviceOf } from '../../model/bridgeDevice';
import type { Endpoint, EndpointId } from '../../model/endpoint';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { SetValue } from '../../model/rules';
import type { Topology } from '../../model/topology';
import { topologyIndex } from '../../model/topologyIndex';

/** What addresses and devices of rules stand for. */
export interface Places {
  /** The network whose bridge has this name. */
  networkOf(device: string): Network | undefined;
  /** The network whose subnet this is, in any spelling. */
  networkOfSubnet(cidr: string): Network | undefined;
  endpointsAt(address: string): readonly Endpoint[];
  /** `network front (br-1a2b)`, `the loopback device`, `device eth0`. */
  deviceWords(device: string): string;
  /** `web, 172.18.0.2`, `network front (172.18.0.0/16)`, else as written. */
  addressWords(value: SetValue): string;
}

const made = new WeakMap<Topology, Places>();

/** Made once for a topology. */
export function placesOf(topology: Topology): Places {
  const known = made.get(topology) ?? makePlaces(topology);
  made.set(topology, known);
  return known;
}

function makePlaces(topology: Topology): Places {
  const index = topologyIndex(topology);
  const devices = new Map<string, Network>();
  const subnets = new Map<string, Network>();
  const words = new Map<string, string>();
  const endpoints = new Map<string, Endpoint[]>();
  for (const { device, networkId = '' } of topology.bridges) {
    const network = index.networks.get(networkId);
    if (network !== undefined && isKnown(device)) devices.set(device.value, network);
  }
  for (const network of topology.networks) {
    const device = bridgeDeviceOf(network);
    if (device !== undefined && !devices.has(device)) devices.set(device, network);
    const seen = bridgeWithGateway(topology, network);
    if (seen !== undefined) devices.set(seen, network);
    for (const { subnet, gateway } of network.ipam) {
      if (isKnown(subnet)) subnets.set(spelled(subnet.value), network);
      if (isKnown(gateway)) {
        words.set(spelled(gateway.value), `the gateway of network ${network.name.value}`);
      }
    }
  }
  for (const address of topology.host.addresses.value) {
    if (!words.has(spelled(address))) words.set(spelled(address), 'this host');
  }
  for (const endpoint of topology.endpoints) {
    for (const own of [endpoint.ipv4, endpoint.ipv6]) {
      if (!isKnown(own)) continue;
      const address = spelled(own.value.address);
      endpoints.set(address, [...(endpoints.get(address) ?? []), endpoint]);
    }
  }
  const nameOf = (id: EndpointId) => {
    const endpoint = index.endpoints.get(id);
    const container = index.containers.get(endpoint?.containerId ?? '');
    return container?.name.value ?? endpoint?.name;
  };
  return {
    networkOf: (device) => devices.get(device),
    networkOfSubnet: (cidr) => subnets.get(spelled(cidr)),
    endpointsAt: (address) => endpoints.get(spelled(address)) ?? [],
    deviceWords: (device) => {
      const network = devices.get(device);
      if (network !== undefined) return networkWords(network, device);
      return device === 'lo' ? 'the loopback device' : `device ${device}`;
    },
    addressWords: (value) => {
      const text = addressText(value);
      const single = spelled(text);
      const [endpoint] = endpoints.get(single) ?? [];
      const name = endpoint === undefined ? undefined : nameOf(endpoint.id);
      if (name !== undefined) return `${name}, ${single}`;
      const known = words.get(single);
      if (known !== undefined) return `${known}, ${single}`;
      const network = subnets.get(single);
      if (network !== undefined) return `network ${network.name.value} (${single})`;
      return isLoopback(single) ? `loopback (${single})` : single;
    },
  };
}

/** Podman does not tell how a network's bridge is called: the kernel shows which one has its gateway. */
function bridgeWithGateway({ kernel }: Topology, network: Network): string | undefined {
  if (network.kind !== 'bridge') return undefined;
  const gateways = network.ipam.flatMap(({ gateway }) => (isKnown(gateway) ? [gateway.value] : []));
  return kernel?.host?.interfaces?.find(
    ({ kind, addresses }) =>
      kind === 'bridge' && addresses.some(({ address }) => gateways.includes(address)),
  )?.name;
}

/** A planned network's bridge has no name yet. */
function networkWords({ name }: Network, device: string): string {
  return device.startsWith('(') || device === name.value
    ? `network ${name.value}`
    : `network ${name.value} (${device})`;
}

function addressText(value: SetValue): string {
  switch (value.kind) {
    case 'one':
      return value.value;
    case 'prefix':
      return value.cidr;
    case 'range':
      return value.first === value.last ? value.first : `${value.first} to ${value.last}`;
    case 'beginning':
      return `${value.text}…`;
    case 'any':
      return 'any address';
  }
}

/** One spelling for an address, and for the prefix that holds only it. */
function spelled(written: string): string {
  const [address = '', length] = written.split('/');
  const plain = canonicalAddress(address) ?? address;
  const whole = addressFamily(plain) === 6 ? '128' : '32';
  return length === undefined || length === whole ? plain : `${plain}/${length}`;
}

function isLoopback(text: string): boolean {
  const address = text.split('/')[0] ?? '';
  return (
    text.startsWith('::1') || (addressFamily(address) === 4 && contains('127.0.0.0/8', address))
  );
}
