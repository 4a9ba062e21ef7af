import type { Topology } from '../model/topology';
import type { Card } from './card';
import { bridgeCard, looseBridgeCard } from './cards/bridgeCard';
import { containerCard } from './cards/containerCard';
import { endpointCard } from './cards/endpointCard';
import { hostCard } from './cards/hostCard';
import { networkCard } from './cards/networkCard';
import { nicCard } from './cards/nicCard';
import { portCard } from './cards/portCard';
import { looseVethCard, vethCard } from './cards/vethCard';
import { outsideCard, sandboxCard } from './cards/wireCards';
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
    case 'parent':
      return networkCard(topology, noun.network);
    case 'bridge':
      return bridgeCard(topology, noun.network);
    case 'loose-bridge':
      return looseBridgeCard(noun.bridge);
    case 'container':
      return containerCard(topology, noun.container);
    case 'endpoint':
      return endpointCard(topology, noun.endpoint);
    case 'veth':
      return vethCard(topology, noun.endpoint);
    case 'loose-veth':
      return looseVethCard(noun.veth);
    case 'port':
      return portCard(topology, noun.port);
    case 'sandbox':
      return sandboxCard(topology, noun.sandbox);
    case 'host':
      return hostCard(topology);
    case 'nic':
      return nicCard(topology, noun.nic);
    case 'outside':
      return outsideCard();
  }
}
