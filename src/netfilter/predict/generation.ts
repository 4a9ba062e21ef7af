/** How an engine version arranges its rules; what differs between versions, as facts to ask for. */
export interface Generation {
  /**
   * `flat`: rules of every bridge stand in FORWARD (to 27); `sets`: ipsets name the bridges (28.0.0);
   * `chains`: DOCKER-FORWARD and its chains (from 28.0.1).
   */
  readonly layout: 'flat' | 'sets' | 'chains';
  /** In words, for the provenance. */
  readonly label: string;
  /** Bridges are kept apart by DOCKER-ISOLATION-STAGE-1 and -2. */
  readonly isolation: boolean;
  /** Isolation rules in IPv6 for networks without IPv6 too. */
  readonly isolatesAllFamilies: boolean;
  /** DOCKER-USER ends in RETURN. */
  readonly userReturn: boolean;
  /** DOCKER-USER in IPv6. */
  readonly userChain6: boolean;
  /** `raw` keeps neighbours from container addresses: by published port, or whole. */
  readonly directAccess: 'open' | 'ports' | 'endpoints';
  /** Packets from the bridge skip DNAT (while the proxy runs). */
  readonly skipsDnat: boolean;
  /** The skip is there in routed mode too, masquerading or not. */
  readonly skipsDnatWhenRouted: boolean;
  /** A container's connection to its own published port is masqueraded while the proxy runs too. */
  readonly masqueradesOwnPorts: boolean;
  readonly ip6tablesByDefault: boolean;
  /** IPv6 link-local sources are not rewritten. */
  readonly sparesLinkLocal: boolean;
  /** `gateway_mode`: nat and routed; the further modes. */
  readonly gatewayModes: 'none' | 'routed' | 'all';
  /** Published ports are sorted before they are written (from 27), else in the order of the Go library. */
  readonly sortsPorts: boolean;
  /** SCTP checksums are filled in in `mangle`. */
  readonly sctpChecksum: boolean;
  /** Trusted interfaces and direct routing can be configured (28.2). */
  readonly trustsInterfaces: boolean;
  /** nftables can be chosen. */
  readonly nftables: boolean;
}

/** moby: git tags v20.10.24 to docker-v29.7.2, libnetwork/drivers/bridge. An unreadable version counts as the newest. */
export function generationOf(version: string): Generation {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  const [major, minor, patch] =
    match === null ? [29, 0, 0] : [Number(match[1]), Number(match[2]), Number(match[3] ?? 99)];
  const since = (a: number, b = 0, c = 0) =>
    major > a || (major === a && (minor > b || (minor === b && patch >= c)));
  const layout = since(28, 0, 1) ? 'chains' : since(28) ? 'sets' : 'flat';
  return {
    layout,
    label: label(since),
    isolation: !since(29),
    isolatesAllFamilies: !since(28, 0, 1),
    userReturn: !since(28, 2),
    userChain6: since(23),
    directAccess: since(28, 2) ? 'endpoints' : since(28) ? 'ports' : 'open',
    skipsDnat: !since(29),
    skipsDnatWhenRouted: since(28) && !since(28, 0, 2),
    masqueradesOwnPorts: !since(28),
    ip6tablesByDefault: since(27),
    sparesLinkLocal: since(28),
    gatewayModes: since(28) ? 'all' : since(27) ? 'routed' : 'none',
    sortsPorts: since(27),
    sctpChecksum: !since(28),
    trustsInterfaces: since(28, 2),
    nftables: since(29),
  };
}

function label(since: (major: number, minor?: number, patch?: number) => boolean): string {
  if (since(29)) return 'Docker 29';
  if (since(28, 2)) return 'Docker 28.2 to 28.5';
  if (since(28, 0, 1)) return 'Docker 28.0.1 to 28.1';
  if (since(28)) return 'Docker 28.0.0';
  return 'Docker 20.10 to 27';
}
