import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';

/** What trying a connection from this machine showed. */
export type LocalTry = 'open' | 'refused' | 'silent' | 'unreachable' | 'unclear';

export interface TriedAddress {
  readonly to: string;
  readonly port: number;
  readonly proto: 'tcp' | 'udp';
}

/** As long as the tools inside containers wait. */
const patienceMs = 3_000;

/**
 * Opens a TCP connection and closes it, or sends an empty line over UDP and waits for an answer or an ICMP error.
 * @throws when cancelled
 */
export async function tryConnection(target: TriedAddress, signal: AbortSignal): Promise<LocalTry> {
  signal.throwIfAborted();
  const seen = await (target.proto === 'tcp' ? tryTcp(target, signal) : tryUdp(target, signal));
  signal.throwIfAborted();
  return seen;
}

function tryTcp({ to, port }: TriedAddress, signal: AbortSignal): Promise<LocalTry> {
  return new Promise((resolve) => {
    const socket = connect({ host: to, port, timeout: patienceMs, signal });
    const end = (seen: LocalTry) => {
      resolve(seen);
      socket.destroy();
    };
    socket.once('connect', () => end('open'));
    socket.once('timeout', () => end('silent'));
    socket.once('error', (error) => end(meaning(error)));
  });
}

function tryUdp({ to, port }: TriedAddress, signal: AbortSignal): Promise<LocalTry> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(to) ? 'udp6' : 'udp4');
    const stop = () => end('unclear');
    const end = (seen: LocalTry) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(seen);
      socket.close();
    };
    const timer = setTimeout(() => end('silent'), patienceMs);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('error', (error) => end(meaning(error)));
    socket.once('message', () => end('open'));
    // Only a connected socket is told of ICMP errors (udp(7)).
    socket.connect(port, to, () =>
      socket.send('\n', (error) => {
        if (error !== null) end(meaning(error));
      }),
    );
  });
}

function meaning(error: Error): LocalTry {
  switch ('code' in error ? error.code : undefined) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'unreachable';
    case 'ETIMEDOUT':
      return 'silent';
    default:
      return 'unclear';
  }
}
