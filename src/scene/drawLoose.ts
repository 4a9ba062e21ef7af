import type { LooseVeth } from '../model/host';
import { displayText } from './displayText';
import { box, maybe, type Drawing } from './drawing';
import { portHeight, type CardDraft } from './layout/cells';
import type { LooseDraft } from './layout/looseCells';
import type { Point } from './scene';
import { looseVethId } from './sceneIds';

/** A bridge that no network has, with the veths on it, or a veth that no endpoint has. */
export function drawLoose(
  drawing: Drawing,
  corner: Point,
  card: CardDraft,
  loose: LooseDraft,
  parent: string | undefined,
): void {
  const shared = {
    id: card.id,
    ...maybe('parent', parent),
    box: box(corner.x, corner.y, card.width, card.height),
    texts: card.texts,
    certainty: 'observed' as const,
    flags: ['orphan' as const],
  };
  if (loose.kind === 'veth') {
    drawing.add({ ...shared, ...vethFacts(loose.veth), kind: 'veth' });
    return;
  }
  const { name, addresses } = loose.device;
  drawing.add({
    ...shared,
    kind: 'bridge',
    ref: name,
    name,
    ...maybe('address', addresses[0]),
    description: `Bridge ${displayText(name)}, which no network of the engine has`,
  });
  for (const { veth, text, width, y } of loose.veths) {
    drawing.add({
      ...vethFacts(veth),
      id: looseVethId(veth),
      kind: 'veth',
      parent: card.id,
      box: box(corner.x + 10, corner.y + y, width, portHeight),
      texts: [text],
      certainty: 'observed',
      flags: ['orphan'],
    });
  }
}

function vethFacts(veth: LooseVeth) {
  const { name, master } = veth;
  const on = master === undefined ? '' : ` on ${displayText(master)}`;
  return {
    ref: name,
    name,
    description: `Veth ${displayText(name)}${on}, which no container of the engine has`,
  };
}
