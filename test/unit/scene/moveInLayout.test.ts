import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import type { LayoutMemory } from '../../../src/scene/layoutMemory';
import type { BoxMove } from '../../../src/scene/moveInLayout';
import { moveInLayout } from '../../../src/scene/moveInLayout';
import type { Box } from '../../../src/scene/scene';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { oracleSnapshot } from '../../support/oracleSnapshots';

const of = (name: string) =>
  buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);

/** So wide that what is in a lane stands beside each other. */
const options = { ...defaultSceneOptions, aspect: 1.8 };

/** A picture that can be moved in, laid out anew after each move. */
class Drawn {
  built: ReturnType<typeof buildScene>;

  constructor(
    readonly topology: Topology,
    memory?: LayoutMemory,
  ) {
    this.built = buildScene(topology, options, defaultFontMetrics, memory);
  }

  move(move: BoxMove): LayoutMemory | undefined {
    const { scene, grids, memory } = this.built;
    const { topology } = this;
    const after = moveInLayout({ topology, elements: scene.elements, grids, memory }, move);
    if (after !== undefined) {
      this.built = buildScene(topology, options, defaultFontMetrics, after);
    }
    return after;
  }

  box(id: string): Box {
    const found = this.built.scene.elements.find((element) => element.id === id);
    assert.ok(found, `${id} is not drawn`);
    return found.box;
  }

  place(id: string) {
    return this.built.memory.cards[id];
  }
}

describe('moving boxes', function () {
  this.timeout(60_000);

  let drawn: Drawn;
  beforeEach(() => (drawn = new Drawn(of('docker28/a_three_tier'))));

  it('swaps a container with the one it is dropped on', () => {
    const [web, stopped] = [drawn.box('container:web'), drawn.box('container:stopped')];
    const places = [drawn.place('container:web'), drawn.place('container:stopped')];
    const by = { x: stopped.x - web.x, y: stopped.y - web.y };
    assert.ok(drawn.move({ kind: 'by', ids: ['container:web'], by }));
    assert.deepEqual([drawn.place('container:stopped'), drawn.place('container:web')], places);
  });

  it('gives the lane a row when it is dropped below', () => {
    const web = drawn.box('container:web');
    assert.ok(drawn.move({ kind: 'by', ids: ['container:web'], by: { x: 0, y: web.height } }));
    assert.equal(drawn.place('container:web')?.row, 1);
    assert.ok(drawn.box('container:web').y > web.y);
  });

  it('moves to the lane of another network it is on, and to no other', () => {
    const home = drawn.place('container:api')?.lane;
    const other = home === 'network:back' ? 'network:front' : 'network:back';
    const far = (id: string, lane: string) => {
      const from = drawn.box(id);
      const to = drawn.box(lane);
      return {
        x: to.x + to.width / 2 - from.x - from.width / 2,
        y: to.y + to.height - 40 - from.y - from.height / 2,
      };
    };
    assert.ok(drawn.move({ kind: 'by', ids: ['container:api'], by: far('container:api', other) }));
    assert.equal(drawn.place('container:api')?.lane, other);
    const db = { kind: 'by', ids: ['container:db'], by: far('container:db', 'network:front') };
    assert.equal(drawn.move(db as BoxMove), undefined);
  });

  it('moves nothing where nothing is', () => {
    const by = { x: 5000, y: 5000 };
    assert.equal(drawn.move({ kind: 'by', ids: ['container:web'], by }), undefined);
    assert.equal(drawn.move({ kind: 'by', ids: ['host:host'], by }), undefined);
    assert.equal(drawn.move({ kind: 'step', ids: ['container:gone'], to: 'left' }), undefined);
  });

  it('steps by one place, not out of the lane', () => {
    const place = drawn.place('container:stopped');
    assert.ok(place);
    assert.ok(drawn.move({ kind: 'step', ids: ['container:stopped'], to: 'down' }));
    assert.deepEqual(drawn.place('container:stopped'), { ...place, row: place.row + 1 });
    assert.ok(drawn.move({ kind: 'step', ids: ['container:stopped'], to: 'up' }));
    assert.deepEqual(drawn.place('container:stopped'), place);
    assert.equal(drawn.move({ kind: 'step', ids: ['container:stopped'], to: 'up' }), undefined);
  });

  it('moves several at once and keeps them apart', () => {
    const ids = ['container:web', 'container:stopped'];
    assert.ok(drawn.move({ kind: 'step', ids, to: 'down' }));
    assert.deepEqual(
      ids.map((id) => drawn.place(id)?.row),
      [1, 1],
    );
  });

  it('moves a network by its bus: beside another, and onto a shelf of its own', () => {
    const front = drawn.box('network:front');
    const back = drawn.box('network:back');
    const by = { x: back.x + back.width - front.x - front.width / 2 - 10, y: 0 };
    assert.ok(drawn.move({ kind: 'by', ids: ['bridge:front'], by }));
    assert.ok(drawn.box('network:front').x > drawn.box('network:back').x);
    const bottom = drawn.built.scene.height;
    assert.ok(drawn.move({ kind: 'by', ids: ['network:front'], by: { x: 0, y: bottom } }));
    const lanes = drawn.built.grids.filter(({ id }) => id !== 'network:front');
    assert.ok(lanes.every(({ box }) => box.y + box.height <= drawn.box('network:front').y));
  });

  it('survives a refresh', () => {
    drawn.move({ kind: 'step', ids: ['container:web'], to: 'down' });
    const { scene, memory } = drawn.built;
    const again = new Drawn(drawn.topology, memory);
    assert.deepEqual(again.built.scene, scene);
  });

  it('never loses, doubles or overlaps a box, whatever is moved where', () => {
    for (const name of ['docker28/a_three_tier', 'docker20/f_modes', 'docker28/n_swarm_overlay']) {
      const topology = of(name);
      const first = new Drawn(topology);
      const ids = first.built.scene.elements.map(({ id }) => id);
      const move: fc.Arbitrary<BoxMove> = fc.oneof(
        fc.record({
          kind: fc.constant('by' as const),
          ids: fc.subarray(ids, { minLength: 1, maxLength: 4 }),
          by: fc.record({
            x: fc.integer({ min: -1500, max: 1500 }),
            y: fc.integer({ min: -1500, max: 1500 }),
          }),
        }),
        fc.record({
          kind: fc.constant('step' as const),
          ids: fc.subarray(ids, { minLength: 1, maxLength: 4 }),
          to: fc.constantFrom('left', 'right', 'up', 'down'),
        }),
      );
      fc.assert(
        fc.property(fc.array(move, { minLength: 1, maxLength: 6 }), (moves) => {
          const picture = new Drawn(topology);
          for (const one of moves) picture.move(one);
          const { elements } = picture.built.scene;
          assert.deepEqual(elements.map(({ id }) => id).sort(), [...ids].sort());
          const lanes = elements.filter(({ kind }) => kind === 'network');
          const cards = elements.filter(({ id }) => picture.place(id) !== undefined);
          for (const boxes of [lanes, cards]) {
            boxes.forEach((a, index) =>
              boxes.slice(index + 1).forEach((b) => {
                assert.ok(areApart(a.box, b.box), `${a.id} overlaps ${b.id}`);
              }),
            );
          }
        }),
        { numRuns: 60, seed: 7 },
      );
    }
  });
});

function areApart(a: Box, b: Box): boolean {
  const beside = a.x + a.width <= b.x || b.x + b.width <= a.x;
  return beside || a.y + a.height <= b.y || b.y + b.height <= a.y;
}
