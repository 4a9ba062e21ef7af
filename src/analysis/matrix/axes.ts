import { addressFamily } from '../../model/address';
import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { AddressFamily } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { PublishedPort } from '../../model/publishedPort';
import type { Topology } from '../../model/topology';
import { internetAddress } from '../trace/neighbours';
import type { TraceQuestion } from '../trace/traceAnswer';
import type { Namespace, World } from '../trace/world';

/** Who asks: a row. */
export interface MatrixSource {
  readonly kind: 'container' | 'host' | 'outside';
  readonly name: string;
  /** The container's, see Container. */
  readonly key?: string;
  /** As a question has it. */
  readonly from: string;
  /** Namespace it lives in; absent outside. */
  readonly namespace?: Namespace;
  readonly project?: string;
  readonly networks: readonly string[];
}

/** One way to try a target. */
export interface MatrixWay {
  readonly kind: 'network' | 'published' | 'host' | 'outside';
  /** The network's name, or `127.0.0.1:8080`. */
  readonly label: string;
  /** The address tried; absent where it depends on who asks: any of the host's. */
  readonly address?: string;
  readonly port?: number;
}

/** What is asked for: a column. */
export interface MatrixTarget {
  readonly kind: 'container' | 'host' | 'outside';
  readonly name: string;
  /** The container's, see Container. */
  readonly key?: string;
  readonly container?: Container;
  readonly namespace?: Namespace;
  readonly proto: TraceQuestion['proto'];
  /** Absent for ping. */
  readonly port?: number;
  readonly project?: string;
  readonly networks: readonly string[];
  /** Tried in this order; the first that gets there counts. */
  readonly ways: readonly MatrixWay[];
}

export interface MatrixAxes {
  readonly sources: readonly MatrixSource[];
  readonly targets: readonly MatrixTarget[];
}

type Port = Pick<MatrixTarget, 'proto' | 'port'>;

/** Rows and columns of a topology in one family: containers that have a namespace, the host, the outside. */
export function matrixAxes(topology: Topology, world: World, family: AddressFamily): MatrixAxes {
  const endpoints = groupBy(topology.endpoints, ({ containerId = '' }) => containerId);
  const published = groupBy(topology.publishedPorts, ({ containerId }) => containerId);
  const networks = new Map(topology.networks.map((one) => [one.id, one.name.value]));
  const living = topology.containers.flatMap((container) => {
    const namespace = world.namespaces.get(container.sandboxId);
    return namespace?.containers.includes(container) === true ? [{ container, namespace }] : [];
  });
  const rows = living.map(({ container, namespace }) => {
    const plugs = namespace.containers.flatMap(({ id }) => endpoints.get(id) ?? []);
    const names = plugs.flatMap(({ networkId }) => networks.get(networkId) ?? []);
    return { container, namespace, plugs, ...about(container), networks: [...new Set(names)] };
  });
  const sources: readonly MatrixSource[] = [
    ...rows.map(({ container, namespace, name, project, networks: own }) => ({
      kind: 'container' as const,
      name,
      key: container.key,
      from: container.id,
      namespace,
      ...(project === undefined ? {} : { project }),
      networks: own,
    })),
    { kind: 'host', name: 'host', from: 'host', namespace: world.host, networks: [] },
    { kind: 'outside', name: 'outside', from: `outside:${internetAddress[family]}`, networks: [] },
  ];
  const containers = rows.flatMap(
    ({ container, namespace, plugs, name, project, networks: own }) => {
      const ports = (published.get(container.id) ?? []).filter(({ hostAddress }) =>
        fits(hostAddress.value, family),
      );
      return portsOf(container, namespace, published.get(container.id) ?? []).map(
        ({ proto, port }): MatrixTarget => ({
          kind: 'container',
          name,
          key: container.key,
          container,
          namespace,
          proto,
          ...(port === undefined ? {} : { port }),
          ...(project === undefined ? {} : { project }),
          networks: own,
          ways:
            namespace.kind === 'host'
              ? [{ kind: 'host', label: 'host', ...(port === undefined ? {} : { port }) }]
              : [
                  ...networkWays(plugs, networks, family, port),
                  ...ports.flatMap((one) =>
                    one.proto === proto && one.containerPort.value === port
                      ? publishedWay(one)
                      : [],
                  ),
                ],
        }),
      );
    },
  );
  return {
    sources,
    targets: [
      ...containers,
      ...hostPorts(world.host, family).map(({ proto, port }): MatrixTarget => ({
        kind: 'host',
        name: 'host',
        namespace: world.host,
        proto,
        ...(port === undefined ? {} : { port }),
        networks: [],
        ways: [{ kind: 'host', label: 'host', ...(port === undefined ? {} : { port }) }],
      })),
      {
        kind: 'outside',
        name: 'outside',
        proto: 'tcp',
        port: 443,
        networks: [],
        ways: [{ kind: 'outside', label: 'outside', address: internetAddress[family], port: 443 }],
      },
    ],
  };
}

function about({ name, compose }: Container): { readonly name: string; readonly project?: string } {
  return { name: name.value, ...(compose === undefined ? {} : { project: compose.project }) };
}

function networkWays(
  plugs: readonly Endpoint[],
  networks: ReadonlyMap<string, string>,
  family: AddressFamily,
  port: number | undefined,
): readonly MatrixWay[] {
  return plugs.flatMap(({ networkId, ipv4, ipv6 }) => {
    const address = family === 4 ? ipv4 : ipv6;
    if (!isKnown(address)) return [];
    return [
      {
        kind: 'network' as const,
        label: networks.get(networkId) ?? networkId,
        address: address.value.address,
        ...(port === undefined ? {} : { port }),
      },
    ];
  });
}

function publishedWay({ hostAddress, hostPort, active }: PublishedPort): readonly MatrixWay[] {
  if (!isKnown(hostPort) || hostPort.value === 0 || !active) return [];
  const address = hostAddress.value;
  const wildcard = address === '0.0.0.0' || address === '::';
  const shown = address.includes(':') ? `[${address}]` : address;
  return [
    {
      kind: 'published',
      label: `${shown}:${hostPort.value}`,
      ...(wildcard ? {} : { address }),
      port: hostPort.value,
    },
  ];
}

/** Ports somebody listens on, exposes or publishes; ping where there are none. */
function portsOf(
  container: Container,
  namespace: Namespace,
  published: readonly PublishedPort[],
): readonly Port[] {
  const shares = namespace.containers.length > 1;
  const listening = namespace.kind === 'host' || shares ? [] : openPorts(namespace);
  const exposed = isKnown(container.exposedPorts) ? container.exposedPorts.value : [];
  const all = [
    ...listening,
    ...exposed.map(({ port, proto }) => ({ port, proto })),
    ...published.map(({ containerPort, proto }) => ({ port: containerPort.value, proto })),
  ];
  return all.length === 0 ? [{ proto: 'icmp' }] : unique(all);
}

function hostPorts(host: Namespace, family: AddressFamily): readonly Port[] {
  const relays = new Set(['docker-proxy', 'dockerd', 'conmon', 'rootlessport']);
  const open = (host.listeners ?? []).filter(
    ({ program = '', address }) =>
      !relays.has(program) && (address === '*' || fits(address, family)),
  );
  const ports = open.filter(({ address }) => !isLoopback(address));
  return [{ proto: 'icmp' }, ...unique(ports.map(({ proto, port }) => ({ proto, port })))];
}

function openPorts({ listeners = [] }: Namespace): readonly Port[] {
  return listeners
    .filter(({ address }) => !isLoopback(address))
    .map(({ proto, port }) => ({ proto, port }));
}

function unique(all: readonly Port[]): readonly Port[] {
  const byName = new Map(all.map((one) => [`${one.proto}/${one.port}`, one]));
  return [...byName.values()].sort(
    (a, b) => (a.port ?? 0) - (b.port ?? 0) || (a.proto < b.proto ? -1 : 1),
  );
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

function fits(address: string, family: AddressFamily): boolean {
  return addressFamily(address) === family;
}

function groupBy<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
