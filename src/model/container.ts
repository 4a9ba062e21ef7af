import type { EndpointId } from './endpoint';
import type { Fact, Knowable } from './provenance';
import type { SandboxId } from './sandbox';

/** The engine's 64-hex id, or `planned:<project>/<service>/<number>`. */
export type ContainerId = string;

export type ContainerState =
  | 'created'
  | 'running'
  | 'paused'
  | 'restarting'
  | 'removing'
  | 'exited'
  | 'dead'
  | 'planned'
  | 'unknown';

export type NetworkMode =
  | { readonly kind: 'host' }
  | { readonly kind: 'none' }
  /** Shares the sandbox of another container; `container` is undefined when the engine does not list it. */
  | { readonly kind: 'container'; readonly ref: string; readonly container?: ContainerId }
  /** On networks of its own; `network` is the one named at creation. */
  | { readonly kind: 'networks'; readonly network: string };

export interface ComposeContainerRef {
  readonly project: string;
  readonly service: string;
  /** 1-based replica number. */
  readonly number: number;
}

export interface ExposedPort {
  readonly port: number;
  readonly proto: Protocol;
}

export type Protocol = 'tcp' | 'udp' | 'sctp';

export interface Container {
  readonly id: ContainerId;
  /** Stable over re-creates: `<project>/<service>/<number>` for compose, else the name; unique. */
  readonly key: string;
  readonly name: Fact<string>;
  readonly image: Fact<string>;
  readonly state: Fact<ContainerState>;
  readonly networkMode: Fact<NetworkMode>;
  readonly hostname: Knowable<string>;
  /** Nameservers asked for (`--dns`); empty means the engine's default. */
  readonly dns: Knowable<readonly string[]>;
  readonly dnsSearch: Knowable<readonly string[]>;
  readonly dnsOptions: Knowable<readonly string[]>;
  /** `name:address` entries. */
  readonly extraHosts: Knowable<readonly string[]>;
  /** Legacy links, `/other:/this/alias` shortened to `other:alias`. */
  readonly links: Knowable<readonly string[]>;
  readonly exposedPorts: Knowable<readonly ExposedPort[]>;
  readonly sandboxId: SandboxId;
  /** Its endpoints, in the order of network keys. */
  readonly endpointIds: readonly EndpointId[];
  /** Process id on the engine’s host of the container’s first process, while it runs. */
  readonly pid?: number;
  /** When it was last started (RFC 3339). */
  readonly startedAt?: Fact<string>;
  readonly compose?: ComposeContainerRef;
  /** Compose: needs a profile that is not active, so `up` would not make it. */
  readonly inactive: boolean;
}
