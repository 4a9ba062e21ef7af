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
import { panFrames } from './panFrames';

describe('a frame of panning', function () {
  this.timeout(120_000);
  const labs: PanelLab[] = [];
  let folder: string;

  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'vethscope-frames-'))));
  after(async () => {
    await Promise.all(labs.map((lab) => lab.stop()));
    await rm(folder, { recursive: true });
  });

  /** The page's program as it is built, but with cytoscape as it is published. */
  async function uncuredProgram(): Promise<string> {
    const options = bundleOptions('webview', { outdir: folder });
    const plugins = options.plugins?.filter((plugin) => plugin !== cureCytoscape) ?? [];
    await esbuild.build({ ...options, plugins });
    return path.join(folder, 'webview.js');
  }

  async function open(program?: string): Promise<Panel> {
    const lab = await PanelLab.start(program);
    labs.push(lab);
    const panel = await Panel.open(lab);
    // So many that what each of them costs is most of a frame.
    const topology = buildTopology(
      largeSnapshot(100),
      { kind: 'snapshot', label: 'large' },
      'large',
    );
    await panel.send(buildScene(topology, defaultSceneOptions, defaultFontMetrics).scene);
    return panel;
  }

  it('draws nothing anew, and when it does, costs a fraction of what cytoscape as published does', async () => {
    const [publishedPanel, curedPanel] = [await open(await uncuredProgram()), await open()];
    const figures: string[] = [];
    // In turns: a machine that others disturb spoils a few of them, and the bug would spoil them all.
    for (let turn = 0; turn < 8; turn++) {
      const published = await panFrames(publishedPanel);
      const cured = await panFrames(curedPanel);
      // Else there is nothing to cure any more, and the figures say nothing.
      assert.ok(published.restyled > 0, 'cytoscape as it is published styles nothing anew');
      assert.equal(cured.restyled, 0, 'nodes are styled anew by being drawn');
      assert.equal(cured.drawnMoving, 0, 'elements are drawn while only the view moves');
      if (cured.script <= published.script / 5) return;
      figures.push(`${cured.script.toFixed(2)} ms against ${published.script.toFixed(2)} ms`);
    }
    assert.fail(figures.join(', '));
  });
});
