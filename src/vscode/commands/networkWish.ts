import {
  addressFamily,
  canonicalSubnet,
  contains,
  isAssignable,
  parseSubnet,
} from '../../model/address';
import type { AddressFamily } from '../../model/network';
import type { Topology } from '../../model/topology';
import type { CreateNetworkRequest } from '../../sources/engine/engine';
import { atLeast } from '../../topology/engineGeneration';
import { isWithin, subnetConflicts, type SubnetConflict } from '../../topology/subnetConflicts';
import type { Localiser } from '../localiser';
import { parsePairs } from './optionPairs';

/** What the steps of *Create Network…* gather, as typed; empty means the engine's choice. */
export interface NetworkWish {
  readonly name: string;
  readonly driver: string;
  readonly parent: string;
  readonly subnet: string;
  readonly gateway: string;
  readonly range: string;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ipv6: boolean;
  readonly subnet6: string;
  readonly options: string;
  readonly labels: string;
}

export const emptyNetworkWish: NetworkWish = {
  name: '',
  driver: 'bridge',
  parent: '',
  subnet: '',
  gateway: '',
  range: '',
  internal: false,
  attachable: false,
  ipv6: false,
  subnet6: '',
  options: '',
  labels: '',
};

/** Hangs on an interface of the host. */
export function hasParent(driver: string): boolean {
  return driver === 'macvlan' || driver === 'ipvlan';
}

export function networkRequest(wish: NetworkWish): CreateNetworkRequest {
  const options = {
    ...(hasParent(wish.driver) && wish.parent !== '' ? { parent: wish.parent } : {}),
    ...parsePairs(wish.options),
  };
  const labels = parsePairs(wish.labels);
  const pools = [
    ...(wish.subnet === ''
      ? []
      : [
          {
            subnet: wish.subnet,
            ...(wish.gateway === '' ? {} : { gateway: wish.gateway }),
            ...(wish.range === '' ? {} : { range: wish.range }),
          },
        ]),
    ...(wish.ipv6 && wish.subnet6 !== '' ? [{ subnet: wish.subnet6 }] : []),
  ];
  return {
    name: wish.name,
    driver: wish.driver,
    ...(wish.internal ? { internal: true } : {}),
    ...(wish.attachable ? { attachable: true } : {}),
    ...(wish.ipv6 ? { ipv6: true } : {}),
    ...(pools.length === 0 ? {} : { ipam: { pools } }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  };
}

/** The engine's own, under every generation and Podman (moby: runconfig.IsPreDefinedNetwork). */
const predefined = new Set(['bridge', 'host', 'none', 'default', 'podman']);

/** The characters that docker, Podman and compose all take (podman: libnetwork/util NameRegex). */
const goodName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

export function nameProblem(topology: Topology, name: string, l10n: Localiser): string | undefined {
  if (name === '') return l10n.t('A network needs a name.');
  if (!goodName.test(name)) {
    return l10n.t(
      'Use letters, digits, dots, dashes and underscores, and begin with a letter or digit.',
    );
  }
  if (predefined.has(name)) return l10n.t('“{0}” is a name of the engine’s own.', name);
  return topology.networks.some((network) => network.name.value === name)
    ? l10n.t('There is a network named “{0}” already.', name)
    : undefined;
}

/** Why the engine would refuse the subnet; `undefined` for a good one, and for an empty text. */
export function subnetProblem(
  topology: Topology,
  text: string,
  family: AddressFamily,
  l10n: Localiser,
): string | undefined {
  if (text === '') return undefined;
  const subnet = parseSubnet(text);
  const example = family === 4 ? '172.30.0.0/16' : 'fd00:30::/64';
  if (subnet === undefined || subnet.family !== family) {
    return l10n.t('“{0}” is not an IPv{1} subnet: write it as {2}.', text, family, example);
  }
  if (subnet.prefixLength === 0) return l10n.t('{0} is every address there is.', text);
  const canonical = canonicalSubnet(text) ?? text;
  const typed = text.slice(0, text.indexOf('/'));
  // Refused from 25 on, and a slip before (moby: validateIpamConfig).
  if (!isSameAddress(typed, canonical)) {
    return l10n.t('{0} has bits of a host: the subnet is {1}.', text, canonical);
  }
  const inTheWay = subnetConflicts(topology, text).filter(({ kind }) => kind === 'network');
  return inTheWay.length === 0
    ? undefined
    : l10n.t('{0} overlaps {1}.', text, inTheWay.map((one) => conflictText(one, l10n)).join(', '));
}

/**
 * What the engine takes and the user should know: the subnet is one the host has routes to. A macvlan's
 * or ipvlan's is meant to be the parent's.
 */
export function subnetWarning(
  topology: Topology,
  wish: Pick<NetworkWish, 'driver' | 'parent'>,
  text: string,
  l10n: Localiser,
): string | undefined {
  if (parseSubnet(text) === undefined) return undefined;
  const inTheWay = subnetConflicts(topology, text).filter(
    ({ kind, name }) => kind !== 'network' && !(hasParent(wish.driver) && name === wish.parent),
  );
  if (inTheWay.length === 0) return undefined;
  const what = inTheWay.map((one) => conflictText(one, l10n)).join(', ');
  return l10n.t('{0} overlaps {1}: the host may no longer reach it.', text, what);
}

function conflictText({ kind, name, subnet }: SubnetConflict, l10n: Localiser): string {
  switch (kind) {
    case 'network':
      return l10n.t('the network {0} ({1})', name, subnet);
    case 'interface':
      return l10n.t('the host’s interface {0} ({1})', name, subnet);
    case 'route':
      return l10n.t('the host’s route by {0} ({1})', name, subnet);
  }
}

export function gatewayProblem(
  { subnet, driver }: Pick<NetworkWish, 'subnet' | 'driver'>,
  text: string,
  l10n: Localiser,
): string | undefined {
  if (text === '') return undefined;
  if (addressFamily(text) === undefined) return l10n.t('“{0}” is not an IP address.', text);
  if (!contains(subnet, text)) return l10n.t('{0} lies outside {1}.', text, subnet);
  if (!isAssignable(subnet, text) && !hasParent(driver)) {
    return l10n.t('{0} is reserved: it is the first or last address of {1}.', text, subnet);
  }
  return undefined;
}

export function rangeProblem(
  { subnet }: Pick<NetworkWish, 'subnet'>,
  text: string,
  l10n: Localiser,
): string | undefined {
  if (text === '') return undefined;
  const range = canonicalSubnet(text);
  if (range === undefined) {
    return l10n.t(
      '“{0}” is not a range: write it as a part of {1}, e.g. 172.30.5.0/24.',
      text,
      subnet,
    );
  }
  if (!isSameAddress(text.slice(0, text.indexOf('/')), range)) {
    return l10n.t('{0} has bits of a host: the range is {1}.', text, range);
  }
  return isWithin(range, subnet) ? undefined : l10n.t('{0} lies outside {1}.', text, subnet);
}

/** Engines up to 26 have no IPv6 pool of their own (moby: 27, deriveULABaseNetwork). */
export function needsSubnet6({ engine }: Topology): boolean {
  return engine.product === 'docker' && !atLeast(engine.version.value, 27);
}

export function subnet6Problem(
  topology: Topology,
  text: string,
  l10n: Localiser,
): string | undefined {
  if (text === '' && needsSubnet6(topology)) {
    return l10n.t('This engine chooses no IPv6 subnet by itself: name one, e.g. fd00:30::/64.');
  }
  return subnetProblem(topology, text, 6, l10n);
}

/** Compares an address with a subnet's first one, however either is written. */
function isSameAddress(address: string, subnet: string): boolean {
  const first = subnet.slice(0, subnet.indexOf('/'));
  return contains(`${first}/${addressFamily(first) === 4 ? 32 : 128}`, address);
}
