import type { SourceKey } from '../store/sourceRef';

/**
 * A row of the tree, as keys that survive a re-create. What it shows is looked up when it is drawn,
 * so a node never holds old data. `id` is also the tree item's.
 */
export type TreeNode = SourceNode | NetworkNode | DetachedNode | MemberNode;

export interface SourceNode {
  readonly kind: 'source';
  readonly id: string;
  readonly source: SourceKey;
}

export interface NetworkNode {
  readonly kind: 'network';
  readonly id: string;
  readonly source: SourceKey;
  readonly networkKey: string;
}

/** Heading over the containers that are on no network at all. */
export interface DetachedNode {
  readonly kind: 'detached';
  readonly id: string;
  readonly source: SourceKey;
}

/** A container (or an endpoint without one) on a network. */
export interface MemberNode {
  readonly kind: 'member';
  readonly id: string;
  readonly source: SourceKey;
  /** Absent under the heading of containers without a network. */
  readonly networkKey?: string;
  /** Absent when it is there only by sharing another container's sandbox. */
  readonly endpointKey?: string;
  /** Absent for orphan endpoints. */
  readonly containerKey?: string;
}

export function sourceNode(source: SourceKey): SourceNode {
  return { kind: 'source', id: id('source', source), source };
}

export function networkNode(source: SourceKey, networkKey: string): NetworkNode {
  return { kind: 'network', id: id('network', source, networkKey), source, networkKey };
}

export function detachedNode(source: SourceKey): DetachedNode {
  return { kind: 'detached', id: id('detached', source), source };
}

export function memberNode(
  source: SourceKey,
  member: Omit<MemberNode, 'kind' | 'id' | 'source'>,
): MemberNode {
  const { networkKey = '', endpointKey = '', containerKey = '' } = member;
  return {
    kind: 'member',
    id: id('member', source, networkKey, containerKey === '' ? endpointKey : containerKey),
    source,
    ...member,
  };
}

/** Names may hold any character, so the parts are told apart by JSON. */
function id(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
