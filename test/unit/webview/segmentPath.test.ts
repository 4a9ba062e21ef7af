import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Box, Point } from '../../../src/scene/scene';
import { segmentPath } from '../../../webview/segmentPath';

const source: Box = { x: 0, y: 0, width: 20, height: 10 };
const target: Box = { x: 100, y: 200, width: 40, height: 20 };

/** Cytoscape's reading of the path (edge-control-points.mjs: findMidptPtsEtc and findSegmentsPoints). */
function drawnBy(path: NonNullable<ReturnType<typeof segmentPath>>): readonly Point[] {
  const numbers = (text: string) => (text === '' ? [] : text.split(' ').map(Number));
  const end = (text: string, { x, y, width, height }: Box): Point => {
    const [dx = NaN, dy = NaN] = numbers(text);
    return { x: x + width / 2 + dx, y: y + height / 2 + dy };
  };
  const first = end(path.sourceEndpoint, source);
  const last = end(path.targetEndpoint, target);
  const dx = last.x - first.x;
  const dy = last.y - first.y;
  const length = Math.hypot(dx, dy);
  const distances = numbers(path.distances);
  const bends = numbers(path.weights).map((weight, index) => ({
    x: first.x * (1 - weight) + last.x * weight + (-dy / length) * (distances[index] ?? NaN),
    y: first.y * (1 - weight) + last.y * weight + (dx / length) * (distances[index] ?? NaN),
  }));
  return [first, ...bends, last];
}

describe('segmentPath', () => {
  it('tells a straight line by its ends alone', () => {
    const points = [
      { x: 10, y: 10 },
      { x: 10, y: 200 },
    ];
    assert.deepEqual(segmentPath(points, source, target), {
      sourceEndpoint: '0 5',
      targetEndpoint: '-110 -10',
      weights: '',
      distances: '',
    });
  });

  it('tells bends by place and distance', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 0, y: 100 },
      { x: 100, y: 100 },
    ];
    const path = segmentPath(points, source, target);
    assert.ok(path);
    assert.equal(path.weights, '0.5');
    assert.equal(path.distances, '70.710678');
  });

  it('refuses what has no direction', () => {
    const here = { x: 1, y: 1 };
    assert.equal(segmentPath([], source, target), undefined);
    assert.equal(segmentPath([here], source, target), undefined);
    assert.equal(segmentPath([here, { x: 5, y: 1 }, here], source, target), undefined);
  });

  it('writes numbers without exponents, whatever the line', () => {
    const coordinate = fc.double({ min: -1e5, max: 1e5, noNaN: true });
    const point = fc.record({ x: coordinate, y: coordinate });
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), (points) => {
        for (const text of Object.values<string>({ ...segmentPath(points, source, target) })) {
          assert.match(text, /^(-?\d+(\.\d+)?( |$))*$/);
        }
      }),
    );
  });

  it('is drawn through the given points', () => {
    const coordinate = fc.integer({ min: -4000, max: 4000 });
    const point = fc.record({ x: coordinate, y: coordinate });
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 8 }), (points) => {
        const path = segmentPath(points, source, target);
        fc.pre(path !== undefined);
        const [first, last] = [points[0], points.at(-1)];
        fc.pre(first !== undefined && last !== undefined);
        // A bend far outside two close ends has a huge weight; real wires are longer than a pixel.
        fc.pre(Math.hypot(last.x - first.x, last.y - first.y) > 10);
        drawnBy(path).forEach(({ x, y }, index) => {
          assert.ok(Math.abs(x - (points[index]?.x ?? NaN)) < 0.02);
          assert.ok(Math.abs(y - (points[index]?.y ?? NaN)) < 0.02);
        });
      }),
    );
  });
});
