import * as z from 'zod/mini';
import { namesSecret } from './withoutCredentials';

/**
 * The snapshot: what was read, as read (contract 1 of the design). The schemas below are both the
 * validation and the allow-list: a field that is not named here is dropped when a snapshot is taken,
 * opened or saved, so environments, commands, mounts and foreign labels never get in.
 *
 * Tolerant on purpose: engines of all ages omit fields or send `null`; what is missing becomes
 * `undefined` here and is decided on in topology/.
 */

export const snapshotFormat = 'vethscope-snapshot/1';

/** `null` and "absent" mean the same in the engine's JSON. */
function maybe<T extends z.ZodMiniType>(schema: T) {
  return z.pipe(
    z.optional(z.nullable(schema)),
    z.transform((value: z.output<T> | null | undefined) => value ?? undefined),
  );
}

const text = maybe(z.string());
const flag = maybe(z.boolean());
const count = maybe(z.number());
const texts = maybe(z.array(z.string()));

/** RFC 3339 with a fraction of any length, as the engine writes; what is no moment is dropped. */
const moment = maybe(
  z.pipe(
    z.string(),
    z.transform((written: string) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(written)
        ? written
        : undefined,
    ),
  ),
);

/** Labels that name a project, service or network. None of them holds a path. */
const keptLabels = new Set([
  'com.docker.compose.project',
  'com.docker.compose.service',
  'com.docker.compose.container-number',
  'com.docker.compose.oneoff',
  'com.docker.compose.network',
  'com.docker.compose.config-hash',
  'com.docker.compose.version',
]);

const ownLabelPrefix = 'com.docker.network.';

/** Marks the probes' containers, which every view ignores; its value says nothing. */
export const probeLabel = 'dev.vethscope.probe';

function isKeptLabel(name: string): boolean {
  return keptLabels.has(name) || name.startsWith(ownLabelPrefix) || name === probeLabel;
}

const labels = z.pipe(
  z.optional(z.nullable(z.record(z.string(), z.string()))),
  z.transform((value: Record<string, string> | null | undefined) =>
    Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => isKeptLabel(name))),
  ),
);

const addresses = maybe(z.record(z.string(), z.string()));

/** Options of drivers, less those that a driver takes a secret by. */
const options = z.pipe(
  maybe(z.record(z.string(), z.string())),
  z.transform((value: Record<string, string> | undefined) =>
    value === undefined
      ? undefined
      : Object.fromEntries(Object.entries(value).filter(([name]) => !namesSecret(name))),
  ),
);

const versionRecord = z.object({
  Version: text,
  ApiVersion: text,
  MinAPIVersion: text,
  Os: text,
  Arch: text,
  KernelVersion: text,
  Components: maybe(z.array(z.object({ Name: text, Version: text }))),
  Platform: maybe(z.object({ Name: text })),
});

/** Pairs of name and value, of which one is of use (from 29.5 on). */
const firewallInfo = maybe(
  z.pipe(
    z.array(z.array(z.string())),
    z.transform((pairs: string[][]) => pairs.filter(([name]) => name === 'EnableUserlandProxy')),
  ),
);

const infoRecord = z.object({
  ID: text,
  Name: text,
  ServerVersion: text,
  OperatingSystem: text,
  OSType: text,
  KernelVersion: text,
  SecurityOptions: texts,
  LiveRestoreEnabled: flag,
  ExperimentalBuild: flag,
  IPv4Forwarding: flag,
  BridgeNfIptables: flag,
  BridgeNfIp6tables: flag,
  DefaultAddressPools: maybe(z.array(z.object({ Base: z.string(), Size: z.number() }))),
  Swarm: maybe(z.object({ NodeID: text, NodeAddr: text, LocalNodeState: text })),
  Plugins: maybe(z.object({ Network: texts })),
  FirewallBackend: maybe(z.object({ Driver: text, Info: firewallInfo })),
});

const daemonOptions = z.object({
  userlandProxy: flag,
  iptables: flag,
  ip6tables: flag,
  icc: flag,
  ip: text,
  ipForward: flag,
  ipForwardNoDrop: flag,
  allowDirectRouting: flag,
  firewallBackend: text,
  bridgeAcceptFwmark: text,
});

const networkContainer = z.object({
  Name: text,
  EndpointID: text,
  MacAddress: text,
  IPv4Address: text,
  IPv6Address: text,
});

export const networkRecord = z.object({
  Id: z.string(),
  Name: z.string(),
  Created: text,
  Scope: text,
  Driver: text,
  EnableIPv4: flag,
  EnableIPv6: flag,
  Internal: flag,
  Attachable: flag,
  Ingress: flag,
  ConfigOnly: flag,
  ConfigFrom: maybe(z.object({ Network: text })),
  IPAM: maybe(
    z.object({
      Driver: text,
      Config: maybe(
        z.array(
          z.object({
            Subnet: text,
            Gateway: text,
            IPRange: text,
            AuxiliaryAddresses: addresses,
            /** Podman's spelling of the same. */
            AuxAddress: addresses,
          }),
        ),
      ),
    }),
  ),
  Containers: maybe(z.record(z.string(), networkContainer)),
  Options: options,
  Labels: labels,
  Peers: maybe(z.array(z.object({ Name: text, IP: text }))),
  Services: maybe(
    z.record(
      z.string(),
      z.object({
        VIP: text,
        Ports: texts,
        LocalLBIndex: count,
        Tasks: maybe(z.array(z.object({ Name: text, EndpointID: text, EndpointIP: text }))),
      }),
    ),
  ),
  Status: maybe(
    z.object({
      IPAM: maybe(
        z.object({
          Subnets: maybe(
            z.record(z.string(), z.object({ IPsInUse: count, DynamicIPsAvailable: count })),
          ),
        }),
      ),
    }),
  ),
});

const endpointSettings = z.object({
  IPAMConfig: maybe(z.object({ IPv4Address: text, IPv6Address: text, LinkLocalIPs: texts })),
  Links: texts,
  Aliases: texts,
  MacAddress: text,
  DriverOpts: options,
  GwPriority: count,
  NetworkID: text,
  EndpointID: text,
  Gateway: text,
  IPAddress: text,
  IPPrefixLen: count,
  IPv6Gateway: text,
  GlobalIPv6Address: text,
  GlobalIPv6PrefixLen: count,
  DNSNames: texts,
});

const portBindings = maybe(
  z.record(z.string(), z.nullable(z.array(z.object({ HostIp: text, HostPort: text })))),
);

export const containerRecord = z.object({
  Id: z.string(),
  Name: z.string(),
  State: maybe(
    z.object({ Status: text, Running: flag, Paused: flag, Pid: count, StartedAt: moment }),
  ),
  HostConfig: maybe(
    z.object({
      NetworkMode: text,
      PortBindings: portBindings,
      PublishAllPorts: flag,
      Links: texts,
      ExtraHosts: texts,
      Dns: texts,
      DnsSearch: texts,
      DnsOptions: texts,
    }),
  ),
  Config: maybe(
    z.object({
      Image: text,
      Hostname: text,
      Domainname: text,
      /** Only where one was asked for; kept so that an undo can ask for it again. */
      MacAddress: text,
      /** The keys tell, e.g. `80/tcp`; what stands under them is dropped. */
      ExposedPorts: maybe(
        z.record(
          z.string(),
          z.pipe(
            z.unknown(),
            z.transform(() => ({})),
          ),
        ),
      ),
      Labels: labels,
    }),
  ),
  NetworkSettings: maybe(
    z.object({
      SandboxID: text,
      SandboxKey: text,
      Ports: portBindings,
      Networks: maybe(z.record(z.string(), endpointSettings)),
    }),
  ),
});

export const containerListRecord = z.object({
  Id: z.string(),
  Names: texts,
  Image: text,
  State: text,
  Ports: maybe(z.array(z.object({ IP: text, PrivatePort: count, PublicPort: count, Type: text }))),
  Labels: labels,
  HostConfig: maybe(z.object({ NetworkMode: text })),
  NetworkSettings: maybe(z.object({ Networks: maybe(z.record(z.string(), endpointSettings)) })),
});

const outside = z.object({ addresses: texts, routes: texts });

/** Engines' own programs: whether one of them listens decides what a published port does. */
const enginePrograms = new Set([
  'docker-proxy',
  'dockerd',
  'rootlesskit',
  'rootlessport',
  'pasta',
  'slirp4netns',
  'aardvark-dns',
  'conmon',
]);

/**
 * `ss` ends each line with the processes. The engine's own keep their name; of the others only the
 * numbers stay, which tell a host-mode container's sockets from the host's.
 */
const listeners = maybe(
  z.pipe(
    z.string(),
    z.transform((output: string) =>
      output.replace(/users:\(.*/g, (users) => {
        const processes = [...users.matchAll(/\("([^"]*)",(pid=\d+,fd=\d+)\)/g)].map(
          ([, name = '', numbers = '']) => `("${enginePrograms.has(name) ? name : ''}",${numbers})`,
        );
        return processes.length === 0 ? '' : `users:(${processes.join(',')})`;
      }),
    ),
  ),
);

/** Parts the host and the sandboxes tell; read and explained by netfilter/ and topology/. */
const hostPart = z.object({
  addr: maybe(z.unknown()),
  route: maybe(z.unknown()),
  route6: maybe(z.unknown()),
  rule: maybe(z.unknown()),
  rule6: maybe(z.unknown()),
  neigh: maybe(z.unknown()),
  bridgeLink: maybe(z.unknown()),
  bridgeFdb: maybe(z.unknown()),
  iptables: text,
  ip6tables: text,
  iptablesLegacy: text,
  ip6tablesLegacy: text,
  ipset: text,
  nft: maybe(z.unknown()),
  sysctl: text,
  listeners,
  resolvConf: text,
  proxies: maybe(
    z.array(
      z.object({
        pid: count,
        proto: text,
        hostIp: text,
        hostPort: count,
        containerIp: text,
        containerPort: count,
      }),
    ),
  ),
});

const sandboxPart = z.object({
  netns: maybe(z.unknown()),
  addr: maybe(z.unknown()),
  link: maybe(z.unknown()),
  route: maybe(z.unknown()),
  route6: maybe(z.unknown()),
  hosts: text,
  resolvConf: text,
  hostname: text,
  iptables: text,
  sysctl: text,
  procNet: maybe(z.object({ tcp: text, tcp6: text, udp: text, udp6: text })),
});

/** A connection that was tried for real, beside what was predicted: for reports of what differs. */
const triedConnection = z.object({
  triedAt: text,
  from: text,
  to: text,
  proto: text,
  port: count,
  /** `exec`, `helper` or `local`. */
  way: text,
  tool: text,
  observed: text,
  predicted: text,
  why: text,
  decidedBy: text,
});

export const snapshotSchema = z.object({
  format: z.literal(snapshotFormat),
  takenAt: z.string(),
  engine: z.object({ version: versionRecord, info: infoRecord, options: maybe(daemonOptions) }),
  networks: z.array(networkRecord),
  containers: z.array(containerRecord),
  containersList: z.array(containerListRecord),
  host: maybe(hostPart),
  sandboxes: maybe(z.record(z.string(), sandboxPart)),
  outside: maybe(outside),
  missing: maybe(z.array(z.object({ part: z.string(), reason: z.string() }))),
  tried: maybe(z.array(triedConnection)),
});

export type Snapshot = z.output<typeof snapshotSchema>;
export type TriedConnection = z.output<typeof triedConnection>;
export type NetworkRecord = z.output<typeof networkRecord>;
export type ContainerRecord = z.output<typeof containerRecord>;
export type ContainerListRecord = z.output<typeof containerListRecord>;
export type EndpointSettingsRecord = z.output<typeof endpointSettings>;

export type SnapshotProblem = { readonly path: string; readonly message: string };

export type SnapshotResult =
  | { readonly ok: true; readonly snapshot: Snapshot }
  | { readonly ok: false; readonly problems: readonly SnapshotProblem[] };

/** Validates foreign JSON and keeps only what the allow-list names. Never throws. */
export function parseSnapshot(json: unknown): SnapshotResult {
  const result = snapshotSchema.safeParse(json);
  if (result.success) return { ok: true, snapshot: result.data };
  return {
    ok: false,
    problems: result.error.issues.map((issue) => ({
      path: issue.path.map(String).join('.'),
      message: issue.message,
    })),
  };
}
