import type { ElementMenu } from '../../protocol/messages';
import { isPredefined } from '../../analysis/networkRemoval';
import type { Topology } from '../../model/topology';
import { hostId, outsideId } from '../../scene/sceneIds';
import { canConnect, isConnectable } from '../commands/membershipChoices';
import { declaredPlace, elementTarget, targetAddresses, targetName } from '../elementTarget';
import type { Localiser } from '../localiser';
import type { SourceRef } from '../store/sourceRef';
import { menuOf, type MenuEntry } from './menuOf';
import { sourceMenu } from './sourceMenu';

/** What can be done with an element, in the order of the tree's menus. */
export function elementMenu(
  ref: SourceRef,
  topology: Topology,
  sceneId: string,
  l10n: Localiser,
): ElementMenu {
  const target = elementTarget(topology, sceneId);
  const { network, container, endpoint } = target;
  const live = ref.kind === 'engine';
  const isRead = ref.kind !== 'compose';
  const canGo = live && container === undefined && network !== undefined && !isPredefined(network);
  const canJoin =
    live &&
    (container === undefined
      ? network !== undefined && isConnectable(network)
      : canConnect(topology, container));
  const canLeave =
    live &&
    container !== undefined &&
    (endpoint === undefined
      ? container.endpointIds.length > 0 && container.networkMode.value.kind !== 'host'
      : network?.kind !== 'host');
  const entries: readonly MenuEntry[] = [
    [isRead && (network ?? container) !== undefined, 'inspect', l10n.t('Inspect')],
    [isRead && (network ?? container) !== undefined, 'inspectPage', l10n.t('Inspect as Page')],
    [declaredPlace(target) !== undefined, 'openSource', l10n.t('Go to Definition')],
    [
      ref.kind !== 'compose' && (network ?? container) !== undefined,
      'revealInTree',
      l10n.t('Show in Tree'),
    ],
    [targetName(target) !== undefined, 'copyName', l10n.t('Copy Name')],
    [targetAddresses(topology, target).length > 0, 'copyAddress', l10n.t('Copy Address')],
    [
      isRead && (network ?? container) !== undefined,
      'copyCommand',
      l10n.t('Copy as docker Command…'),
    ],
    [
      live && container?.state.value === 'running',
      'openTerminal',
      l10n.t('Open Terminal in the Container'),
    ],
    [container !== undefined || isHost(sceneId), 'traceFrom', l10n.t('Trace from Here…')],
    [container !== undefined || isHost(sceneId), 'traceTo', l10n.t('Trace to Here…')],
    [container !== undefined, 'showNames', l10n.t('Show Names')],
    [canJoin, 'connect', l10n.t('Connect Container…')],
    [canLeave, 'disconnect', l10n.t('Disconnect…')],
    [canGo, 'removeNetwork', l10n.t('Remove Network…')],
  ];
  return {
    items: [
      ...menuOf(entries).items,
      // In the wiring the host stands under all the rest: pointing beside the others is pointing at it.
      ...(sceneId === hostId ? sourceMenu(ref, true, l10n).items : []),
    ],
  };
}

function isHost(sceneId: string): boolean {
  return sceneId === hostId || sceneId === outsideId;
}
