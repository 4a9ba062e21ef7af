import type { ContainerId, Protocol } from './container';
import type { EndpointId } from './endpoint';
import type { Fact, Knowable } from './provenance';

/** A port of the host that is forwarded to a container's port. */
export interface PublishedPort {
  /** `<container id>/<host address>:<host port>/<container port>/<proto>`; the engine has no id for it. */
  readonly id: string;
  /** The same with the container's key: stable over re-creates. */
  readonly key: string;
  readonly containerId: ContainerId;
  /** The endpoint that carries it (the one with the default route); absent while none is active. */
  readonly endpointId?: EndpointId;
  readonly proto: Protocol;
  readonly containerPort: Fact<number>;
  /** `0.0.0.0`, `::`, or one address of the host. */
  readonly hostAddress: Fact<string>;
  /** Unknown when the engine chooses it at start. */
  readonly hostPort: Knowable<number>;
  /** Host ports asked for, both ends included, 0 for any; absent where the engine does not tell. */
  readonly requested?: { readonly first: number; readonly last: number };
  /** False while the container does not run: the binding is only configured. */
  readonly active: boolean;
}
