import type { Declared } from './provenance';

/** A value and the place it is written at. */
export interface Placed<T> {
  readonly value: T;
  readonly at: Declared;
}

/** What is wrong in a compose file, at its place. */
export interface ComposeProblem {
  readonly severity: 'error' | 'warning';
  /** docker compose's own words where it has some. */
  readonly message: string;
  readonly at: Declared;
  /** End of the range, 1-based, exclusive. */
  readonly end: { readonly line: number; readonly column: number };
}

/** A compose project as docker compose would see it, with the place of every fact. */
export interface ComposeProject {
  readonly name: Placed<string>;
  /** Files it was read from, in order of precedence, lowest first. */
  readonly files: readonly string[];
  readonly services: readonly ComposeService[];
  readonly networks: readonly ComposeNetwork[];
}

export interface ComposeService {
  /** Key under `services:`. */
  readonly name: string;
  readonly at: Declared;
  readonly image?: Placed<string>;
  readonly containerName?: Placed<string>;
  readonly hostname?: Placed<string>;
  readonly domainname?: Placed<string>;
  /** 0 and more; 1 unless `scale` or `deploy.replicas` say otherwise. */
  readonly replicas: Placed<number>;
  /** Needs a profile that is not active. */
  readonly inactive: boolean;
  readonly profiles: readonly Placed<string>[];
  /** Services that are started before it: `depends_on`, and what links and shared namespaces imply. Sorted. */
  readonly dependsOn?: readonly Placed<string>[];
  readonly networkMode?: Placed<ComposeNetworkMode>;
  /** Attachments; the implicit `default` stands at the service's own place. Sorted by network. */
  readonly networks: readonly ComposeAttachment[];
  readonly ports: readonly ComposePort[];
  readonly expose: readonly Placed<string>[];
  readonly links: readonly Placed<string>[];
  /** `name:address`. */
  readonly extraHosts: readonly Placed<string>[];
  readonly dns: readonly Placed<string>[];
  readonly dnsSearch: readonly Placed<string>[];
  readonly dnsOptions: readonly Placed<string>[];
}

export type ComposeNetworkMode =
  | { readonly kind: 'host' }
  | { readonly kind: 'none' }
  /** The engine's default bridge. */
  | { readonly kind: 'bridge' }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'container'; readonly container: string }
  | { readonly kind: 'network'; readonly network: string };

export interface ComposeAttachment {
  /** Key under the top-level `networks:`. */
  readonly network: string;
  readonly at: Declared;
  /** True when the file does not name it: every service without `networks` joins `default`. */
  readonly implicit: boolean;
  readonly aliases: readonly Placed<string>[];
  readonly ipv4?: Placed<string>;
  readonly ipv6?: Placed<string>;
  readonly mac?: Placed<string>;
  readonly interfaceName?: Placed<string>;
  /** The highest decides which network the container is created on; neither eth0 nor the default route. */
  readonly priority?: Placed<number>;
  readonly gatewayPriority?: Placed<number>;
  readonly driverOptions: readonly { readonly name: string; readonly value: Placed<string> }[];
}

/** One published port after ranges are taken apart. */
export interface ComposePort {
  readonly at: Declared;
  readonly proto: 'tcp' | 'udp' | 'sctp';
  readonly target: number;
  /** Absent: the engine chooses one at start. A range `a-b` when the engine may choose within it. */
  readonly published?: string;
  /** Absent: every address. */
  readonly hostAddress?: string;
}

export interface ComposeNetwork {
  /** Key under `networks:`; `default` for the implicit one. */
  readonly key: string;
  readonly at: Declared;
  readonly implicit: boolean;
  /** The name the engine will know it by: `<project>_<key>` unless `name` says otherwise. */
  readonly name: Placed<string>;
  readonly external: boolean;
  readonly driver?: Placed<string>;
  readonly internal?: Placed<boolean>;
  readonly attachable?: Placed<boolean>;
  readonly enableIpv4?: Placed<boolean>;
  readonly enableIpv6?: Placed<boolean>;
  readonly ipam: readonly ComposeIpamPool[];
  readonly driverOptions: readonly { readonly name: string; readonly value: Placed<string> }[];
  /** No active service uses it: `up` would not create it. */
  readonly unused: boolean;
}

export interface ComposeIpamPool {
  readonly at: Declared;
  readonly subnet?: Placed<string>;
  readonly gateway?: Placed<string>;
  readonly ipRange?: Placed<string>;
  readonly aux: readonly { readonly name: string; readonly address: Placed<string> }[];
}
