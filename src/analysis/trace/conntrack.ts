import type {
  ConnectionState,
  ConnectionTuple as Tuple,
  Packet,
} from '../../netfilter/evaluatePacket';

/** A connection in one namespace: what came in, and what is expected back. */
export interface Connection {
  readonly original: Tuple;
  /** Changes with address translation. */
  reply: Tuple;
  mark: number;
  /** Each kind of translation is decided once per connection (Linux: nf_nat_initialized). */
  destinationDecided: boolean;
  sourceDecided: boolean;
}

export interface Tracked {
  readonly connection: Connection | undefined;
  readonly direction: 'original' | 'reply';
  readonly state: ConnectionState;
}

/**
 * Connection tracking of all namespaces along one walk. An ICMP error carries the ports of the reply
 * it stands for, so it finds its connection like a reply and is RELATED (Linux: nf_conntrack_in,
 * nf_conntrack_inet_error; icmp and tcp trackers: only requests open connections).
 */
export class Conntrack {
  private readonly tables = new Map<string, Connection[]>();

  track(namespaceId: string, packet: Packet): Tracked {
    const table = this.tables.get(namespaceId) ?? [];
    this.tables.set(namespaceId, table);
    const tuple = tupleOf(packet);
    const replied = table.find((one) => sameTuple(one.reply, tuple, packet.kind === 'error'));
    if (replied !== undefined && packet.kind !== 'request') {
      const state = packet.kind === 'error' ? 'RELATED' : 'ESTABLISHED';
      return { connection: replied, direction: 'reply', state };
    }
    const known = table.find((one) => sameTuple(one.original, tuple, false));
    if (known !== undefined) {
      return {
        connection: known,
        direction: 'original',
        state: packet.kind === 'request' ? 'NEW' : 'ESTABLISHED',
      };
    }
    // A UDP answer that belongs to no connection opens one, and so does data (Linux: nf_conntrack_tcp_loose).
    const opens =
      packet.kind === 'request' ||
      packet.kind === 'data' ||
      (packet.kind === 'reply' && packet.proto === 'udp');
    if (!opens) {
      return { connection: undefined, direction: 'original', state: 'INVALID' };
    }
    const connection: Connection = {
      original: tuple,
      reply: invert(tuple),
      mark: 0,
      destinationDecided: false,
      sourceDecided: false,
    };
    table.push(connection);
    return { connection, direction: 'original', state: 'NEW' };
  }
}

export function tupleOf(packet: Packet): Tuple {
  const { source, sourcePort, destination, destinationPort } = packet;
  return { proto: packet.about ?? packet.proto, source, sourcePort, destination, destinationPort };
}

export function invert(tuple: Tuple): Tuple {
  return {
    proto: tuple.proto,
    source: tuple.destination,
    sourcePort: tuple.destinationPort,
    destination: tuple.source,
    destinationPort: tuple.sourcePort,
  };
}

/** Errors may come from a router on the way, so their own source does not count. */
function sameTuple(a: Tuple, b: Tuple, anySource: boolean): boolean {
  return (
    a.proto === b.proto &&
    a.destination === b.destination &&
    a.sourcePort === b.sourcePort &&
    a.destinationPort === b.destinationPort &&
    (anySource || a.source === b.source)
  );
}
