import assert from 'node:assert/strict';
import type { Container } from '../../../src/model/container';
import { parseSnapshot, snapshotFormat } from '../../../src/model/snapshot';
import type { Topology } from '../../../src/model/topology';
import { buildTopology } from '../../../src/topology/buildTopology';

export interface SmallNetwork {
  readonly name: string;
  /** `172.20.0.0/16`; the gateway is its first address. */
  readonly subnet?: string;
  readonly driver?: string;
  readonly internal?: boolean;
  readonly ipv6?: string;
  readonly options?: Readonly<Record<string, string>>;
}

export interface SmallContainer {
  readonly name: string;
  readonly state?: string;
  /** Address by network. */
  readonly on: Readonly<Record<string, string>>;
  readonly ipv6?: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
  readonly links?: readonly string[];
  readonly networkMode?: string;
  /** Lives in the namespace of this container, which stands before it. */
  readonly shares?: string;
  readonly extraHosts?: readonly string[];
  readonly dnsOptions?: readonly string[];
  readonly dns?: readonly string[];
  readonly ports?: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[]>>;
}

interface Small {
  readonly version?: string;
  readonly podman?: boolean;
  readonly networks: readonly SmallNetwork[];
  readonly containers: readonly SmallContainer[];
  readonly host?: unknown;
  readonly outside?: unknown;
}

/** A topology from the API alone, as short as a test can say it. */
export function smallTopology(small: Small): Topology {
  const version = small.version ?? '28.5.2';
  const result = parseSnapshot({
    format: snapshotFormat,
    takenAt: '2026-01-01T00:00:00Z',
    engine: {
      version: {
        Version: version,
        Components: small.podman === true ? [{ Name: 'Podman Engine', Version: version }] : [],
      },
      info: {},
    },
    networks: small.networks.map(network),
    containers: small.containers.map((one, index) =>
      container(sharing(one, small), index, small.networks),
    ),
    containersList: small.containers.map((one, index) => ({ Id: id(index), Names: [one.name] })),
    host: small.host,
    outside: small.outside,
  });
  assert.ok(result.ok, JSON.stringify(result));
  return buildTopology(result.snapshot, { kind: 'snapshot', label: 'small' }, 'small');
}

function sharing(one: SmallContainer, { containers }: Small): SmallContainer {
  if (one.shares === undefined) return one;
  const owner = containers.findIndex(({ name }) => name === one.shares);
  return { ...one, networkMode: `container:${id(owner)}` };
}

export function named(topology: Topology, name: string): Container {
  const found = topology.containers.find((one) => one.name.value === name);
  assert.ok(found, `no container ${name}`);
  return found;
}

function id(index: number): string {
  return String(index + 1)
    .padStart(12, 'c')
    .padEnd(64, '0');
}

function networkId(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(64, '0');
}

function gateway(subnet: string): string {
  return subnet.replace(/\.0\/\d+$/, '.1').replace(/::\/\d+$/, '::1');
}

function network({ name, subnet, driver, internal, ipv6, options }: SmallNetwork): object {
  const pools = [subnet, ipv6].flatMap((one) =>
    one === undefined ? [] : [{ Subnet: one, Gateway: gateway(one) }],
  );
  return {
    Id: networkId(name),
    Name: name,
    Driver: driver ?? 'bridge',
    Scope: 'local',
    Internal: internal ?? false,
    EnableIPv6: ipv6 !== undefined,
    IPAM: { Config: pools },
    Options: options ?? {},
    Containers: {},
  };
}

function container(one: SmallContainer, index: number, networks: readonly SmallNetwork[]): object {
  const first = Object.keys(one.on)[0];
  const attached = Object.entries(one.on).map(([name, address]) => {
    const own = networks.find((candidate) => candidate.name === name);
    const six = one.ipv6?.[name];
    return [
      name,
      {
        NetworkID: networkId(name),
        EndpointID: `${id(index)}-${name}`,
        IPAddress: address,
        IPPrefixLen: Number(own?.subnet?.split('/')[1] ?? 0),
        Gateway: own?.internal === true ? '' : gateway(own?.subnet ?? ''),
        GlobalIPv6Address: six ?? '',
        GlobalIPv6PrefixLen: six === undefined ? 0 : 64,
        IPv6Gateway: six === undefined ? '' : gateway(own?.ipv6 ?? ''),
        Aliases: one.aliases ?? [],
        Links: one.links ?? [],
      },
    ] as const;
  });
  return {
    Id: id(index),
    Name: `/${one.name}`,
    State: { Status: one.state ?? 'running', Running: true, Pid: 1000 + index },
    HostConfig: {
      NetworkMode: one.networkMode ?? first ?? 'none',
      ExtraHosts: one.extraHosts ?? [],
      DnsOptions: one.dnsOptions ?? [],
      Dns: one.dns ?? [],
      PortBindings: one.ports ?? {},
    },
    Config: { Hostname: id(index).slice(0, 12) },
    NetworkSettings: {
      SandboxID: one.shares === undefined ? `box-${one.name}` : '',
      Ports: one.ports ?? {},
      Networks: Object.fromEntries(attached),
    },
  };
}
