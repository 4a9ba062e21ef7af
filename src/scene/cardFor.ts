import type { Topology } from '../model/topology';
import type { Card } from './card';
import { containerCard } from './cards/containerCard';
import { endpointCard } from './cards/endpointCard';
import { hostCard } from './cards/hostCard';
import { networkCard } from './cards/networkCard';
import { portCard } from './cards/portCard';
import { outsideCard, plugCard, sandboxCard } from './cards/wireCards';
import { displayText } from './displayText';
import { nounOf, type SceneNoun } from './sceneIds';

/** What hovering an element says; `undefined` when nothing of that id is there (any more). */
export function cardFor(topology: Topology, sceneId: string): Card | undefined {
  const noun = nounOf(topology, sceneId);
  if (noun === undefined) return undefined;
  const card = cardOf(topology, noun);
  return {
    id: sceneId,
    title: displayText(card.title),
    subtitle: displayText(card.subtitle),
    sections: card.sections,
  };
}

function cardOf(topology: Topology, noun: SceneNoun): Omit<Card, 'id'> {
  switch (noun.kind) {
    case 'network':
    case 'bridge':
    case 'parent':
      return networkCard(topology, noun.network);
    case 'container':
      return containerCard(topology, noun.container);
    case 'endpoint':
      return endpointCard(topology, noun.endpoint);
    case 'veth':
      return plugCard(topology, noun.endpoint);
    case 'port':
      return portCard(topology, noun.port);
    case 'sandbox':
      return sandboxCard(topology, noun.sandbox);
    case 'host':
    case 'nic':
      return hostCard(topology);
    case 'outside':
      return outsideCard();
  }
}
