import { isPredefined } from '../../analysis/networkRemoval';
import type { Container } from '../../model/container';
import type { Network, NetworkKind } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { canConnect, isConnectable } from '../commands/membershipChoices';
import { endpointAddresses, type ElementTarget } from '../elementTarget';
import { itemTags } from '../ids';
import type { Localiser } from '../localiser';
import { displayText } from '../../scene/displayText';
import { memberNodes, nodeTarget, sandboxOwner } from './treeModel';
import type { TreeNode } from './treeNode';

/** What a row of the tree says, before it is a TreeItem. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** Id of a theme icon. */
  readonly icon: string;
  /** Tags of `itemTags`, joined by dots. */
  readonly contextValue: string;
  /** For assistive technology: label and description in words. */
  readonly accessibleLabel: string;
}

export interface SourceCaption {
  readonly label: string;
  readonly description: string;
  /** An engine; else a snapshot. */
  readonly live: boolean;
  /** It was not read. */
  readonly failed?: boolean;
  /** A further engine, which can be taken out of the list again. */
  readonly further?: boolean;
}

/** The row of a node; `undefined` when what it stood for is gone. */
export function treeRow(
  node: TreeNode,
  topology: Topology | undefined,
  caption: SourceCaption,
  l10n: Localiser,
): TreeRow | undefined {
  if (node.kind === 'source') return sourceRow(caption);
  if (topology === undefined) return undefined;
  const live = caption.live ? [itemTags.live] : [];
  switch (node.kind) {
    case 'detached':
      return row(l10n.t('On no network'), [], 'debug-disconnect', ['detached']);
    case 'network': {
      const { network } = nodeTarget(topology, node);
      return network === undefined ? undefined : networkRow(topology, network, live, l10n);
    }
    case 'member':
      return memberRow(topology, nodeTarget(topology, node), live, l10n);
  }
}

function sourceRow({ label, description, live, failed, further }: SourceCaption): TreeRow {
  const icon = live ? 'server-environment' : 'device-camera';
  const shown = failed === true ? 'warning' : icon;
  if (!live) return row(label, [description], shown, [itemTags.snapshot]);
  return row(label, [description], shown, [
    itemTags.engine,
    ...(failed === true ? [] : [itemTags.live]),
    ...(further === true ? [itemTags.further] : []),
  ]);
}

function networkRow(
  topology: Topology,
  network: Network,
  live: readonly string[],
  l10n: Localiser,
): TreeRow {
  const subnets = network.ipam.flatMap(({ subnet }) => (isKnown(subnet) ? [subnet.value] : []));
  const count = memberNodes(topology, '', network.key).length;
  const details = [
    network.driver.value,
    ...subnets,
    ...(network.internal.value ? [l10n.t('internal')] : []),
    count === 0 ? l10n.t('unused') : String(count),
  ];
  const words = [
    l10n.t('network'),
    ...details.slice(0, -1),
    count === 0
      ? l10n.t('unused')
      : count === 1
        ? l10n.t('1 container')
        : l10n.t('{0} containers', count),
  ];
  return row(
    network.name.value,
    details,
    networkIcons[network.kind],
    [
      itemTags.network,
      ...live,
      ...(live.length > 0 && isConnectable(network) ? [itemTags.connectable] : []),
      ...(live.length > 0 && !isPredefined(network) ? [itemTags.removable] : []),
      ...(subnets.length > 0 ? [itemTags.addressed] : []),
    ],
    words,
  );
}

function memberRow(
  topology: Topology,
  { container, endpoint, network }: ElementTarget,
  live: readonly string[],
  l10n: Localiser,
): TreeRow | undefined {
  if (container === undefined) {
    if (endpoint === undefined) return undefined;
    const details = [...endpointAddresses(endpoint), l10n.t('no container')];
    const tags = endpointAddresses(endpoint).length > 0 ? [itemTags.addressed] : [];
    return row(endpoint.name, details, 'question', [itemTags.member, ...tags]);
  }
  const owner = endpoint === undefined ? sandboxOwner(topology, container) : undefined;
  const addresses = endpoint === undefined ? [] : endpointAddresses(endpoint);
  const details = [
    ...addresses,
    ...(owner === undefined ? [] : [l10n.t('shares the network of {0}', owner.name.value)]),
    container.state.value,
  ];
  const canLeave = endpoint !== undefined && network?.kind !== 'host';
  return row(
    container.name.value,
    details,
    containerIcon(container),
    [
      itemTags.member,
      itemTags.container,
      ...live,
      ...(live.length > 0 && canLeave ? [itemTags.disconnectable] : []),
      ...(live.length > 0 && canConnect(topology, container) ? [itemTags.connectable] : []),
      ...(live.length > 0 && container.state.value === 'running' ? [itemTags.running] : []),
      ...(addresses.length > 0 ? [itemTags.addressed] : []),
    ],
    [l10n.t('container'), ...details],
  );
}

function row(
  label: string,
  details: readonly string[],
  icon: string,
  tags: readonly string[],
  words: readonly string[] = details,
): TreeRow {
  return {
    label: displayText(label),
    description: displayText(details.join(' · ')),
    icon,
    contextValue: tags.join('.'),
    accessibleLabel: displayText([label, ...words].join(', ')),
  };
}

const networkIcons: Readonly<Record<NetworkKind, string>> = {
  bridge: 'type-hierarchy-sub',
  host: 'device-desktop',
  none: 'circle-slash',
  macvlan: 'plug',
  ipvlan: 'plug',
  overlay: 'globe',
  other: 'type-hierarchy-sub',
};

function containerIcon({ state }: Container): string {
  switch (state.value) {
    case 'running':
      return 'vm-running';
    case 'paused':
      return 'debug-pause';
    case 'restarting':
      return 'sync';
    case 'removing':
    case 'dead':
      return 'error';
    case 'created':
    case 'exited':
    case 'planned':
    case 'unknown':
      return 'vm-outline';
  }
}
