import type { ElementMenu } from '../../protocol/messages';
import type { Localiser } from '../localiser';
import type { SourceRef } from '../store/sourceRef';
import { menuOf } from './menuOf';

/**
 * What can be done with an engine, project or snapshot as a whole, in the order of the tree's menus.
 * @param isRead something of it was read
 */
export function sourceMenu(ref: SourceRef, isRead: boolean, l10n: Localiser): ElementMenu {
  const live = ref.kind === 'engine' && isRead;
  const isFurther = ref.kind === 'engine' && ref.engine !== undefined;
  return menuOf([
    [isRead, 'showMatrix', l10n.t('Connectivity Matrix')],
    [isRead, 'showFirewall', l10n.t('Show Firewall')],
    [isRead && ref.kind !== 'compose', 'revealInTree', l10n.t('Show in Tree')],
    [true, 'refresh', isRead ? l10n.t('Refresh') : l10n.t('Try Again')],
    [live, 'saveSnapshot', l10n.t('Save Snapshot…')],
    [live, 'readHost', l10n.t('Read Host with Helper…')],
    [live, 'createNetwork', l10n.t('Create Network…')],
    [live, 'pruneNetworks', l10n.t('Prune Networks…')],
    [isFurther, 'removeEngine', l10n.t('Remove Engine')],
    [ref.kind === 'snapshot', 'closeSnapshot', l10n.t('Close Snapshot')],
  ]);
}
