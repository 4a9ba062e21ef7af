import type { Endpoint } from '../model/endpoint';
import type { AddressFamily, Network } from '../model/network';
import { isKnown } from '../model/provenance';
import { atLeast } from './engineGeneration';

/** What the engine compares when it elects the endpoint that carries the default route. */
export interface GatewayCandidate {
  readonly endpointId: string;
  readonly networkName: string;
  readonly internal: boolean;
  readonly gatewayPriority: number;
  /** Families for which the endpoint has a gateway. */
  readonly families: readonly AddressFamily[];
}

/** The part of an endpoint the election looks at. */
type ElectableEndpoint = Pick<
  Endpoint,
  'id' | 'active' | 'gateway4' | 'gateway6' | 'gatewayPriority'
>;

/**
 * An endpoint as a candidate. An active one has the gateways the engine shows; of one that is only
 * configured, the network tells which it will get: none on internal networks from 25 on.
 */
export function gatewayCandidate(
  endpoint: ElectableEndpoint,
  network: Network | undefined,
  engineVersion: string,
): GatewayCandidate {
  const internal = network?.internal.value ?? false;
  const expected = !endpoint.active && (!internal || !atLeast(engineVersion, 25));
  const has4 = isKnown(endpoint.gateway4) || (expected && network?.ipv4.value === true);
  const has6 = isKnown(endpoint.gateway6) || (expected && network?.ipv6.value === true);
  return {
    endpointId: endpoint.id,
    networkName: network?.name.value ?? '',
    internal,
    gatewayPriority: endpoint.gatewayPriority.value,
    families: [...(has4 ? ([4] as const) : []), ...(has6 ? ([6] as const) : [])],
  };
}

export type GatewayElection = Readonly<Record<AddressFamily, string | undefined>>;

/**
 * Which endpoint of a sandbox gets the default route, per family.
 *
 * Order: higher gateway priority, docker_gwbridge last, internal networks last, more families with
 * a gateway, then the smallest network name. From 28 on each family is elected by itself; before,
 * the first endpoint with an IPv4 gateway carries both.
 * (moby: Endpoint.Less and Sandbox.getGatewayEndpoint, v20.10.24 and v27.5.1; Sandbox.getGatewayEndpoint, v28.5.2)
 */
export function electGateway(
  candidates: readonly GatewayCandidate[],
  engineVersion: string,
): GatewayElection {
  const separate = atLeast(engineVersion, 28);
  const ordered = gatewayOrder(candidates, engineVersion);
  const first = (family: AddressFamily) =>
    ordered.find((candidate) => candidate.families.includes(family));
  const ipv4 = first(4);
  const ipv6 = separate || ipv4 === undefined ? first(6) : ipv4;
  return {
    4: ipv4?.endpointId,
    6: ipv6?.families.includes(6) === true ? ipv6.endpointId : undefined,
  };
}

/** The same order for all endpoints of a sandbox: the embedded resolver asks their networks in it. */
export function gatewayOrder(
  candidates: readonly GatewayCandidate[],
  engineVersion: string,
): readonly GatewayCandidate[] {
  const separate = atLeast(engineVersion, 28);
  return [...candidates].sort((a, b) => compareCandidates(a, b, separate));
}

function compareCandidates(a: GatewayCandidate, b: GatewayCandidate, separate: boolean): number {
  if (a.gatewayPriority !== b.gatewayPriority) return b.gatewayPriority - a.gatewayPriority;
  const gwbridge = Number(isGwbridge(a)) - Number(isGwbridge(b));
  if (gwbridge !== 0) return gwbridge;
  if (a.internal !== b.internal) return Number(a.internal) - Number(b.internal);
  const families = familyScore(b, separate) - familyScore(a, separate);
  if (families !== 0) return families;
  return a.networkName < b.networkName ? -1 : a.networkName > b.networkName ? 1 : 0;
}

function isGwbridge(candidate: GatewayCandidate): boolean {
  return candidate.networkName === 'docker_gwbridge';
}

/** 28 counts families; before, an IPv6 gateway weighed more than an IPv4 one. */
function familyScore(candidate: GatewayCandidate, separate: boolean): number {
  if (separate) return candidate.families.length;
  return (candidate.families.includes(4) ? 1 : 0) + (candidate.families.includes(6) ? 2 : 0);
}

/** The rule in words, for provenance. */
export function gatewayRule(engineVersion: string): string {
  return atLeast(engineVersion, 28)
    ? 'default route: highest gateway priority, then not internal, then most address families, then first network by name (Docker 28 and later)'
    : 'default route: not internal first, then by address families, then first network by name (Docker up to 27)';
}
