import { firewallOf } from '../analysis/rules/firewall';
import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { counted } from './cards/cardLines';
import { elementsOfRule } from './firewallView';
import type { FontMetrics } from './fontMetrics';
import { fontOf, textWidth } from './measureText';
import type { Box, SceneElement, SceneText } from './scene';
import { hostId } from './sceneIds';

/** Free room beside the badge. */
const gap = 8;

/** Says on every element how many firewall rules are about it, where there is room; hovering tells them all. */
export function ruleBadges(
  elements: readonly SceneElement[],
  topology: Topology,
  metrics: FontMetrics,
): readonly SceneElement[] {
  const firewall = firewallOf(topology);
  if (!isKnown(firewall)) return elements;
  const counts = new Map<string, number>();
  let everywhere = 0;
  for (const rule of firewall.value.walk) {
    const about = new Set(elementsOfRule(topology, rule.refs));
    if (about.size === 0) everywhere += 1;
    for (const id of about) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const boxes = new Map(elements.map(({ id, box }) => [id, box]));
  return elements.map((element) => {
    const count = element.id === hostId ? everywhere : counts.get(element.id);
    if (count === undefined || count === 0) return element;
    const rules = counted(count, 'rule', 'rules');
    const words = element.id === hostId ? `${rules} about every packet` : rules;
    const badge = badgeText(
      element,
      boxes.get(element.parent ?? ''),
      words,
      String(count),
      metrics,
    );
    return {
      ...element,
      texts: badge === undefined ? element.texts : [...element.texts, badge],
      description: `${element.description}; ${words}`,
    };
  });
}

/** At the right end of a line of the element's that has room; beside a port, in its card. */
function badgeText(
  { kind, box, texts, id }: SceneElement,
  card: Box | undefined,
  words: string,
  short: string,
  metrics: FontMetrics,
): SceneText | undefined {
  const width = (text: SceneText) => textWidth(text.text, fontOf(text.role, metrics));
  const outer = kind === 'endpoint' ? card : undefined;
  const right = outer === undefined ? box.width - gap : outer.x + outer.width - box.x - 6;
  const lines = id === hostId ? texts.slice(0, 1) : [...texts].reverse();
  for (const text of [words, short]) {
    const own = textWidth(text, fontOf('badge', metrics));
    for (const { y } of lines) {
      const ends = texts.filter((line) => line.y === y).map((line) => line.x + width(line));
      const from = Math.max(outer === undefined ? 0 : box.width, ...ends) + gap;
      if (from + own > right) continue;
      return { text, role: 'badge', x: outer === undefined ? right - own : from, y };
    }
  }
  return undefined;
}
