import { engineRef, type GraphRef } from '../store/sourceRef';
import type { CommandServices } from './commandServices';
import { asSubject } from './commandTarget';

/** *Show Firewall*: of the row's source, else of the graph that is shown, else of the engine. */
export function showFirewall({ panels, sources }: CommandServices, argument: unknown): void {
  panels.show(graphOf({ panels, sources }, argument)).showFirewall();
}

function graphOf(
  { panels, sources }: Pick<CommandServices, 'panels' | 'sources'>,
  argument: unknown,
): GraphRef {
  const subject = asSubject(argument);
  if (subject !== undefined) {
    const key = subject.from === 'tree' ? subject.node.source : subject.source;
    const source = sources.find(key);
    if (source !== undefined) return source.ref;
  }
  const shown =
    panels.all.find(({ panel }) => panel.active) ?? panels.all.find(({ panel }) => panel.visible);
  return shown?.ref ?? engineRef;
}
