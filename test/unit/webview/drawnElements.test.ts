import assert from 'node:assert/strict';
import type { Scene, SceneEdge, SceneElement } from '../../../src/scene/scene';
import type { Drawn } from '../../../webview/drawnElements';
import { drawnElements } from '../../../webview/drawnElements';

function element(id: string, kind: SceneElement['kind'], extra: Partial<SceneElement> = {}) {
  const made: SceneElement = {
    id,
    kind,
    ref: id,
    name: id,
    box: { x: 10, y: 20, width: 100, height: 50 },
    texts: [],
    certainty: 'observed',
    flags: [],
    description: id,
    ...extra,
  };
  return made;
}

function edge(from: string, to: string, extra: Partial<SceneEdge> = {}): SceneEdge {
  return {
    id: `${from}-${to}`,
    kind: 'wire',
    from,
    to,
    provenance: { kind: 'observed', from: 'test' },
    points: [
      { x: 10, y: 20 },
      { x: 10, y: 90 },
    ],
    flags: [],
    ...extra,
  };
}

function scene(elements: readonly SceneElement[], edges: readonly SceneEdge[] = []): Scene {
  const size = { width: 500, height: 500 };
  return {
    format: 'vethscope-scene/1',
    title: 't',
    origin: 'engine',
    ...size,
    elements,
    edges,
    notes: [],
  };
}

function layer(drawn: readonly Drawn[], id: string): number {
  return Number(drawn.find((one) => one.id === id)?.data['z']);
}

describe('drawnElements', () => {
  it('puts a box by its centre and a text by its left baseline', () => {
    const texts = [{ text: 'web', role: 'name' as const, x: 8, y: 16 }];
    const [box, text] = drawnElements(scene([element('container:web', 'container', { texts })]));
    assert.ok(box?.group === 'nodes' && text?.group === 'nodes');
    assert.deepEqual([box.x, box.y, box.data['w'], box.data['h']], [60, 45, 100, 50]);
    assert.deepEqual([text.x, text.y], [17.5, 36.5]);
    assert.deepEqual([text.data['label'], text.data['scene']], ['web', 'container:web']);
  });

  it('says kind, certainty, flags and hue as classes, and hues go round', () => {
    const given = element('bridge:b', 'bridge', {
      certainty: 'predicted',
      flags: ['internal', 'orphan'],
      hue: 7,
    });
    const [box] = drawnElements(scene([given]));
    assert.equal(box?.classes, 'element k-bridge c-predicted f-internal f-orphan h-1');
  });

  it('draws wires over lanes and under everything else, and texts over both', () => {
    const texts = [{ text: 'x', role: 'name' as const, x: 0, y: 0 }];
    const drawn = drawnElements(
      scene(
        [
          element('host:h', 'host', { texts }),
          element('network:n', 'network', { texts }),
          element('bridge:n', 'bridge'),
          element('endpoint:e', 'endpoint', { texts }),
        ],
        [edge('bridge:n', 'endpoint:e')],
      ),
    );
    const order = [
      'e:host:h',
      'e:network:n',
      'w:bridge:n-endpoint:e',
      't:0:network:n',
      'e:bridge:n',
      'e:endpoint:e',
      't:0:endpoint:e',
    ];
    const layers = order.map((id) => layer(drawn, id));
    assert.deepEqual(
      layers,
      [...layers].sort((a, b) => a - b),
    );
    assert.equal(new Set(layers).size, order.length);
  });

  it('tells straight and bent lines apart', () => {
    const elements = [element('a', 'veth'), element('b', 'endpoint')];
    const bent = [
      { x: 0, y: 0 },
      { x: 0, y: 9 },
      { x: 9, y: 9 },
    ];
    const drawn = drawnElements(
      scene(elements, [edge('a', 'b'), edge('b', 'a', { points: bent, flags: ['default-route'] })]),
    );
    assert.deepEqual(
      drawn.filter(({ group }) => group === 'edges').map(({ classes }) => classes),
      ['edge k-wire c-observed straight', 'edge k-wire c-observed bent f-default-route'],
    );
  });

  it('leaves out edges to what is not there, to itself, and without length', () => {
    const elements = [element('a', 'veth'), element('b', 'endpoint')];
    const here = { x: 1, y: 1 };
    const drawn = drawnElements(
      scene(elements, [
        edge('a', 'gone'),
        edge('a', 'a'),
        edge('a', 'b', { points: [here, here] }),
      ]),
    );
    assert.equal(drawn.filter(({ group }) => group === 'edges').length, 0);
  });

  it('keeps boxes, texts and wires apart whatever the ids are', () => {
    const texts = [{ text: 'x', role: 'name' as const, x: 0, y: 0 }];
    const ids = ['a', 'e:a', 't:0:a', 'w:a'];
    const drawn = drawnElements(
      scene(
        ids.map((id) => element(id, 'veth', { texts })),
        [edge('a', 'e:a', { id: 'a' }), edge('a', 't:0:a', { id: 'e:a' })],
      ),
    );
    assert.equal(new Set(drawn.map(({ id }) => id)).size, drawn.length);
    assert.equal(drawn.length, 10);
  });
});
