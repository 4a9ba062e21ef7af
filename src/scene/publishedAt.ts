import { isKnown } from '../model/provenance';
import type { PublishedPort } from '../model/publishedPort';

/** `0.0.0.0:8080`, `[::]:8080`; `?` where the engine is yet to choose the port. */
export function publishedAt({ hostAddress, hostPort }: PublishedPort): string {
  const address = hostAddress.value;
  const host = address.includes(':') ? `[${address}]` : address;
  return `${host}:${isKnown(hostPort) ? hostPort.value : '?'}`;
}
