import type { KernelAddress, KernelInterface } from '../model/kernel';
import { isRecord, numberOf, optional, recordsOf, textOf, textsOf } from './kernelJson';

/**
 * Interfaces of a namespace from `ip -d -j addr` (iproute2: ipaddress.c print_linkinfo), in the
 * kernel's order. Ports of bridges carry their hairpin flag there, or in `bridge -d -j link`.
 */
export function readLinks(addr: unknown, bridgeLink?: unknown): readonly KernelInterface[] {
  const ports = new Map(recordsOf(bridgeLink).map((port) => [textOf(port['ifname']), port]));
  return recordsOf(addr).flatMap((link) => {
    const name = textOf(link['ifname']);
    const index = numberOf(link['ifindex']);
    if (name === undefined || index === undefined) return [];
    const info = isRecord(link['linkinfo']) ? link['linkinfo'] : {};
    const data = isRecord(info['info_data']) ? info['info_data'] : {};
    const slave = isRecord(info['info_slave_data']) ? info['info_slave_data'] : {};
    const hairpin = slave['hairpin'] ?? ports.get(name)?.['hairpin'];
    const stp = numberOf(data['stp_state']);
    const loopback = textOf(link['link_type']) === 'loopback';
    return [
      {
        name,
        index,
        kind: loopback ? 'loopback' : (textOf(info['info_kind']) ?? ''),
        up: textsOf(link['flags']).includes('UP'),
        ...optional('mac', textOf(link['address'])),
        ...optional('linkIndex', numberOf(link['link_index'])),
        ...optional('linkNamespace', numberOf(link['link_netnsid'])),
        ...optional('mtu', numberOf(link['mtu'])),
        ...optional('operState', textOf(link['operstate'])),
        ...optional('stp', stp === undefined ? undefined : stp !== 0),
        ...optional('master', textOf(link['master'])),
        ...(typeof hairpin === 'boolean' ? { hairpin } : {}),
        ...optional('mode', textOf(data['mode'])),
        addresses: recordsOf(link['addr_info']).flatMap(readAddress),
      },
    ];
  });
}

function readAddress(entry: Readonly<Record<string, unknown>>): readonly KernelAddress[] {
  const address = textOf(entry['local']);
  const family = entry['family'] === 'inet' ? 4 : entry['family'] === 'inet6' ? 6 : undefined;
  if (address === undefined || family === undefined) return [];
  return [
    {
      family,
      address,
      prefixLength: numberOf(entry['prefixlen']) ?? (family === 4 ? 32 : 128),
      scope: textOf(entry['scope']) ?? 'global',
    },
  ];
}
