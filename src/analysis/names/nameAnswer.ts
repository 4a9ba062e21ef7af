/** How a name is asked for: one record at the first nameserver, the hosts file alone, or as a program does. */
export type QueryType = 'A' | 'AAAA' | 'PTR' | 'hosts' | 'auto';

/**
 * `forwarded`: nobody here owns the name, and a resolver outside is asked; `servfail` and `timeout`
 * where that resolver cannot be reached; `unreachable` where the container cannot send to its own;
 * `unknown` where it hangs on something that was not read, which the sentence names.
 */
export type NameResult =
  'ok' | 'nodata' | 'nxdomain' | 'servfail' | 'timeout' | 'unreachable' | 'forwarded' | 'unknown';

export interface NameAnswer {
  readonly result: NameResult;
  /** Addresses, or names for PTR, in the order of the answer; shuffled by the engine when several. */
  readonly answers: readonly string[];
  /** `hosts`, `127.0.0.11`, or the server's address. */
  readonly via: string;
  /** One sentence. */
  readonly why: string;
}

/** Whether a name server answers somebody who asks it from a container or from the host. */
export type ServerReach = (
  containerId: string,
  server: string,
  from: 'host' | 'container',
) => 'answers' | 'silent' | 'refused' | 'no-route' | 'unknown';
