import type { Protocol } from '../model/container';
import { isKnown, type Fact, type Knowable } from '../model/provenance';
import type { PublishedPort } from '../model/publishedPort';

export interface PortBinding {
  readonly hostAddress: Fact<string>;
  readonly hostPort: Knowable<number>;
  /** Of the container. */
  readonly port: number;
  readonly proto: Protocol;
}

/** A published port is known by its container and by what is bound where: planned and real ones alike. */
export function portIdentity(
  container: { readonly id: string; readonly key: string },
  { hostAddress: { value: address }, hostPort, port, proto }: PortBinding,
): Pick<PublishedPort, 'id' | 'key' | 'containerId'> {
  const host = isKnown(hostPort) ? String(hostPort.value) : '?';
  const name = `${address.includes(':') ? `[${address}]` : address}:${host}/${port}/${proto}`;
  return {
    id: `${container.id}/${name}`,
    key: `${container.key}/${name}`,
    containerId: container.id,
  };
}
