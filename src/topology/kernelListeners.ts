import type { Listener } from '../model/kernel';
import { optional } from './kernelJson';

interface ProcNet {
  readonly tcp?: string | undefined;
  readonly tcp6?: string | undefined;
  readonly udp?: string | undefined;
  readonly udp6?: string | undefined;
}

/** Socket states of `/proc/net/*` (include/net/tcp_states.h): what waits for strangers. */
const listening = { tcp: '0A', udp: '07' } as const;

/**
 * Sockets that wait for connections, from `/proc/PID/net/{tcp,tcp6,udp,udp6}` (proc_pid_net(5);
 * addresses are in host byte order per 32-bit word). A wildcard socket of the IPv6 table takes both
 * families unless `bindv6only` is set (ipv6(7)).
 */
export function readProcNet(
  procNet: ProcNet,
  sysctl: ReadonlyMap<string, string>,
): readonly Listener[] {
  const bothFamilies = sysctl.get('net.ipv6.bindv6only') !== '1';
  const table = (proto: 'tcp' | 'udp', text: string | undefined): readonly Listener[] =>
    (text ?? '').split('\n').flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const [, local = '', remote = '', state] = fields;
      if (state !== listening[proto] || !/^0+:0+$/.test(remote)) return [];
      const [addressHex = '', portHex = ''] = local.split(':');
      const address = hexAddress(addressHex);
      if (address === undefined) return [];
      return [
        {
          proto,
          address: address === '::' && bothFamilies ? '*' : address,
          port: Number.parseInt(portHex, 16),
          inode: Number(fields[9] ?? 0),
        },
      ];
    });
  return [
    ...table('tcp', procNet.tcp),
    ...table('tcp', procNet.tcp6),
    ...table('udp', procNet.udp),
    ...table('udp', procNet.udp6),
  ];
}

/** `0100007F` → `127.0.0.1`; 32 digits → IPv6, mapped IPv4 written as IPv4. */
function hexAddress(hex: string): string | undefined {
  if (!/^([0-9A-F]{8}|[0-9A-F]{32})$/i.test(hex)) return undefined;
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255;
  if (mapped && bytes[11] === 255) return bytes.slice(12).join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16),
  );
  return groups.join(':');
}

/**
 * Sockets from `ss -Hlntup` (iproute2: misc/ss.c): `tcp LISTEN 0 4096 0.0.0.0:8080 0.0.0.0:* users:(…)`.
 * `*` is a socket of both families, `[::]` one of IPv6 alone. Other protocols are left out.
 */
export function readSs(text: string): readonly Listener[] {
  return text.split('\n').flatMap((line) => {
    const [proto, , , , local = '', ...rest] = line.trim().split(/\s+/);
    if (proto !== 'tcp' && proto !== 'udp') return [];
    const colon = local.lastIndexOf(':');
    const port = Number(local.slice(colon + 1));
    if (colon < 0 || !Number.isInteger(port)) return [];
    const address = local
      .slice(0, colon)
      .replace(/^\[|\]$/g, '')
      .replace(/%.*$/, '')
      .replace(/^::ffff:/, '');
    const users = /\(\("([^"]*)",pid=(\d+)/.exec(rest.join(' '));
    const program = users?.[1];
    return [
      {
        proto,
        address: address === '' ? '*' : address,
        port,
        ...optional('program', program === '' ? undefined : program),
        ...optional('pid', users === null ? undefined : Number(users[2])),
      },
    ];
  });
}
