import assert from 'node:assert/strict';
import { placeBeside, placeClearOf } from '../../../webview/placeBeside';

const room = { width: 1000, height: 600 };
const card = { width: 300, height: 200 };

describe('placeBeside', () => {
  const cases: readonly (readonly [string, number, number, number, number, object])[] = [
    ['to the right where there is room', 100, 50, 100, 40, { x: 208, y: 50 }],
    ['to the left at the right edge', 850, 50, 100, 40, { x: 542, y: 50 }],
    ['below what is as wide as the room', 0, 50, 1000, 40, { x: 0, y: 98 }],
    ['above what is wide and low', 0, 500, 1000, 40, { x: 0, y: 292 }],
    ['up from the lower edge', 100, 580, 100, 40, { x: 208, y: 400 }],
    ['down from above the upper edge', 100, -90, 100, 40, { x: 208, y: 0 }],
  ];
  for (const [name, x, y, width, height, expected] of cases) {
    it(name, () => assert.deepEqual(placeBeside({ x, y, width, height }, card, room), expected));
  }

  it('starts at the corner when the card is larger than the room', () => {
    const huge = { width: 2000, height: 900 };
    assert.deepEqual(placeBeside({ x: 10, y: 10, width: 5, height: 5 }, huge, room), {
      x: 0,
      y: 0,
    });
  });
});

describe('placeClearOf', () => {
  const narrow = { width: 400, height: 600 };
  const high = { width: 380, height: 400 };
  const cases: readonly (readonly [string, number, number, object])[] = [
    ['below, as high as the room there', 100, 40, { x: 20, y: 148, height: 400 }],
    ['below, cut to the room there', 240, 40, { x: 20, y: 288, height: 312 }],
    ['above, cut to the room there', 380, 40, { x: 20, y: 0, height: 372 }],
    [
      'over what fills the room: of less nobody reads anything',
      100,
      400,
      { x: 20, y: 0, height: 400 },
    ],
  ];
  for (const [name, y, height, expected] of cases) {
    it(`stands ${name}`, () => {
      const box = { x: 100, y, width: 120, height };
      assert.deepEqual(placeClearOf(box, high, narrow), expected);
    });
  }

  it('stands beside where there is room', () => {
    const box = { x: 100, y: 50, width: 100, height: 40 };
    assert.deepEqual(placeClearOf(box, card, room), { x: 208, y: 50, height: 200 });
  });
});
