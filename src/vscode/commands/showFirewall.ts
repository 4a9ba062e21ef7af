import { engineRef, framesRef, graphKey, type GraphRef } from '../store/sourceRef';
import type { CommandServices } from './commandServices';
import { asSubject, subjectSource } from './commandTarget';

/** *Show Firewall*: of the row's source, in the graph it was asked for in, else of the graph that is shown, else of the engine. */
export function showFirewall({ panels, sources }: CommandServices, argument: unknown): void {
  const subject = asSubject(argument);
  if (subject?.from === 'graph' && subject.graph === graphKey(framesRef)) {
    // There the rules are those of the engine that is selected.
    const shared = panels.show(framesRef);
    const ids = shared.content.idsOf(subject.source, [subject.sceneId]);
    if (ids !== undefined) shared.select(ids, false);
    shared.showFirewall();
    return;
  }
  panels.show(graphOf({ panels, sources }, argument)).showFirewall();
}

function graphOf(
  { panels, sources }: Pick<CommandServices, 'panels' | 'sources'>,
  argument: unknown,
): GraphRef {
  const subject = asSubject(argument);
  if (subject !== undefined) {
    const source = sources.find(subjectSource(subject));
    if (source !== undefined) return source.ref;
  }
  const shown =
    panels.all.find(({ panel }) => panel.active) ?? panels.all.find(({ panel }) => panel.visible);
  return shown?.ref ?? engineRef;
}
