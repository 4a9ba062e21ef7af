import { isDeviceName } from '../model/deviceName';
import { addressFamily } from '../model/address';
import type {
  ComposeIpamPool,
  ComposeNetwork,
  ComposeProject,
  Placed,
} from '../model/composeProject';
import type { IpamPool, Network, NetworkKind } from '../model/network';
import {
  predicted,
  unknown,
  type Fact,
  type Knowable,
  type Provenance,
  type Unknown,
} from '../model/provenance';
import { networkKind } from './networkKind';
import { chosenAtUp } from './planEngine';
import { withSubnets } from './planSubnets';
import type { Surroundings } from './planSurroundings';
import { firstGateway, hasNoGateway } from './poolGateways';
import { byKey, uniqueKeys } from './uniqueKeys';

/** Networks the engine always has. */
export type EngineNetwork = 'host' | 'none' | 'bridge';

export function engineNetworkId(name: string): string {
  return `planned:${name}`;
}

export function plannedNetworkId(project: string, key: string): string {
  return `planned:${project}/${key}`;
}

/**
 * The project's networks, and those of the engine that its services use by `network_mode`. Sorted by key.
 * @param modes names of engine or foreign networks, with the place that names them
 */
export function planNetworks(
  project: ComposeProject,
  modes: ReadonlyMap<string, Provenance>,
  surroundings: Surroundings,
  engineVersion: string,
): readonly Network[] {
  const name = project.name.value;
  const keys = uniqueKeys(
    project.networks.map((network) => ({ id: plannedNetworkId(name, network.key), network })),
    ({ network }) =>
      network.external
        ? (surroundings.networkNamed(network.name.value)?.key ?? network.name.value)
        : `${name}/${network.key}`,
  );
  const own = project.networks.map((network) => {
    const id = plannedNetworkId(name, network.key);
    return planNetwork(network, id, keys.get(id) ?? id, name, surroundings);
  });
  const taken = new Set(own.map((network) => network.key));
  const others = [...modes]
    .filter(([key]) => !taken.has(key))
    .map(([key, source]) => engineNetwork(key, source, surroundings.networkNamed(key)));
  const fresh = new Set(
    project.networks
      .filter(({ name }) => surroundings.networkNamed(name.value) === undefined)
      .map(({ key }) => plannedNetworkId(name, key)),
  );
  return [...withSubnets(own, fresh, surroundings, engineVersion), ...others].sort(byKey);
}

export function declared<T>(placed: Placed<T>): Fact<T> {
  return { value: placed.value, source: placed.at };
}

function planNetwork(
  network: ComposeNetwork,
  id: string,
  key: string,
  project: string,
  surroundings: Surroundings,
): Network {
  const ownName = `${project}_${network.key}`;
  const name: Fact<string> =
    network.name.value === ownName && !network.external
      ? predicted(ownName, 'compose names a network <project>_<key>')
      : declared(network.name);
  const existing = surroundings.networkNamed(network.name.value);
  if (network.external) return externalNetwork(network, id, key, name, project, existing);
  const driver: Fact<string> =
    network.driver === undefined || network.driver.value === 'default'
      ? predicted('bridge', 'no driver in the file: the engine makes a bridge')
      : declared(network.driver);
  const kind = networkKind(driver.value);
  const flag = (value: Placed<boolean> | undefined, otherwise: boolean, rule: string) =>
    value === undefined ? predicted(otherwise, rule) : declared(value);
  const ipv4 = flag(network.enableIpv4, true, 'IPv4 is on unless the file turns it off');
  const ipv6 = flag(network.enableIpv6, false, 'IPv6 is off unless the file turns it on');
  const options = Object.fromEntries(
    network.driverOptions.map((option) => [option.name, option.value.value]),
  );
  const parent = network.driverOptions.find((option) => option.name === 'parent');
  return {
    id,
    key,
    name,
    kind,
    driver,
    scope: predicted(kind === 'overlay' ? 'swarm' : 'local', 'the driver decides the scope'),
    isDefaultBridge: false,
    internal: flag(network.internal, false, 'not internal unless the file says so'),
    attachable: flag(network.attachable, false, 'not attachable unless the file says so'),
    ingress: predicted(false, 'compose makes no ingress network'),
    ipv4,
    ipv6,
    ipam: planIpam(network, ipv4.value, ipv6.value, kind, options, existing),
    options:
      network.driverOptions.length === 0
        ? predicted({}, 'none in the file')
        : { value: options, source: network.at },
    ...(kind === 'bridge' ? { bridgeDevice: bridgeDevice(network, existing) } : {}),
    ...(kind === 'macvlan' || kind === 'ipvlan'
      ? {
          parentDevice:
            parent === undefined
              ? predicted(
                  '',
                  'without a parent the engine makes a dummy interface, so nothing leaves',
                )
              : declared(parent.value),
        }
      : {}),
    compose: { project, network: network.key },
    external: false,
    ...(network.unused ? { unused: true } : {}),
  };
}

function bridgeDevice(network: ComposeNetwork, existing: Network | undefined): Knowable<string> {
  const option = network.driverOptions.find(
    ({ name }) => name === 'com.docker.network.bridge.name',
  );
  return option === undefined
    ? (existing?.bridgeDevice ??
        chosenAtUp('chosen at up: br- and the first 12 digits of the network’s id'))
    : isDeviceName(option.value.value)
      ? declared(option.value)
      : unknown('its bridge is called as no device can be', 'another name in the file');
}

function planIpam(
  network: ComposeNetwork,
  ipv4: boolean,
  ipv6: boolean,
  kind: NetworkKind,
  options: Readonly<Record<string, string>>,
  existing: Network | undefined,
): readonly IpamPool[] {
  if (kind === 'host' || kind === 'none') return [];
  const pools = network.ipam.map((pool) => planPool(pool, options));
  // `up` leaves a network alone that is there, so what the file leaves open stays as it is.
  const open = (family: 4 | 6): readonly IpamPool[] => {
    if (pools.some((pool) => pool.family === family)) return [];
    const there = existing?.ipam.filter((pool) => pool.family === family) ?? [];
    return there.length > 0 ? there : [unknownPool(family, chosenAtUp())];
  };
  return [...pools, ...(ipv4 ? open(4) : []), ...(ipv6 ? open(6) : [])];
}

function planPool(pool: ComposeIpamPool, options: Readonly<Record<string, string>>): IpamPool {
  const family = addressFamily((pool.subnet ?? pool.gateway)?.value.split('/')[0] ?? '') ?? 4;
  const gateway = planGateway(pool, family, options);
  return {
    family,
    subnet: pool.subnet === undefined ? chosenAtUp() : declared(pool.subnet),
    ...(gateway === undefined ? {} : { gateway }),
    ...(pool.ipRange === undefined ? {} : { range: declared(pool.ipRange) }),
    aux:
      pool.aux.length === 0
        ? predicted([], 'none in the file')
        : {
            value: pool.aux.map(({ name, address }) => ({ name, address: address.value })),
            source: pool.at,
          },
  };
}

function planGateway(
  pool: ComposeIpamPool,
  family: 4 | 6,
  options: Readonly<Record<string, string>>,
): Knowable<string> | undefined {
  if (pool.gateway !== undefined) return declared(pool.gateway);
  if (hasNoGateway({ options: predicted(options, '') }, { family })) return undefined;
  if (pool.subnet === undefined) return chosenAtUp();
  return firstGateway(pool.subnet.value, pool.ipRange?.value) ?? chosenAtUp();
}

function unknownPool(family: 4 | 6, reason: Unknown): IpamPool {
  return { family, subnet: reason, gateway: reason, aux: predicted([], 'none in the file') };
}

/** A network that must exist before `up`; what the file says of it is ignored. */
function externalNetwork(
  network: ComposeNetwork,
  id: string,
  key: string,
  name: Fact<string>,
  project: string,
  existing: Network | undefined,
): Network {
  const own = {
    compose: { project, network: network.key },
    external: true,
    ...(network.unused ? { unused: true } : {}),
  };
  if (existing !== undefined) return { ...existing, id, key, name, ...own };
  const reason = unknown('external: made outside of this project', 'connecting to an engine');
  const kind = name.value === 'host' || name.value === 'none' ? name.value : 'bridge';
  const assumed = <T>(value: T) =>
    predicted(value, 'external: assumed until the engine that has it is read');
  return {
    id,
    key,
    name,
    kind,
    driver: assumed(kind === 'none' ? 'null' : kind),
    scope: assumed('local'),
    isDefaultBridge: name.value === 'bridge',
    internal: assumed(false),
    attachable: assumed(false),
    ingress: assumed(false),
    ipv4: assumed(true),
    ipv6: assumed(false),
    ipam: kind === 'bridge' ? [unknownPool(4, reason)] : [],
    options: assumed({}),
    ...(kind === 'bridge' ? { bridgeDevice: reason } : {}),
    ...own,
  };
}

/** A network named by `network_mode`: the engine's own, or one that must exist. */
function engineNetwork(name: string, source: Provenance, existing: Network | undefined): Network {
  const fact = <T>(value: T): Fact<T> => ({ value, source });
  if (existing !== undefined) {
    const { compose: _other, ...rest } = existing;
    return { ...rest, id: engineNetworkId(name), name: fact(name) };
  }
  const known = name === 'host' || name === 'none' || name === 'bridge';
  const kind = name === 'host' || name === 'none' ? name : 'bridge';
  const rule = <T>(value: T) =>
    predicted(
      value,
      known ? `the engine always has the network ${name}` : 'network_mode: it must exist before up',
    );
  return {
    id: engineNetworkId(name),
    key: name,
    name: fact(name),
    kind,
    driver: rule(kind === 'none' ? 'null' : kind),
    scope: rule('local'),
    isDefaultBridge: name === 'bridge',
    internal: rule(false),
    attachable: rule(false),
    ingress: rule(false),
    ipv4: rule(true),
    ipv6: rule(false),
    ipam:
      kind === 'bridge'
        ? [unknownPool(4, unknown('set by the engine', 'connecting to an engine'))]
        : [],
    options: rule({}),
    ...(kind === 'bridge'
      ? {
          bridgeDevice: known
            ? predicted('docker0', 'bridge of the engine’s default network')
            : unknown('made outside of this project', 'connecting to an engine'),
        }
      : {}),
    external: !known,
  };
}
