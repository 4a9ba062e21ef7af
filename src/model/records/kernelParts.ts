import * as z from 'zod/mini';
import { count, maybe, text } from './tolerantSchemas';

/** Engines' own programs: whether one of them listens decides what a published port does. */
const enginePrograms = new Set([
  'docker-proxy',
  'dockerd',
  'rootlesskit',
  'rootlessport',
  'pasta',
  'slirp4netns',
  'aardvark-dns',
  'conmon',
]);

/**
 * `ss` ends each line with the processes. The engine's own keep their name; of the others only the
 * numbers stay, which tell a host-mode container's sockets from the host's.
 */
const listeners = maybe(
  z.pipe(
    z.string(),
    z.transform((output: string) =>
      output.replace(/users:\(.*/g, (users) => {
        const processes = [...users.matchAll(/\("([^"]*)",(pid=\d+,fd=\d+)\)/g)].map(
          ([, name = '', numbers = '']) => `("${enginePrograms.has(name) ? name : ''}",${numbers})`,
        );
        return processes.length === 0 ? '' : `users:(${processes.join(',')})`;
      }),
    ),
  ),
);

/** Parts the host and the sandboxes tell; read and explained by netfilter/ and topology/. */
export const hostPart = z.object({
  addr: maybe(z.unknown()),
  route: maybe(z.unknown()),
  route6: maybe(z.unknown()),
  rule: maybe(z.unknown()),
  rule6: maybe(z.unknown()),
  neigh: maybe(z.unknown()),
  bridgeLink: maybe(z.unknown()),
  bridgeFdb: maybe(z.unknown()),
  iptables: text,
  ip6tables: text,
  iptablesLegacy: text,
  ip6tablesLegacy: text,
  ipset: text,
  nft: maybe(z.unknown()),
  sysctl: text,
  listeners,
  resolvConf: text,
  proxies: maybe(
    z.array(
      z.object({
        pid: count,
        proto: text,
        hostIp: text,
        hostPort: count,
        containerIp: text,
        containerPort: count,
      }),
    ),
  ),
});

export const sandboxPart = z.object({
  netns: maybe(z.unknown()),
  addr: maybe(z.unknown()),
  link: maybe(z.unknown()),
  route: maybe(z.unknown()),
  route6: maybe(z.unknown()),
  hosts: text,
  resolvConf: text,
  hostname: text,
  iptables: text,
  sysctl: text,
  procNet: maybe(z.object({ tcp: text, tcp6: text, udp: text, udp6: text })),
});
