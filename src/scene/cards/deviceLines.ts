import type { HostDevice } from '../../model/host';
import type { Provenance } from '../../model/provenance';
import type { CardLine } from '../card';
import { sourcedLine } from './cardLines';

/** State, MTU, addresses and the rest of what the kernel tells of any device. */
export function deviceLines(device: HostDevice, source: Provenance): readonly CardLine[] {
  const { name, index, state, mtu, mac, addresses } = device;
  const line = (label: string, value: string, mono = false): CardLine => ({
    ...sourcedLine(label, value, source),
    ...(mono ? { mono } : {}),
  });
  return [
    line('Device', name, true),
    line('State', state === 'lowerlayerdown' ? 'down: the device below it is down' : state),
    ...(mtu === undefined ? [] : [line('MTU', `${mtu.toLocaleString('en')} bytes`)]),
    line('Addresses', addresses.length === 0 ? 'none' : addresses.join(', '), addresses.length > 0),
    ...(mac === undefined ? [] : [line('MAC address', mac, true)]),
    line('Index', String(index)),
  ];
}

/** What told of a device. */
export const fromAddr: Provenance = { kind: 'observed', from: 'ip -d -j addr' };
