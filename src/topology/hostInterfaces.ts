import type { HostDevice, HostInterface } from '../model/host';
import type { KernelInterface, NamespaceFacts } from '../model/kernel';
import type { AddressFamily } from '../model/network';
import { observed, unknown, type Knowable } from '../model/provenance';
import { gatewaysOf, wayOut, type WayOut } from './hostGateways';
import { optional } from './kernelJson';

/** Devices that kernel modules make by themselves; down and without an address they do nothing. */
const selfMade = new Set([
  'dummy',
  'erspan',
  'gre',
  'gretap',
  'ifb',
  'ip6gre',
  'ip6tnl',
  'ipip',
  'sit',
  'vti',
  'vti6',
]);

/**
 * The interfaces by which the host itself is on networks. Bridges and veths are the wires of
 * containers, unless the host uses them itself: a veth with an address of its own (the host is a container), a
 * bridge that holds a NIC or the way out.
 */
export function hostInterfaces(
  facts: NamespaceFacts,
  interfaces: readonly KernelInterface[],
  isTaken: (name: string) => boolean,
): readonly HostInterface[] {
  const ways = ([4, 6] as const).map((family) => wayOut(facts, family));
  const names = new Map(interfaces.map((one) => [one.index, one.name]));
  return interfaces
    .filter((one) => !isTaken(one.name) && isHostsOwn(one, interfaces, ways))
    .map((one) => ({
      ...hostDevice(one),
      kind: one.kind,
      ...optional('master', one.master),
      ...optional('parent', parentOf(one, names)),
      gatewayFor: gatewayFor(one.name, ways),
      gateways: gatewaysOf(facts, one.name),
    }));
}

/** A device as the picture needs it. */
export function hostDevice(one: KernelInterface): HostDevice {
  const text = ({ address, prefixLength }: KernelInterface['addresses'][number]) =>
    `${address}/${prefixLength}`;
  const global = one.addresses.filter(({ scope }) => scope !== 'link');
  const local = one.addresses.filter(({ scope }) => scope === 'link');
  return {
    name: one.name,
    index: one.index,
    state: one.operState?.toLowerCase() ?? (one.up ? 'unknown' : 'down'),
    ...optional('mtu', one.mtu),
    ...optional('mac', one.mac),
    addresses: [...global, ...local].map(text),
  };
}

function isHostsOwn(
  one: KernelInterface,
  all: readonly KernelInterface[],
  ways: readonly WayOut[],
): boolean {
  const leaves = ways.some(({ devices }) => devices.includes(one.name));
  const hasAddress = one.addresses.some(({ scope }) => scope !== 'link');
  switch (one.kind) {
    case 'loopback':
      return false;
    case 'veth':
      return one.master === undefined && (leaves || hasAddress);
    case 'bridge':
      return leaves || all.some((port) => port.master === one.name && isNic(port));
    default:
      return one.up || hasAddress || !selfMade.has(one.kind);
  }
}

/** What joins the host's outside: hardware and what bundles or tags it. */
function isNic({ kind }: KernelInterface): boolean {
  return ['', 'bond', 'team', 'vlan'].includes(kind);
}

function parentOf(
  { kind, linkIndex, linkNamespace }: KernelInterface,
  names: ReadonlyMap<number, string>,
): string | undefined {
  if (kind === 'veth' || linkIndex === undefined || linkNamespace !== undefined) return undefined;
  return names.get(linkIndex);
}

function gatewayFor(name: string, ways: readonly WayOut[]): Knowable<readonly AddressFamily[]> {
  const own = ways.filter(({ devices }) => devices.includes(name));
  const doubtful = own.find(({ doubt }) => doubt !== undefined)?.doubt;
  if (doubtful !== undefined) return unknown(doubtful, 'ip route get to the address in question');
  return observed(
    own.map(({ family }) => family),
    'ip -j rule, ip -j route show table all',
  );
}
