import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { Bridge, HostInterface, LooseVeth } from '../model/host';
import type { Network } from '../model/network';
import { isKnown } from '../model/provenance';
import type { PublishedPort } from '../model/publishedPort';
import type { Sandbox } from '../model/sandbox';
import type { Topology } from '../model/topology';

/** Ids of the picture's elements: `<kind>:<key>` from the nouns' keys, so stable over re-creates. */
export const hostId = 'host:host';
export const outsideId = 'outside:world';
/** The host's interfaces as one box; no interface can have a slash in its name. */
export const interfacesId = 'nic:all/';

export function networkId({ key }: Keyed): string {
  return `network:${key}`;
}
/** The bar of a network: its bridge, or what stands for it in other drivers. */
export function busId({ key, kind }: Pick<Network, 'key' | 'kind'>): string {
  // Names of interfaces hold no slash, so this is never one of the host's.
  return kind === 'macvlan' || kind === 'ipvlan' ? `nic:parent/${key}` : `bridge:${key}`;
}
export function vethId({ key }: Keyed): string {
  return `veth:${key}`;
}
export function containerId({ key }: Keyed): string {
  return `container:${key}`;
}
export function endpointId({ key }: Keyed): string {
  return `endpoint:${key}`;
}
export function portId({ key }: Keyed): string {
  return `port:${key}`;
}
export function nicId({ name }: Pick<HostInterface, 'name'>): string {
  return `nic:${name}`;
}
/** By the key of the container that owns it, else by the sandbox's own id. */
export function sandboxId(sandbox: Sandbox, owner: Keyed | undefined): string {
  return `sandbox:${owner?.key ?? sandbox.id}`;
}

/** Of a bridge that no network has. Keys never begin with a slash. */
export function looseBridgeId(device: string): string {
  return `bridge:/${device}`;
}
/** Of a veth that no endpoint has. */
export function looseVethId({ name }: Pick<LooseVeth, 'name'>): string {
  return `veth:/${name}`;
}

interface Keyed {
  readonly key: string;
}

/** What an element of the picture stands for. */
export type SceneNoun =
  | { readonly kind: 'host' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'nic'; readonly nic: HostInterface }
  | { readonly kind: 'network'; readonly network: Network }
  | { readonly kind: 'bridge'; readonly network: Network }
  | { readonly kind: 'parent'; readonly network: Network }
  | { readonly kind: 'loose-bridge'; readonly bridge: Bridge }
  | { readonly kind: 'veth'; readonly endpoint: Endpoint }
  | { readonly kind: 'loose-veth'; readonly veth: LooseVeth }
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint }
  | { readonly kind: 'container'; readonly container: Container }
  | { readonly kind: 'sandbox'; readonly sandbox: Sandbox }
  | { readonly kind: 'port'; readonly port: PublishedPort };

/** The noun behind a scene id; `undefined` when the topology has none of that key (any more). */
export function nounOf(topology: Topology, sceneId: string): SceneNoun | undefined {
  if (sceneId === hostId || sceneId === interfacesId) return { kind: 'host' };
  if (sceneId === outsideId) return { kind: 'outside' };
  const colon = sceneId.indexOf(':');
  const key = sceneId.slice(colon + 1);
  switch (sceneId.slice(0, colon)) {
    case 'network':
      return wrap(byKey(topology.networks, key), (network) => ({ kind: 'network', network }));
    case 'bridge':
      if (key.startsWith('/')) return looseBridgeNoun(topology, sceneId);
      return wrap(byKey(topology.networks, key), (network) => ({ kind: 'bridge', network }));
    case 'nic':
      return nicNoun(topology, key);
    case 'veth':
      if (key.startsWith('/')) return looseVethNoun(topology, sceneId);
      return wrap(byKey(topology.endpoints, key), (endpoint) => ({ kind: 'veth', endpoint }));
    case 'endpoint':
      return wrap(byKey(topology.endpoints, key), (endpoint) => ({ kind: 'endpoint', endpoint }));
    case 'container':
      return wrap(byKey(topology.containers, key), (container) => ({
        kind: 'container',
        container,
      }));
    case 'sandbox':
      return sandboxNoun(topology, sceneId);
    case 'port':
      return wrap(byKey(topology.publishedPorts, key), (port) => ({ kind: 'port', port }));
    default:
      return undefined;
  }
}

function nicNoun({ networks, host }: Topology, key: string): SceneNoun | undefined {
  if (key.startsWith('parent/')) {
    return wrap(byKey(networks, key.slice('parent/'.length)), (network) => ({
      kind: 'parent',
      network,
    }));
  }
  const nics = isKnown(host.interfaces) ? host.interfaces.value : [];
  return wrap(
    nics.find(({ name }) => name === key),
    (nic) => ({ kind: 'nic', nic }),
  );
}

function looseBridgeNoun({ bridges }: Topology, sceneId: string): SceneNoun | undefined {
  const isIt = ({ networkId: network, device }: Bridge) =>
    network === undefined && isKnown(device) && looseBridgeId(device.value) === sceneId;
  return wrap(bridges.find(isIt), (bridge) => ({ kind: 'loose-bridge', bridge }));
}

function looseVethNoun({ host }: Topology, sceneId: string): SceneNoun | undefined {
  const found = host.looseVeths?.find((veth) => looseVethId(veth) === sceneId);
  return wrap(found, (veth) => ({ kind: 'loose-veth', veth }));
}

function sandboxNoun(topology: Topology, sceneId: string): SceneNoun | undefined {
  return wrap(
    topology.sandboxes.find((sandbox) => {
      const owner = topology.containers.find(({ id }) => id === sandbox.ownerId);
      return sandboxId(sandbox, owner) === sceneId;
    }),
    (sandbox) => ({ kind: 'sandbox', sandbox }),
  );
}

function byKey<T extends Keyed>(all: readonly T[], key: string): T | undefined {
  return all.find((one) => one.key === key);
}

function wrap<T>(found: T | undefined, noun: (found: T) => SceneNoun): SceneNoun | undefined {
  return found === undefined ? undefined : noun(found);
}
