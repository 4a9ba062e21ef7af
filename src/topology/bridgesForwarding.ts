import { recordsOf, textOf } from './kernelJson';

/** Where a bridge has learned that a MAC address lives. */
export interface LearnedAddress {
  /** In lower case. */
  readonly mac: string;
  /** The port of the bridge. */
  readonly device: string;
  readonly bridge: string;
}

/**
 * Learned entries of `bridge -j fdb` (iproute2: bridge/fdb.c print_fdb). Permanent ones are the
 * ports' own addresses and multicast groups, which tell nothing of the other end.
 */
export function readForwarding(bridgeFdb: unknown): readonly LearnedAddress[] {
  return recordsOf(bridgeFdb).flatMap((entry) => {
    const mac = textOf(entry['mac'])?.toLowerCase();
    const device = textOf(entry['ifname']);
    const bridge = textOf(entry['master']);
    if (mac === undefined || device === undefined || bridge === undefined) return [];
    return entry['state'] === 'permanent' ? [] : [{ mac, device, bridge }];
  });
}
