import type { SetValue } from '../model/rules';

const protocolNames: Readonly<Record<string, string>> = {
  'ipv6-icmp': 'icmpv6',
  icmp6: 'icmpv6',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  '132': 'sctp',
};

/** One spelling per protocol; numbers without a name of ours stay. */
export function protocolName(written: string): string {
  const lower = written.toLowerCase();
  return protocolNames[lower] ?? lower;
}

/** `10.0.0.0/8`, `10.1.2.3`, and masks that are no prefix (`10.0.0.1/255.0.255.0`), which stay as they are. */
export function writtenPrefix(written: string): SetValue {
  return written.includes('/')
    ? { kind: 'prefix', cidr: written }
    : { kind: 'prefix', cidr: `${written}/${written.includes(':') ? 128 : 32}` };
}

/** `+` is every interface, `br-+` those whose names begin so. */
export function interfaceName(written: string): SetValue {
  if (written === '+') return { kind: 'any' };
  return written.endsWith('+')
    ? { kind: 'beginning', text: written.slice(0, -1) }
    : { kind: 'one', value: written };
}
