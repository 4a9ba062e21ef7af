import type { ElementMenu } from '../../protocol/messages';
import type { Card } from '../../scene/card';
import { cardFor } from '../../scene/cardFor';
import { displayText } from '../../scene/displayText';
import { hostId } from '../../scene/sceneIds';
import type { Localiser } from '../localiser';
import type { EngineFrameView } from './engineFrameView';
import { engineHeading } from './engineHeading';
import { sourceMenu } from './sourceMenu';

/** What pointing at an engine's frame says: the engine, how it is, and what is known of its machine. */
export function frameCard(id: string, { known, topology }: EngineFrameView, l10n: Localiser): Card {
  const { title, detail, problem } = engineHeading(known, l10n);
  const reason = l10n.t('as the engine’s address was asked last');
  const state =
    problem === undefined
      ? []
      : [
          {
            lines: [
              {
                label: l10n.t('Problem'),
                value: displayText(problem),
                source: { kind: 'unknown', reason } as const,
              },
            ],
          },
        ];
  return {
    id,
    title: displayText(title),
    subtitle: displayText(detail),
    sections: [...state, ...((topology && cardFor(topology, hostId)?.sections) ?? [])],
  };
}

/** What can be done with an engine's frame. */
export function frameMenu({ known, topology }: EngineFrameView, l10n: Localiser): ElementMenu {
  const isFirst = known.ref.engine === undefined;
  return {
    items: [
      { action: 'showAlone', label: l10n.t('Show This Engine Alone') },
      { action: 'leaveOut', label: l10n.t('Leave Out of This Graph') },
      { action: 'chooseFrames', label: l10n.t('Choose Engines in Graph…') },
      ...(isFirst ? [{ action: 'chooseEngine', label: l10n.t('Choose Engine…') } as const] : []),
      ...sourceMenu(known.ref, topology !== undefined, l10n).items,
    ],
  };
}

/** What can be done with the picture of several engines: nothing that would have to be about one of them. */
export function framesMenu(l10n: Localiser): ElementMenu {
  return {
    items: [
      { action: 'refresh', label: l10n.t('Refresh') },
      { action: 'chooseFrames', label: l10n.t('Choose Engines in Graph…') },
    ],
  };
}
