import { oracleJson } from '../support/oracleSnapshots';

type Json = Readonly<Record<string, unknown>>;

/** Everything a recorded engine knows: what it would answer to each question. */
export interface World {
  readonly version: Json;
  readonly info: Json;
  readonly networks: readonly Json[];
  readonly containers: readonly Json[];
  readonly containersList: readonly Json[];
}

/** A world and the events that tell of how it came to be. */
export interface Change {
  readonly world: World;
  readonly events: readonly unknown[];
}

export function recordedWorld(name: string): World {
  const { engine, networks, containers, containersList } = oracleJson(name) as World & {
    readonly engine: Pick<World, 'version' | 'info'>;
  };
  return { version: engine.version, info: engine.info, networks, containers, containersList };
}

/**
 * What it answers to `GET` of a path, given without the API version.
 * moby: versions that are too old or too new are refused with 400 (`VersionMiddleware`).
 */
export function answersOf(
  world: World,
  asked: string | undefined,
  what: string,
): { readonly status: number; readonly body: unknown } {
  const spoken = world.version['ApiVersion'] as string;
  const oldest = (world.version['MinAPIVersion'] ?? '1.12') as string;
  if (asked !== undefined && minor(asked) > minor(spoken)) {
    const message = `client version ${asked} is too new. Maximum supported API version is ${spoken}`;
    return { status: 400, body: { message } };
  }
  if (asked !== undefined && minor(asked) < minor(oldest)) {
    const message = `client version ${asked} is too old. Minimum supported API version is ${oldest}, please upgrade your client to a newer version`;
    return { status: 400, body: { message } };
  }
  const one = /^\/(networks|containers)\/([^/]+)(?:\/json)?$/.exec(what);
  switch (what) {
    case '/version':
      return { status: 200, body: world.version };
    case '/info':
      return { status: 200, body: world.info };
    case '/events':
      return { status: 200, body: {} };
    case '/networks':
      return {
        status: 200,
        body: world.networks.map((network) => ({ ...network, Containers: {} })),
      };
    case '/containers/json':
      return { status: 200, body: world.containersList };
  }
  const kind = one?.[1] === 'networks' ? world.networks : world.containers;
  const found = kind.find((record) => record['Id'] === one?.[2]);
  return found === undefined
    ? { status: 404, body: { message: `no such thing: ${what}` } }
    : { status: 200, body: found };
}

/** A container is gone; `pick` says which, of those there are. */
export function withoutContainer(world: World, pick: number): Change {
  const record = world.containersList[pick % Math.max(1, world.containersList.length)];
  if (record === undefined) return { world, events: [] };
  const id = String(record['Id']);
  const others = (records: readonly Json[]) => records.filter(({ Id }) => Id !== id);
  const left = world.networks.filter((network) => id in membersOf(network));
  return {
    world: {
      ...world,
      containers: others(world.containers),
      containersList: others(world.containersList),
      networks: world.networks.map((network) => ({
        ...network,
        Containers: Object.fromEntries(
          Object.entries(membersOf(network)).filter(([member]) => member !== id),
        ),
      })),
    },
    events: [
      event('container', 'die', id),
      ...left.map((network) => event('network', 'disconnect', String(network['Id']), id)),
      event('container', 'destroy', id),
    ],
  };
}

/** A container more, not started: a copy of one there is, under another id and name. */
export function withContainer(world: World, pick: number, serial: number): Change {
  const record = world.containers[pick % Math.max(1, world.containers.length)];
  const listed = world.containersList.find(({ Id }) => Id === record?.['Id']);
  if (record === undefined || listed === undefined) return { world, events: [] };
  const id = serial.toString(16).padStart(64, '0');
  const name = `/made-${serial}`;
  const state = { ...(record['State'] as Json), Status: 'created', Running: false, Pid: 0 };
  const nowhere = { Networks: {} };
  return {
    world: {
      ...world,
      containers: [
        ...world.containers,
        { ...record, Id: id, Name: name, State: state, NetworkSettings: nowhere },
      ],
      containersList: [
        ...world.containersList,
        { ...listed, Id: id, Names: [name], State: 'created', NetworkSettings: nowhere },
      ],
    },
    events: [event('container', 'create', id)],
  };
}

/** A container goes by another name. */
export function renamed(world: World, pick: number, serial: number): Change {
  const record = world.containersList[pick % Math.max(1, world.containersList.length)];
  if (record === undefined) return { world, events: [] };
  const id = String(record['Id']);
  const name = `/renamed-${serial}`;
  const change = (records: readonly Json[], what: Json) =>
    records.map((other) => (other['Id'] === id ? { ...other, ...what } : other));
  return {
    world: {
      ...world,
      containers: change(world.containers, { Name: name }),
      containersList: change(world.containersList, { Names: [name] }),
    },
    events: [event('container', 'rename', id)],
  };
}

/** Another version of the engine, which no longer speaks what the one before spoke. */
export function upgraded(world: World): World {
  const api = minor(String(world.version['ApiVersion']));
  return {
    ...world,
    version: {
      ...world.version,
      Version: `${world.version['Version'] as string}-next`,
      ApiVersion: `1.${api + 3}`,
      MinAPIVersion: `1.${api + 1}`,
    },
  };
}

function membersOf(network: Json): Json {
  return (network['Containers'] ?? {}) as Json;
}

function event(type: string, action: string, id: string, container?: string): unknown {
  return {
    Type: type,
    Action: action,
    Actor: { ID: id, Attributes: container === undefined ? {} : { container } },
    scope: 'local',
  };
}

function minor(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}
