import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { Network } from '../../model/network';
import type { Topology } from '../../model/topology';
import { groupBy, topologyIndex } from '../../model/topologyIndex';
import { containerId, endpointId, hostId, networkId } from '../../scene/sceneIds';
import { elementTarget, endpointTarget, type ElementTarget } from '../elementTarget';
import type { SourceKey } from '../store/sourceRef';
import {
  detachedNode,
  memberNode,
  networkNode,
  sourceNode,
  type MemberNode,
  type NetworkNode,
  type TreeNode,
} from './treeNode';

/** Networks by name, the built-in ones last; then the containers that are on none. */
export function networkNodes(topology: Topology, source: SourceKey): readonly TreeNode[] {
  const sorted = [...topology.networks].sort(
    (a, b) => builtInRank(a) - builtInRank(b) || compare(a.key, b.key),
  );
  const nodes: readonly NetworkNode[] = sorted.map(({ key }) => networkNode(source, key));
  return detached(topology).length === 0 ? nodes : [...nodes, detachedNode(source)];
}

/** Whoever is on the network: by an endpoint, or by sharing the sandbox of one that is. */
export function memberNodes(
  topology: Topology,
  source: SourceKey,
  networkKey: string,
): readonly MemberNode[] {
  const network = topology.networks.find(({ key }) => key === networkKey);
  if (network === undefined) return [];
  return topologyIndex(topology)
    .endpointsOn(network.id)
    .flatMap((endpoint) => {
      const { container } = endpointTarget(topology, endpoint);
      const own = { networkKey, endpointKey: endpoint.key };
      if (container === undefined) return [memberNode(source, own)];
      return [
        memberNode(source, { ...own, containerKey: container.key }),
        ...sharersOf(topology, container).map(({ key }) =>
          memberNode(source, { networkKey, containerKey: key }),
        ),
      ];
    });
}

export function detachedNodes(topology: Topology, source: SourceKey): readonly MemberNode[] {
  return detached(topology).map(({ key }) => memberNode(source, { containerKey: key }));
}

export function parentOf(node: TreeNode): TreeNode | undefined {
  switch (node.kind) {
    case 'source':
      return undefined;
    case 'network':
    case 'detached':
      return sourceNode(node.source);
    case 'member':
      return node.networkKey === undefined
        ? detachedNode(node.source)
        : networkNode(node.source, node.networkKey);
  }
}

/** The nouns behind a row; empty when they are gone. */
export function nodeTarget(topology: Topology, node: TreeNode): ElementTarget {
  switch (node.kind) {
    case 'source':
    case 'detached':
      return {};
    case 'network':
      return elementTarget(topology, networkId({ key: node.networkKey }));
    case 'member':
      return {
        ...(node.networkKey === undefined
          ? {}
          : elementTarget(topology, networkId({ key: node.networkKey }))),
        ...(node.endpointKey === undefined
          ? {}
          : elementTarget(topology, endpointId({ key: node.endpointKey }))),
        ...(node.containerKey === undefined
          ? {}
          : elementTarget(topology, containerId({ key: node.containerKey }))),
      };
  }
}

/** Scene ids of what a row stands for; the first one is the one to scroll to. */
export function sceneIdsOf(node: TreeNode): readonly string[] {
  switch (node.kind) {
    case 'source':
    case 'detached':
      return [];
    case 'network':
      return [networkId({ key: node.networkKey })];
    case 'member':
      return [
        ...(node.containerKey === undefined ? [] : [containerId({ key: node.containerKey })]),
        ...(node.endpointKey === undefined ? [] : [endpointId({ key: node.endpointKey })]),
      ];
  }
}

/** The row for a scene id: a container stands in several places, the first one is taken. */
export function nodeForScene(
  topology: Topology,
  source: SourceKey,
  sceneId: string,
): TreeNode | undefined {
  const { network, container, endpoint } = elementTarget(topology, sceneId);
  if (endpoint !== undefined && network !== undefined) {
    return memberNodes(topology, source, network.key).find(
      ({ endpointKey }) => endpointKey === endpoint.key,
    );
  }
  if (container !== undefined) {
    const members = topology.networks.flatMap(({ key }) => memberNodes(topology, source, key));
    return [...members, ...detachedNodes(topology, source)].find(
      ({ containerKey }) => containerKey === container.key,
    );
  }
  if (network !== undefined) return networkNode(source, network.key);
  return sceneId === hostId ? sourceNode(source) : undefined;
}

/** The container whose sandbox this one joined; absent when it has its own. */
export function sandboxOwner(topology: Topology, container: Container): Container | undefined {
  const sandbox = topology.sandboxes.find(({ id }) => id === container.sandboxId);
  if (sandbox?.kind !== 'own' || sandbox.ownerId === container.id) return undefined;
  return topology.containers.find(({ id }) => id === sandbox.ownerId);
}

/** By the id of the owner; asked for every endpoint that is shown, so it is kept with the topology. */
const sharers = new WeakMap<Topology, ReadonlyMap<string, readonly Container[]>>();

function sharersOf(topology: Topology, { id }: Container): readonly Container[] {
  const byOwner =
    sharers.get(topology) ??
    groupBy(topology.containers, (container) => sandboxOwner(topology, container)?.id);
  sharers.set(topology, byOwner);
  return byOwner.get(id) ?? [];
}

/** Containers that no network's rows show. */
function detached(topology: Topology): readonly Container[] {
  const shown = new Set(topology.endpoints.map(({ containerId }: Endpoint) => containerId));
  return topology.containers.filter((container) => {
    const owner = sandboxOwner(topology, container);
    return !shown.has(container.id) && (owner === undefined || !shown.has(owner.id));
  });
}

function builtInRank({ kind, isDefaultBridge }: Network): number {
  if (isDefaultBridge) return 1;
  return kind === 'host' ? 2 : kind === 'none' ? 3 : 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
