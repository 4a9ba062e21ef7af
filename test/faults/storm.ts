import { createHash } from 'node:crypto';
import type { Change, World } from './world';

type Json = Readonly<Record<string, unknown>>;

/** So many containers that start at once on the first bridge network of a user's own, ids in order. */
export interface Storm {
  readonly ids: readonly string[];
  /** The world once those before `end` have started, and what tells of those from `begin` on. */
  started(begin: number, end: number): Change;
  /** The same when they are gone again. */
  gone(): Change;
}

/** @throws when the world has no network with a running container to copy */
export function stormOver(world: World, count: number): Storm {
  const home = world.networks.find(({ Driver, Name }) => Driver === 'bridge' && Name !== 'bridge');
  const name = String(home?.['Name']);
  const pattern = world.containers.find((one) => name in endpointsOf(one));
  const listed = world.containersList.find(({ Id }) => Id === pattern?.['Id']);
  if (home === undefined || pattern === undefined || listed === undefined) {
    throw new RangeError('nothing to make a storm of');
  }
  const ids = Array.from({ length: count }, (_, index) => hash(`container ${index}`));
  const made = ids.map((id, index) => {
    const endpoint = endpointOf(endpointsOf(pattern)[name] ?? {}, index);
    const settings = { Networks: { [name]: endpoint } };
    const old = (pattern['NetworkSettings'] ?? {}) as Json;
    const sandbox = { SandboxID: hash(`sandbox ${index}`), Ports: {} };
    return {
      full: {
        ...pattern,
        Id: id,
        Name: `/storm-${index}`,
        NetworkSettings: { ...old, ...sandbox, ...settings },
      },
      short: {
        ...listed,
        Id: id,
        Names: [`/storm-${index}`],
        Ports: [],
        NetworkSettings: settings,
      },
      member: {
        Name: `storm-${index}`,
        EndpointID: endpoint['EndpointID'],
        MacAddress: endpoint['MacAddress'],
        IPv4Address: `${String(endpoint['IPAddress'])}/16`,
        IPv6Address: '',
      },
    };
  });
  const worldWith = (end: number): World => ({
    ...world,
    containers: [...world.containers, ...made.slice(0, end).map(({ full }) => full)],
    containersList: [...world.containersList, ...made.slice(0, end).map(({ short }) => short)],
    networks: world.networks.map((network) =>
      network !== home
        ? network
        : {
            ...network,
            Containers: {
              ...(network['Containers'] as Json),
              ...Object.fromEntries(made.slice(0, end).map(({ member }, at) => [ids[at], member])),
            },
          },
    ),
  });
  const network = String(home['Id']);
  return {
    ids,
    started: (begin, end) => ({
      world: worldWith(end),
      events: ids
        .slice(begin, end)
        .flatMap((id) => [
          event('container', 'create', id),
          event('network', 'connect', network, id),
          event('container', 'start', id),
        ]),
    }),
    gone: () => ({
      world,
      events: ids.flatMap((id) => [
        event('container', 'die', id),
        event('network', 'disconnect', network, id),
        event('container', 'destroy', id),
      ]),
    }),
  };
}

function endpointsOf(container: Json): Readonly<Record<string, Json>> {
  const settings = (container['NetworkSettings'] ?? {}) as Json;
  return (settings['Networks'] ?? {}) as Readonly<Record<string, Json>>;
}

function endpointOf(pattern: Json, index: number): Json {
  const [high, low] = [100 + (index >> 8), index & 255];
  const prefix = String(pattern['IPAddress']).split('.').slice(0, 2).join('.');
  const hex = (byte: number) => byte.toString(16).padStart(2, '0');
  return {
    ...pattern,
    EndpointID: hash(`endpoint ${index}`),
    IPAddress: `${prefix}.${high}.${low}`,
    MacAddress: `02:42:0a:00:${hex(high)}:${hex(low)}`,
    Aliases: [`storm-${index}`],
    IPAMConfig: null,
  };
}

function event(type: string, action: string, id: string, container?: string): unknown {
  const Attributes = container === undefined ? {} : { container };
  return { Type: type, Action: action, Actor: { ID: id, Attributes }, scope: 'local' };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
