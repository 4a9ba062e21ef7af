import assert from 'node:assert/strict';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import type { LayoutMemory } from '../../../src/scene/layoutMemory';
import type { Box, Point, Scene, SceneElement } from '../../../src/scene/scene';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';
import { coveredWires } from '../../support/sceneChecks';

function topologyOf(name: string): Topology {
  return buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
}

function draw(topology: Topology, aspect: number, memory?: LayoutMemory) {
  return buildScene(topology, { ...defaultSceneOptions, aspect }, defaultFontMetrics, memory);
}

/** An upright panel beside a file, and a wide one. */
const aspects = [0.6, 1.6];

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function onBorder(point: Point, box: Box): boolean {
  const inside =
    point.x >= box.x - 1 &&
    point.x <= box.x + box.width + 1 &&
    point.y >= box.y - 1 &&
    point.y <= box.y + box.height + 1;
  const within =
    point.x > box.x + 1 &&
    point.x < box.x + box.width - 1 &&
    point.y > box.y + 1 &&
    point.y < box.y + box.height - 1;
  return inside && !within;
}

/** Whether a segment runs through the inside of a box. */
function crosses(from: Point, to: Point, box: Box): boolean {
  const segment = {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.max(Math.abs(from.x - to.x), 0.01),
    height: Math.max(Math.abs(from.y - to.y), 0.01),
  };
  const inner = { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 };
  return overlap(segment, inner);
}

function ofKind(scene: Scene, ...kinds: readonly SceneElement['kind'][]): readonly SceneElement[] {
  return scene.elements.filter((element) => kinds.includes(element.kind));
}

function assertNoOverlap(elements: readonly SceneElement[]): void {
  elements.forEach((a, index) => {
    for (const b of elements.slice(index + 1)) {
      assert.ok(!overlap(a.box, b.box), `${a.id} lies over ${b.id}`);
    }
  });
}

describe('buildScene', () => {
  const cases = oracleNames().flatMap((name) => aspects.map((aspect) => ({ name, aspect })));
  for (const { name, aspect } of cases) {
    describe(`${name} for ${aspect}`, () => {
      const topology = topologyOf(name);
      const { scene, memory } = draw(topology, aspect);
      const byId = new Map(scene.elements.map((element) => [element.id, element]));

      it('holds every noun, by kind and ref', () => {
        const drawn = new Set(scene.elements.map((element) => `${element.kind} ${element.ref}`));
        for (const network of topology.networks) assert.ok(drawn.has(`network ${network.id}`));
        for (const container of topology.containers) {
          assert.ok(drawn.has(`container ${container.id}`), container.key);
        }
        for (const endpoint of topology.endpoints) {
          assert.ok(drawn.has(`endpoint ${endpoint.id}`), endpoint.key);
        }
        assert.equal(ofKind(scene, 'port').length, topology.publishedPorts.length);
        for (const port of topology.publishedPorts)
          assert.ok(drawn.has(`port ${port.containerId}`));
      });

      it('has unique ids, and parents that stand before their children', () => {
        assert.equal(byId.size, scene.elements.length);
        const seen = new Set<string>();
        for (const { id, parent } of scene.elements) {
          assert.ok(parent === undefined || seen.has(parent), `${id} before ${parent}`);
          seen.add(id);
        }
      });

      it('lays no lane over another, and no card over another', () => {
        assertNoOverlap(ofKind(scene, 'network'));
        assertNoOverlap(ofKind(scene, 'container'));
        assertNoOverlap(
          ofKind(scene, 'port', 'nic').filter((element) => element.parent === 'host:host'),
        );
        assertNoOverlap(ofKind(scene, 'endpoint'));
      });

      it('keeps children inside the picture', () => {
        for (const { id, box } of scene.elements) {
          assert.ok(box.x >= 0 && box.y >= 0, id);
          assert.ok(box.x + box.width <= scene.width && box.y + box.height <= scene.height, id);
        }
      });

      it('draws wires along the axes, from border to border', () => {
        for (const edge of scene.edges) {
          const from = byId.get(edge.from);
          const to = byId.get(edge.to);
          assert.ok(from && to, edge.id);
          const [first] = edge.points;
          const last = edge.points.at(-1);
          assert.ok(first && last && edge.points.length >= 2, edge.id);
          assert.ok(onBorder(first, from.box), `${edge.id} starts at ${edge.from}`);
          assert.ok(onBorder(last, to.box), `${edge.id} ends at ${edge.to}`);
          edge.points.slice(1).forEach((point, index) => {
            const before = edge.points[index];
            assert.ok(before && (before.x === point.x || before.y === point.y), edge.id);
          });
        }
      });

      it('takes no wire through a card or a port that is not its own', () => {
        const cards = ofKind(scene, 'container', 'endpoint', 'port');
        for (const edge of scene.edges) {
          const own = new Set([edge.from, edge.to, byId.get(edge.to)?.parent]);
          edge.points.slice(1).forEach((point, index) => {
            const before = edge.points[index] ?? point;
            for (const card of cards) {
              if (own.has(card.id)) continue;
              assert.ok(!crosses(before, point, card.box), `${edge.id} runs through ${card.id}`);
            }
          });
        }
      });

      it('lays no wire on another but in a bundle', () =>
        assert.deepEqual(coveredWires(scene), []));

      it('is the same when drawn again, with memory too', () => {
        assert.deepEqual(draw(topology, aspect).scene, scene);
        assert.deepEqual(draw(topology, aspect, memory).scene, scene);
      });

      it('moves nothing when a container goes', () => {
        const [gone] = topology.containers;
        if (gone === undefined || topology.sandboxes.some((s) => s.containerIds.length > 1)) return;
        const smaller = draw(without(topology, gone.id), aspect, memory).scene;
        const kept = ofKind(smaller, 'network', 'container');
        for (const element of kept) {
          const before = byId.get(element.id)?.box;
          assert.ok(before);
          assert.ok(
            before.x === element.box.x && before.y === element.box.y,
            `${element.id} moved`,
          );
        }
      });
    });
  }
});

function without(topology: Topology, containerId: string): Topology {
  return {
    ...topology,
    containers: topology.containers.filter((container) => container.id !== containerId),
    endpoints: topology.endpoints.filter((endpoint) => endpoint.containerId !== containerId),
    publishedPorts: topology.publishedPorts.filter((port) => port.containerId !== containerId),
    sandboxes: topology.sandboxes.map((sandbox) => ({
      ...sandbox,
      containerIds: sandbox.containerIds.filter((id) => id !== containerId),
    })),
  };
}
