import type { ConnectRequest, CreateNetworkRequest, DisconnectRequest } from './engine';

/** How a command names what it is about; ids where names would be ambiguous. */
export interface ConnectNames {
  readonly network: string;
  readonly container: string;
}

/**
 * `docker network connect …` for a request, program and arguments (docker/cli: network connect, 28.5).
 * What starts with a dash stands behind `--`, so that no name is taken for an option.
 */
export function connectArguments(
  { settings }: ConnectRequest,
  names: ConnectNames,
): readonly string[] {
  const { ipv4, ipv6, linkLocalIps, aliases, links, mac, driverOptions, gatewayPriority } =
    settings;
  return command('connect', [
    ...option('--alias', aliases),
    ...option('--ip', ipv4),
    ...option('--ip6', ipv6),
    ...option('--link', links),
    ...option('--link-local-ip', linkLocalIps),
    ...option('--mac-address', mac),
    ...option('--driver-opt', pairs(driverOptions)),
    ...option('--gw-priority', gatewayPriority?.toString()),
    ...operands(names.network, names.container),
  ]);
}

export function disconnectArguments(
  { force }: DisconnectRequest,
  names: ConnectNames,
): readonly string[] {
  return command('disconnect', [
    ...(force ? ['--force'] : []),
    ...operands(names.network, names.container),
  ]);
}

/** `docker network create …` (docker/cli: network create, 28.5). */
export function createArguments(request: CreateNetworkRequest): readonly string[] {
  const { ipam } = request;
  const pools = ipam?.pools ?? [];
  const driver = ipam?.driver;
  return command('create', [
    ...option('--driver', request.driver),
    ...option('--scope', request.scope),
    ...(request.configOnly === true ? ['--config-only'] : []),
    ...option('--config-from', request.configFrom),
    ...(request.internal === true ? ['--internal'] : []),
    ...(request.attachable === true ? ['--attachable'] : []),
    ...(request.ingress === true ? ['--ingress'] : []),
    ...(request.ipv4 === false ? ['--ipv4=false'] : []),
    ...(request.ipv6 === true ? ['--ipv6'] : []),
    ...option('--ipam-driver', driver === 'default' ? undefined : driver),
    ...option('--ipam-opt', pairs(ipam?.options)),
    ...pools.flatMap(({ subnet, range, gateway, aux }) => [
      ...option('--subnet', subnet),
      ...option('--ip-range', range),
      ...option('--gateway', gateway),
      ...option('--aux-address', pairs(aux)),
    ]),
    ...option('--opt', pairs(request.options)),
    ...option('--label', pairs(request.labels)),
    ...operands(request.name),
  ]);
}

export function removeArguments(names: readonly string[]): readonly string[] {
  return command('rm', operands(...names));
}

function command(verb: string, rest: readonly string[]): readonly string[] {
  return ['docker', 'network', verb, ...rest];
}

/** One argument each, so that a value that starts with a dash stays a value. */
function option(name: string, value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return (typeof value === 'string' ? [value] : value).map((one) => `${name}=${one}`);
}

function pairs(values: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.entries(values ?? {}).map(([name, value]) => `${name}=${value}`);
}

function operands(...names: readonly string[]): readonly string[] {
  return names.some((name) => name.startsWith('-')) ? ['--', ...names] : names;
}
