import assert from 'node:assert/strict';
import { placeBeside } from '../../../webview/placeBeside';

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
