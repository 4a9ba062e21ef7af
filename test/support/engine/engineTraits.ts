/** In what the engines under test differ as far as the tests can see. */
export interface EngineTraits {
  /** The network of containers that ask for none. */
  readonly defaultNetwork: string;
  /** Whether a container that comes back onto a network gets another MAC address than it had. */
  readonly newMacOnReturn: boolean;
  /** Whether a MAC address that nobody asked for is asked for again, because nothing tells it from an asked one. */
  readonly asksMacAgain: boolean;
  /** Whether records tell what was asked for: fixed addresses, links, driver options, ranges, reserved addresses. */
  readonly tellsWishes: boolean;
  /** Whether `host` and `none` are networks in its list, which refuse with words of their own. */
  readonly listsHostAndNone: boolean;
  /** Whether a network may be called anything. */
  readonly takesAnyName: boolean;
  /** Whether the default network has no names, and no addresses to ask for. */
  readonly defaultIsPoor: boolean;
  /** Whether it knows `--config-only` and `--attachable`, and looks into the options of its drivers. */
  readonly knowsSwarmOptions: boolean;
  /** Whether a container that does not run keeps its network from being removed. */
  readonly stoppedKeepNetworks: boolean;
  /** Whether options of a driver are kept as they were named, known or not. */
  readonly keepsOptionNames: boolean;
  /** Where it writes its filter rules. */
  readonly rules: 'iptables' | 'nft';
}

/** Docker 20.10 to 27: a bridge's MAC addresses follow from the IPv4 ones (moby: netutils.GenerateMACFromIP). */
const docker: EngineTraits = {
  defaultNetwork: 'bridge',
  newMacOnReturn: false,
  asksMacAgain: false,
  tellsWishes: true,
  listsHostAndNone: true,
  takesAnyName: true,
  defaultIsPoor: true,
  knowsSwarmOptions: true,
  stoppedKeepNetworks: false,
  keepsOptionNames: true,
  rules: 'iptables',
};

/** From 28.0 on they are random, and cannot be asked for on connect before 29.3 (API 1.54). */
const dockerWithRandomMacs: EngineTraits = { ...docker, newMacOnReturn: true };

/**
 * Podman 5: the compatible API keeps `IPAMConfig`, `Links` and `DriverOpts` of nobody, takes names for networks from
 * `[a-zA-Z0-9_.-]` only, treats its default network `podman` as any other, and has `host` and `none` as modes of a
 * container only. It drops options it does not know. Netavark writes nftables.
 */
const podman: EngineTraits = {
  defaultNetwork: 'podman',
  newMacOnReturn: false,
  asksMacAgain: true,
  tellsWishes: false,
  listsHostAndNone: false,
  takesAnyName: false,
  defaultIsPoor: false,
  knowsSwarmOptions: false,
  stoppedKeepNetworks: true,
  keepsOptionNames: false,
  rules: 'nft',
};

/** @param version as the engine tells it, e.g. `28.5.2` */
export function engineTraits(version: string, isPodman: boolean): EngineTraits {
  if (isPodman) return podman;
  return /^(28|29\.[0-2])\./.test(version) ? dockerWithRandomMacs : docker;
}
