import type { Bridge, HostInterface, LooseVeth, VethPair } from '../../src/model/host';
import type { AddressFamily } from '../../src/model/network';
import { isKnown, observed, unknown, type Knowable } from '../../src/model/provenance';
import type { Topology } from '../../src/model/topology';

/** What the host of a hand-built topology shows when it is read. */
export interface HostWish {
  /** From left to right. */
  readonly nics?: readonly NicWish[];
  /** Bridges of no network, with how many veths each has. */
  readonly looseBridges?: readonly number[];
  /** Veths of no endpoint: on this network's bridge, or on none. */
  readonly looseVeths?: readonly (string | undefined)[];
}

export interface NicWish {
  readonly name: string;
  readonly address?: string;
  readonly state?: string;
  readonly gatewayFor?: readonly AddressFamily[] | 'unsure';
}

const seen = 'ip -d -j addr';

/** The topology as it is when the host is read too: every bridge, every wire with its device. */
export function withHost(topology: Topology, wish: HostWish): Topology {
  const { nics = [{ name: 'eth0', gatewayFor: [4] }], looseBridges = [], looseVeths = [] } = wish;
  const names = looseBridges.map((_, index) => `br-old${index}`);
  const onLoose = looseBridges.flatMap((count, index) =>
    Array.from({ length: count }, (_, rank) => looseVeth(`vethold${index}x${rank}`, names[index])),
  );
  const free = looseVeths.map((network, index) =>
    looseVeth(`vethfree${index}`, network === undefined ? undefined : `br-${network}`),
  );
  return {
    ...topology,
    host: {
      ...topology.host,
      interfaces: observed(nics.map(hostInterface), seen),
      looseVeths: [...onLoose, ...free],
    },
    bridges: [...topology.bridges.map(readBridge), ...names.map(looseBridge)],
    vethPairs: topology.vethPairs.map(readPair),
  };
}

function hostInterface(wish: NicWish, rank: number): HostInterface {
  const { name, address = `192.0.2.${rank + 2}/24`, state = 'up', gatewayFor = [] } = wish;
  const leaves: Knowable<readonly AddressFamily[]> =
    gatewayFor === 'unsure'
      ? unknown('the routing rule of priority 100 may send it elsewhere', 'ip route get')
      : observed(gatewayFor, 'ip -j route');
  const isWay = gatewayFor === 'unsure' || gatewayFor.length > 0;
  return {
    name,
    index: rank + 2,
    state,
    mtu: 1500,
    addresses: address === '' ? [] : [address],
    kind: '',
    gatewayFor: leaves,
    gateways: isWay ? ['192.0.2.1'] : [],
  };
}

function readBridge(bridge: Bridge, rank: number): Bridge {
  const { device } = bridge;
  if (!isKnown(device)) return bridge;
  return {
    ...bridge,
    kernel: observed(
      {
        name: device.value,
        index: 20 + rank,
        state: 'up',
        mtu: 1450,
        stp: false,
        addresses: [],
        ports: [],
      },
      seen,
    ),
  };
}

function looseBridge(name: string, rank: number): Bridge {
  const addresses = [`10.99.${rank}.1/24`];
  return {
    device: observed(name, seen),
    kernel: observed({ name, index: 90 + rank, state: 'down', addresses, ports: [] }, seen),
  };
}

function looseVeth(name: string, master: string | undefined): LooseVeth {
  return {
    name,
    index: 70,
    state: 'up',
    addresses: [],
    kind: 'left-over',
    otherEnd: 'interface 2 of the namespace that the host numbers 9',
    ...(master === undefined ? {} : { master }),
  };
}

function readPair(pair: VethPair, rank: number): VethPair {
  const name = `veth${(0xa000000 + rank).toString(16)}`;
  return {
    ...pair,
    hostEnd: observed(name, seen),
    containerEnd: observed('eth0', seen),
    device: { name, index: 100 + rank, state: 'up', mtu: 1500, addresses: [] },
  };
}
