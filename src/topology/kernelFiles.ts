import { addressFamily } from '../model/address';
import type { HostsEntry, ResolvConf } from '../model/kernel';
import { optional } from './kernelJson';

/** Lines of /etc/hosts in their order (hosts(5)); what does not begin with an address is left out. */
export function readHosts(text: string): readonly HostsEntry[] {
  return text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*$/, '').trim().split(/\s+/);
    return addressFamily(address) === undefined || names.length === 0 ? [] : [{ address, names }];
  });
}

/**
 * resolv.conf(5), with the comment in which Docker (26 and later) writes where it asks
 * (moby: resolvconf.go `# ExtServers: [host(192.0.2.1) 192.0.2.2]`). glibc and musl use three servers at most.
 */
export function readResolvConf(text: string): ResolvConf {
  const nameservers: string[] = [];
  let search: readonly string[] = [];
  let ndots: number | undefined;
  let upstreams: ResolvConf['upstreams'];
  for (const line of text.split('\n')) {
    const [keyword, ...values] = line.trim().split(/\s+/);
    if (keyword === 'nameserver' && values[0] !== undefined) nameservers.push(values[0]);
    // The last of `search` and `domain` wins.
    if (keyword === 'search') search = values;
    if (keyword === 'domain') search = values.slice(0, 1);
    if (keyword === 'options') {
      const option = values.find((value) => /^ndots:\d+$/.test(value));
      if (option !== undefined) ndots = Number(option.slice('ndots:'.length));
    }
    const comment = /^#\s*ExtServers:\s*\[(.*)\]/.exec(line);
    if (comment !== null) upstreams = readUpstreams(comment[1] ?? '');
  }
  return {
    nameservers: nameservers.slice(0, 3),
    search: search.filter((domain) => domain !== '.'),
    ...optional('ndots', ndots),
    ...optional('upstreams', upstreams),
  };
}

function readUpstreams(text: string): NonNullable<ResolvConf['upstreams']> {
  return text.split(/\s+/).flatMap((word) => {
    const host = /^host\((.+)\)$/.exec(word);
    const address = (host?.[1] ?? word).replace(/%.*$/, '');
    if (addressFamily(address) === undefined) return [];
    return [{ address, from: host === null ? ('container' as const) : ('host' as const) }];
  });
}
