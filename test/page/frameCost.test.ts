import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { bundleOptions } from '../../esbuild.mjs';
import { cureCytoscape } from '../../scripts/cureCytoscape.mjs';
import { buildScene } from '../../src/scene/buildScene';
import { defaultFontMetrics } from '../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import { buildTopology } from '../../src/topology/buildTopology';
import { largeSnapshot } from '../support/largeSnapshot';
import { Panel, PanelLab } from './openPanel';
import { panFrames, type PanFrames } from './panFrames';

describe('a frame of panning', function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'vethscope-frames-'))));
  after(() => rm(folder, { recursive: true }));

  /** The page's program as it is built, but with cytoscape as it is published. */
  async function uncuredProgram(): Promise<string> {
    const options = bundleOptions('webview', { outdir: folder });
    const plugins = options.plugins?.filter((plugin) => plugin !== cureCytoscape) ?? [];
    await esbuild.build({ ...options, plugins });
    return path.join(folder, 'webview.js');
  }

  async function measure(program?: string): Promise<PanFrames> {
    const lab = await PanelLab.start(program);
    try {
      const panel = await Panel.open(lab);
      // Few are drawn large enough to be drawn anew in every frame, which is when the bug shows.
      const snapshot = largeSnapshot(10);
      const topology = buildTopology(snapshot, { kind: 'snapshot', label: 'large' }, 'large');
      await panel.send(buildScene(topology, defaultSceneOptions, defaultFontMetrics).scene);
      return await panFrames(panel);
    } finally {
      await lab.stop();
    }
  }

  it('draws nothing anew, and when it does, costs a fraction of what cytoscape as published does', async () => {
    const published = await measure(await uncuredProgram());
    const cured = await measure();
    // Else there is nothing to cure any more, and the figures say nothing.
    assert.ok(published.restyled > 0, 'cytoscape as it is published styles nothing anew');
    assert.equal(cured.restyled, 0, 'nodes are styled anew by being drawn');
    assert.equal(cured.drawnMoving, 0, 'elements are drawn while only the view moves');
    const figures = `${cured.script.toFixed(2)} ms against ${published.script.toFixed(2)} ms`;
    assert.ok(cured.script <= published.script / 5, figures);
  });
});
