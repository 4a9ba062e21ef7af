/**
 * Kernel settings from `sysctl` lines (`net.ipv4.ip_forward = 1`) and from `path value` lines
 * (`/proc/sys/net/ipv4/conf/eth0/route_localnet 0`); an interface name may hold dots, so its part
 * is kept as it stands: `net.ipv4.conf.<name>.route_localnet`.
 */
export function readSysctl(text: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^\s*(\S+?)(?:\s*=\s*|\s+)(\S.*?)\s*$/.exec(line);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined) continue;
    settings.set(
      name.startsWith('/proc/sys/') ? name.slice('/proc/sys/'.length).replaceAll('/', '.') : name,
      value,
    );
  }
  return settings;
}
