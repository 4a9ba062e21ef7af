import type { Topology } from '../model/topology';
import type { Card } from './card';
import { nounOf } from './sceneIds';

/** What hovering an element says; `undefined` when nothing of that id is there (any more). */
export function cardFor(topology: Topology, sceneId: string): Card | undefined {
  const noun = nounOf(topology, sceneId);
  return noun && { id: sceneId, title: sceneId, subtitle: noun.kind, sections: [] };
}
