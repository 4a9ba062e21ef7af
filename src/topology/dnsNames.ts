import type { EngineProduct } from '../model/engine';
import type { NetworkKind } from '../model/network';
import { type Knowable, observed, predicted } from '../model/provenance';

export interface NamedEndpoint {
  readonly product: EngineProduct;
  readonly networkKind: NetworkKind;
  readonly isDefaultBridge: boolean;
  readonly ingress: boolean;
  readonly containerName: string;
  readonly containerId: string;
  readonly hostname?: string | undefined;
  /** As the engine lists them. */
  readonly aliases: readonly string[];
  /** `DNSNames` of the endpoint, from 25 on and only while it is active. */
  readonly told?: readonly string[] | undefined;
}

const noNames: Partial<Record<NetworkKind, string>> = {
  host: 'host network: containers use the host’s resolver and have no names there',
  none: 'no network: nothing can ask',
};

/**
 * Names an endpoint answers to on its network: container name, aliases, short id, host name, without
 * repetition (moby: buildEndpointDNSNames, 25 and later; before, the daemon added the short id and the
 * host name to the aliases itself). The default bridge, host and none have no names at all.
 */
export function dnsNames(endpoint: NamedEndpoint): Knowable<readonly string[]> {
  const reason = endpoint.isDefaultBridge
    ? 'the default bridge has no name service: only links and extra hosts work there'
    : endpoint.ingress
      ? 'the ingress network has no names'
      : noNames[endpoint.networkKind];
  if (reason !== undefined) return predicted([], reason);
  if (endpoint.told !== undefined && endpoint.told.length > 0) {
    return observed(endpoint.told, 'GET /containers/{id}/json DNSNames');
  }
  const names = [endpoint.containerName, ...endpoint.aliases, endpoint.containerId.slice(0, 12)];
  if (endpoint.hostname !== undefined && endpoint.product === 'docker') {
    names.push(endpoint.hostname);
  }
  return predicted(
    [...new Set(names.filter((name) => name !== ''))],
    'container name, aliases, short id and host name answer on a user-defined network',
  );
}
