import type { Span } from './sourceText';
import { entriesOf, itemsOf, printed, type Tree } from './tree';

export interface ExtraHost {
  readonly host: string;
  readonly address: string;
  readonly at: Span;
}

export interface ExtraHostsResult {
  readonly hosts: readonly ExtraHost[];
  /** docker compose's words for the first entry it refuses. */
  readonly error?: { readonly message: string; readonly at: Span };
}

/**
 * `extra_hosts`, as a list of `host=address` or `host:address`, or as a map, sorted; brackets around
 * IPv6 addresses are taken off (compose-go: HostsList).
 */
export function extraHosts(tree: Tree | undefined): ExtraHostsResult {
  const hosts: ExtraHost[] = [];
  let error: ExtraHostsResult['error'];
  const add = (host: string, address: string, at: Span) => {
    if (host === '' || /[:=]/.test(host)) error ??= { message: `bad host name '${host}'`, at };
    else hosts.push({ host, address: address.replace(/^\[(.+)\]$/, '$1'), at });
  };
  for (const [host, { value }] of entriesOf(tree)) {
    if (value.kind === 'list') for (const item of value.items) add(host, printed(item), item.at);
    else add(host, value.kind === 'null' ? '' : printed(value), value.at);
  }
  for (const item of itemsOf(tree)) {
    const line = printed(item);
    const cut = line.includes('=') ? line.indexOf('=') : line.indexOf(':');
    if (cut < 0) {
      error ??= { message: `invalid additional host, missing IP: ${line}`, at: item.at };
      continue;
    }
    for (const address of line.slice(cut + 1).split(',')) add(line.slice(0, cut), address, item.at);
  }
  const order = (entry: ExtraHost) => `${entry.host}=${entry.address}`;
  hosts.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
  return error === undefined ? { hosts } : { hosts, error };
}
