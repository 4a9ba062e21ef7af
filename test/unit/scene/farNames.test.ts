import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { acrossTexts } from '../../../src/scene/acrossTexts';
import { farCardNames } from '../../../src/scene/farCardNames';
import type { SceneElement, SceneText } from '../../../src/scene/scene';
import { defaultSceneOptions, type SceneDepth } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { coveredLabels } from '../../support/labelChecks';
import { largeSnapshot } from '../../support/largeSnapshot';
import { oracleSnapshot } from '../../support/oracleSnapshots';
import { topologyWishes, wishedTopology } from '../../support/randomTopology';
import { aNetwork, aTopology } from '../../support/topologyBuilder';

const depths = ['wiring', 'networks', 'rules'] as const;

function draw(topology: Topology, depth: SceneDepth = 'wiring') {
  const options = { ...defaultSceneOptions, shedsDetail: true, depth };
  return buildScene(topology, options, defaultFontMetrics).scene;
}

/** What of an element is read at a zoom at which its own texts are not. */
function readAt({ far = [] }: SceneElement, zoom: number): readonly SceneText[] {
  return far.find((one) => zoom >= one.zoom)?.texts ?? [];
}

function textAt(element: SceneElement | undefined, zoom: number): string | undefined {
  return (
    element &&
    readAt(element, zoom)
      .map(({ text }) => text)
      .join('|')
  );
}

function large(containers: number): Topology {
  return buildTopology(largeSnapshot(containers), { kind: 'snapshot', label: 'l' }, 'l');
}

function container(name: string): SceneElement {
  return {
    id: `container:${name}`,
    kind: 'container',
    ref: name,
    name,
    box: { x: 0, y: 0, width: 170, height: 76 },
    texts: [
      { text: name, role: 'name', x: 10, y: 20 },
      { text: 'image', role: 'detail', x: 10, y: 37 },
    ],
    certainty: 'observed',
    flags: [],
    description: '',
  };
}

function network(name: string, width: number, height = 300): SceneElement {
  return {
    ...container(name),
    id: `network:${name}`,
    kind: 'network',
    box: { x: 0, y: 0, width, height },
    texts: [{ text: name, role: 'title', x: 26, y: 20 }],
  };
}

const zooms = [0.59, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.19];

describe('names seen from far away', () => {
  for (const containers of [6, 40, 100]) {
    it(`tell every one of ${containers} containers apart in a window and beside an outline`, () => {
      for (const [width, height] of [
        [1400, 900],
        [772, 619],
      ] as const) {
        const options = { ...defaultSceneOptions, aspect: width / height, shedsDetail: true };
        const { scene } = buildScene(large(containers), options, defaultFontMetrics);
        const zoom = Math.min(0.6, width / scene.width, height / scene.height);
        const cards = scene.elements.filter(({ kind }) => kind === 'container');
        const read = cards.map((card) => `${card.parent} ${textAt(card, zoom)}`);
        for (const card of cards) assert.equal(readAt(card, zoom).length, 1, card.name);
        assert.equal(new Set(read).size, containers);
        assert.deepEqual(coveredLabels(scene, defaultFontMetrics, zoom), []);
      }
    });
  }

  it('have one size for all at a zoom, none too small to be read, and change it a few times', () => {
    const topology = large(100);
    const { elements } = draw(topology);
    for (const kind of ['container', 'network'] as const) {
      for (const zoom of zooms) {
        const lines = elements.filter((one) => one.kind === kind).map((one) => readAt(one, zoom));
        const sizes = new Set(lines.flat().map(({ size = 0 }) => size));
        assert.equal(sizes.size, 1, `${kind} at ${zoom}: ${[...sizes].join()}`);
        for (const size of sizes) assert.ok(size * zoom >= 7, `${kind} at ${zoom}: ${size}`);
      }
    }
    for (const { name, far = [] } of elements) {
      const steps = far.map(({ zoom }) => zoom);
      assert.deepEqual(
        steps,
        [...new Set(steps)].sort((a, b) => b - a),
        name,
      );
    }
  });

  const projects: readonly (readonly [names: string, near: string, far: string])[] = [
    ['web', 'web', 'web'],
    ['shop-db-1 shop-web-1', 'shop-db-1 shop-web-1', 'db-1 web-1'],
    ['shop-db-1 shop-worker-1', 'db-1 worker-1', 'db worker'],
    ['shop-db-1 shop-elasticsearch-1', 'db-1 elasticsea…', 'db-1 elas…'],
    ['shop-worker-1 shop-worker-12', 'worker-1 worker-12', 'worker wo…12'],
    ['another-container-7', 'another-c…7', 'ano…7'],
  ];
  for (const [names, near, far] of projects) {
    it(`are ${near} and, from farther, ${far} of ${names}`, () => {
      const cards = names.split(' ').map(container);
      const project = (card: SceneElement) => (card.name.startsWith('shop-') ? 'shop' : undefined);
      const read = farCardNames(
        cards.map((card) => ({ card, lane: 'network:n', project: project(card), upTo: 1 })),
        defaultFontMetrics,
      );
      const at = (zoom: number) =>
        cards.map((card) => textAt({ ...card, far: read.get(card.id) ?? [] }, zoom)).join(' ');
      assert.deepEqual([at(0.5), at(0.19)], [near, far]);
    });
  }

  it('keep their project where several meet in a network', () => {
    const cards = ['shop-web-1', 'blog-web-1'].map(container);
    const read = farCardNames(
      cards.map((card) => ({
        card,
        lane: 'network:proxy',
        project: card.name.slice(0, 4),
        upTo: 1,
      })),
      defaultFontMetrics,
    );
    const texts = cards.map((card) => textAt({ ...card, far: read.get(card.id) ?? [] }, 0.19));
    assert.deepEqual(texts, ['sho…1', 'blo…1']);
  });

  it('tell a network whose name is too long by its beginning, and who is on it', () => {
    const given = aNetwork('acme-platform-development_default');
    const { elements } = draw(aTopology([given], { web: { networks: [given.key] } }));
    const lane = elements.find(({ name }) => name === 'acme-platform-development_default');
    const card = elements.find(({ name }) => name === 'web');
    for (const zoom of zooms) {
      assert.match(textAt(lane, zoom) ?? '', /^acme-pl.*/, `${zoom}`);
      assert.equal(textAt(card, zoom), 'web');
    }
  });

  const across: readonly (readonly [name: string, width: number, wanted: string])[] = [
    ['shop_default', 1000, 'shop_default|5 containers'],
    ['shop_default', 500, 'shop_|default'],
    ['nextcloud-office_default', 330, 'nextclo…|office_d…'],
    ['warehouse', 330, 'wareho…'],
  ];
  for (const [name, width, wanted] of across) {
    it(`stand across a network ${width} wide as ${wanted} for ${name}`, () => {
      const lane = network(name, width);
      const far = acrossTexts(lane, undefined, '5 containers', 8000, defaultFontMetrics);
      assert.equal(textAt({ ...lane, far }, 0.136), wanted);
      for (const zoom of [0.18, 0.13, 0.1, 0.07, 0.05]) {
        for (const { size = 0, text, x, y } of readAt({ ...lane, far }, zoom)) {
          assert.ok(size * zoom >= 7, `${text} is ${size} at ${zoom}`);
          assert.ok(x >= 0 && y <= lane.box.height, text);
        }
      }
    });
  }

  it('tell every network of 1,000 containers', () => {
    const { elements } = draw(large(1000));
    for (const zoom of [0.18, 0.13, 0.1, 0.08]) {
      for (const lane of elements.filter(({ kind }) => kind === 'network')) {
        assert.equal(textAt(lane, zoom)?.split('|')[0], lane.name, `${zoom}`);
      }
    }
  });

  it('tell a bus’s address where all that it says is too small', () => {
    const name = 'docker20/g_ipv6';
    const scene = draw(
      buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name),
    );
    const bus = scene.elements.find(({ id }) => id === 'bridge:v4');
    const [whole, address] = bus?.far ?? [];
    assert.match(whole?.texts[0]?.text ?? '', / · gateway /);
    assert.equal(address?.texts[0]?.text, bus?.address);
    assert.ok(whole !== undefined && address !== undefined && address.zoom < whole.zoom);
  });

  it('tell the outside, the interfaces, and where ports are published, where nothing else can be read', () => {
    const { elements } = draw(large(40));
    const of = (kind: SceneElement['kind']) => elements.find((one) => one.kind === kind);
    assert.equal(textAt(of('outside'), 0.3), 'Internet');
    assert.equal(textAt(of('nic'), 0.3), 'Interfaces');
    assert.equal(textAt(of('port'), 0.4), ':10000 → container-…');
  });

  it('never lie on one another', () =>
    fc.assert(
      fc.property(
        topologyWishes,
        fc.constantFrom(...depths),
        fc.constantFrom(...zooms, 0.15, 0.1, 0.05, 0.6),
        (wish, depth, zoom) => {
          const scene = draw(wishedTopology(wish), depth);
          assert.deepEqual(coveredLabels(scene, defaultFontMetrics, zoom), []);
        },
      ),
      { numRuns: 60, seed: 20_261_121 },
    ));
});
