import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { farCardNames, largestCardName } from '../../../src/scene/farTexts';
import type { SceneElement } from '../../../src/scene/scene';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { coveredLabels } from '../../support/labelChecks';
import { largeSnapshot } from '../../support/largeSnapshot';
import { oracleSnapshot } from '../../support/oracleSnapshots';
import { topologyWishes, wishedTopology } from '../../support/randomTopology';
import { aNetwork, aTopology } from '../../support/topologyBuilder';

function draw(topology: Topology) {
  const options = { ...defaultSceneOptions, shedsDetail: true };
  return buildScene(topology, options, defaultFontMetrics).scene;
}

describe('names seen from far away', () => {
  for (const containers of [6, 40, 100]) {
    it(`tell every one of ${containers} containers at the zoom that fits a window`, () => {
      const snapshot = largeSnapshot(containers);
      const scene = draw(buildTopology(snapshot, { kind: 'snapshot', label: 'large' }, 'large'));
      const zoom = Math.min(1400 / scene.width, 900 / scene.height);
      for (const { kind, name, far } of scene.elements) {
        if (kind !== 'container') continue;
        assert.equal(far?.text, name);
        assert.ok((far.size ?? 0) * zoom >= 7, `${name}: ${far.size} at ${zoom}`);
      }
    });
  }

  it('tell every one of 100 containers apart in a panel beside an outline', () => {
    const topology = buildTopology(largeSnapshot(100), { kind: 'snapshot', label: 'l' }, 'l');
    const options = { ...defaultSceneOptions, aspect: 820 / 667, shedsDetail: true };
    const { scene } = buildScene(topology, options, defaultFontMetrics);
    const zoom = Math.min(772 / scene.width, 619 / scene.height);
    const cards = scene.elements.filter(({ kind }) => kind === 'container');
    for (const { name, far, farther, parent } of cards) {
      const read = [far, farther].find((text) => (text?.size ?? 0) * zoom >= 7);
      assert.ok(read, `${name}: ${far?.size} and ${farther?.size} at ${zoom}`);
      const same = cards.filter(
        (card) => card.parent === parent && card.farther?.text === read.text,
      );
      assert.equal(same.length, 1, read.text);
    }
    assert.deepEqual(coveredLabels(scene, defaultFontMetrics, zoom), []);
  });

  const cardNames: readonly (readonly [name: string, far: string, farther: string | undefined])[] =
    [
      ['web', 'web', undefined],
      ['shop-db-1', 'shop-db-1', 'db'],
      ['shop-elasticsearch-1', 'elasticsearc…', 'elas…'],
      ['shop-storefront-12', 'storefront-12', 'st…12'],
      ['another-container-7', 'another-cont…', 'ano…7'],
    ];
  for (const [name, far, farther] of cardNames) {
    it(`read ${far}${farther === undefined ? '' : ` and, from farther, ${farther}`} of ${name}`, () => {
      const card: SceneElement = {
        id: 'container:1',
        kind: 'container',
        ref: '1',
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
      const names = farCardNames(card, 'shop', largestCardName, true, defaultFontMetrics);
      assert.deepEqual([names.far.text, names.farther?.text], [far, farther]);
    });
  }

  it('tell a network whose name is too long by its beginning, and who is on it', () => {
    const network = aNetwork('acme-platform-development_default');
    const scene = draw(aTopology([network], { web: { networks: [network.key] } }));
    const farOf = (kind: SceneElement['kind'], name: string) =>
      scene.elements.find((element) => element.kind === kind && element.name === name)?.far;
    const heading = farOf('network', 'acme-platform-development_default');
    assert.match(heading?.text ?? '', /^acme-pl.*…$/);
    for (const { size = 0 } of [heading, farOf('container', 'web')].filter(
      (one) => one !== undefined,
    ))
      assert.ok(size >= 15, `${size}`);
    assert.equal(farOf('container', 'web')?.text, 'web');
  });

  it('tell a bus’s address where all that it says is too small', () => {
    const name = 'docker20/g_ipv6';
    const scene = draw(
      buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name),
    );
    const bus = scene.elements.find(({ id }) => id === 'bridge:v4');
    const { far, farther, address } = bus ?? {};
    assert.match(far?.text ?? '', / · gateway /);
    assert.equal(farther?.text, address);
    assert.ok((farther?.size ?? 0) > (far?.size ?? 0), `${farther?.size} after ${far?.size}`);
  });

  it('tell the outside where nothing else of it can be read', () => {
    const scene = draw(buildTopology(largeSnapshot(40), { kind: 'snapshot', label: 'l' }, 'l'));
    const outside = scene.elements.find(({ kind }) => kind === 'outside');
    const [own] = outside?.texts ?? [];
    const usual = own?.size ?? defaultFontMetrics.name.size;
    assert.ok((outside?.far?.size ?? 0) > 1.4 * usual, JSON.stringify(outside?.far));
  });

  it('never lie on one another', () =>
    fc.assert(
      fc.property(topologyWishes, fc.constantFrom(0.19, 0.2, 0.3, 0.4, 0.5, 0.6), (wish, zoom) =>
        assert.deepEqual(coveredLabels(draw(wishedTopology(wish)), defaultFontMetrics, zoom), []),
      ),
      { numRuns: 60, seed: 20_261_121 },
    ));
});
