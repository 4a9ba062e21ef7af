import assert from 'node:assert/strict';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { buildTopology } from '../../../src/topology/buildTopology';
import { drawnElements } from '../../../webview/drawnElements';
import { outlineRows } from '../../../webview/outlineModel';
import { visibleRows } from '../../../webview/outlineMoves';
import { oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';

describe('a real engine’s scene in the webview', function () {
  this.timeout(20_000);
  const scenes = oracleNames().map((name) => {
    const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
    return [name, buildScene(topology, defaultSceneOptions, defaultFontMetrics).scene] as const;
  });

  it('has every element in the outline, once for every network it is on', () => {
    assert.ok(scenes.length > 20);
    for (const [name, scene] of scenes) {
      const rows = visibleRows(outlineRows(scene), new Set());
      assert.deepEqual(
        [...new Set(rows.map(({ row }) => row.id))].sort(),
        scene.elements.map(({ id }) => id).sort(),
        name,
      );
      assert.equal(new Set(rows.map(({ key }) => key)).size, rows.length, name);
      assert.deepEqual(
        rows.filter(({ row }) => row.name === ''),
        [],
        name,
      );
    }
  });

  it('has whoever shares a namespace below it, as in the drawing, and nowhere else', () => {
    let shared = 0;
    for (const [name, scene] of scenes) {
      const sandboxes = new Set(
        scene.elements.flatMap(({ kind, id }) => (kind === 'sandbox' ? [id] : [])),
      );
      const sharing = scene.elements.filter(
        ({ kind, parent = '' }) => kind === 'container' && sandboxes.has(parent),
      );
      const rows = visibleRows(outlineRows(scene), new Set());
      for (const { id, parent = '' } of sharing) {
        const above = rows.filter(({ row }) => row.id === id).map(({ row }) => row.path.at(-2));
        assert.deepEqual([...new Set(above)], [parent], `${id} of ${name}`);
        shared += 1;
      }
    }
    assert.ok(shared > 0);
  });

  it('has every element and every wire in the drawing', () => {
    for (const [name, scene] of scenes) {
      const drawn = drawnElements(scene);
      const ids = (group: 'nodes' | 'edges') =>
        [...new Set(drawn.filter((one) => one.group === group).map(({ data }) => data['scene']))]
          .map(String)
          .sort();
      assert.deepEqual(ids('nodes'), scene.elements.map(({ id }) => id).sort(), name);
      assert.deepEqual(ids('edges'), scene.edges.map(({ id }) => id).sort(), name);
    }
  });
});
