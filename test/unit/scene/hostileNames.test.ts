import assert from 'node:assert/strict';
import type { Topology } from '../../../src/model/topology';
import { observed } from '../../../src/model/provenance';
import { buildScene } from '../../../src/scene/buildScene';
import { cardFor } from '../../../src/scene/cardFor';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { fontOf, textWidth } from '../../../src/scene/measureText';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { oracleSnapshot } from '../../support/oracleSnapshots';

const names: Readonly<Record<string, string>> = {
  quotes: `"it's" \`quoted\``,
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'right-to-left marks': 'abc\u202etxt.exe\u202c\u2066x\u2069\u200f',
  hebrew: 'שלום-עולם',
  emoji: '👩‍👩‍👧‍👦🇩🇪💥'.repeat(20),
  '255 characters': 'w'.repeat(255),
  'line breaks and controls': 'a\r\nb\u0000\u001b[31mred\u0085\u2028',
  'a template': '${command:workbench.action.quit} $(trash) {0}',
  nothing: '',
};

const base = buildTopology(
  oracleSnapshot('docker28/a_three_tier'),
  { kind: 'snapshot', label: '' },
  'hostile',
);

/** Every name and image of the topology replaced. */
function named(name: string): Topology {
  return {
    ...base,
    networks: base.networks.map((network) => ({ ...network, name: observed(name, 'test') })),
    containers: base.containers.map((container) => ({
      ...container,
      name: observed(name, 'test'),
      image: observed(name, 'test'),
      hostname: observed(name, 'test'),
    })),
    endpoints: base.endpoints.map((endpoint) => ({
      ...endpoint,
      name,
      aliases: observed([name], 'test'),
    })),
  };
}

/** Marks that reorder what stands after them, controls and line breaks. */
const harmful = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066\u2067\u061c]/u;

describe('names that containers and networks choose', () => {
  for (const [situation, name] of Object.entries(names)) {
    it(`are drawn as text within their boxes: ${situation}`, () => {
      const { scene } = buildScene(named(name), defaultSceneOptions, defaultFontMetrics);
      const byId = new Map(scene.elements.map((element) => [element.id, element]));
      for (const element of scene.elements) {
        assert.doesNotMatch(element.description, harmful, element.id);
        for (const { text, role, x } of element.texts) {
          assert.doesNotMatch(text, harmful, element.id);
          const right = element.box.x + x + textWidth(text, fontOf(role, defaultFontMetrics));
          // The name of a plug's device stands beside it, in its lane.
          const within = element.kind === 'veth' ? byId.get(element.parent ?? '') : element;
          assert.ok(within, element.id);
          assert.ok(
            right <= within.box.x + within.box.width + 1,
            `${element.id}: ${text.slice(0, 40)}`,
          );
        }
      }
    });

    it(`stand on cards as text: ${situation}`, () => {
      const topology = named(name);
      const { scene } = buildScene(topology, defaultSceneOptions, defaultFontMetrics);
      for (const { id } of scene.elements) {
        const card = cardFor(topology, id);
        assert.ok(card, id);
        for (const text of [
          card.title,
          card.subtitle,
          ...card.sections.flatMap(({ title, lines }) => [
            title ?? '',
            ...lines.flatMap(({ label, value }) => [label, value]),
          ]),
        ]) {
          assert.doesNotMatch(text, harmful, id);
        }
      }
    });
  }
});
