import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildScene } from '../../src/scene/buildScene';
import { defaultFontMetrics } from '../../src/scene/defaultFontMetrics';
import { exportText, type TextFormat } from '../../src/scene/export/exportFormats';
import { pictureThemes, type PictureThemeName } from '../../src/scene/export/pictureTheme';
import type { Scene } from '../../src/scene/scene';
import { defaultSceneOptions } from '../../src/scene/sceneOptions';
import { buildTopology } from '../../src/topology/buildTopology';
import { launchChromium } from '../support/browser';
import { hostileTexts } from '../support/hostileTexts';
import { mermaidScript } from '../support/mermaidScript';
import { oracleSnapshot } from '../support/oracleSnapshots';

const folder = path.join(__dirname, '../../out/pictures');
const names = ['docker28/a_three_tier', 'docker28/h_macvlan', 'docker20/n_swarm_overlay'];

function sceneOf(name: string): Scene {
  const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
  return buildScene(topology, defaultSceneOptions, defaultFontMetrics).scene;
}

/** Names and texts as nobody nice would choose them. */
function hostileScene(): Scene {
  const scene = sceneOf('docker28/a_three_tier');
  const elements = scene.elements.map((element, index) => {
    const text = hostileTexts[index % hostileTexts.length] ?? '';
    return { ...element, name: text, texts: element.texts.map((one) => ({ ...one, text })) };
  });
  return { ...scene, title: hostileTexts[0] ?? '', elements };
}

/** The scene with a path that stands out, as the format writes it. */
function exported(scene: Scene, format: TextFormat, theme: PictureThemeName = 'light'): string {
  const lit = new Set(scene.elements.filter((_, index) => index % 3 === 0).map(({ id }) => id));
  const options = { theme: pictureThemes[theme], metrics: defaultFontMetrics, legend: true, lit };
  return exportText(scene, format, options);
}

const scenes: readonly (readonly [string, () => Scene])[] = [
  ...names.map((name) => [name, () => sceneOf(name)] as const),
  ['hostile texts', hostileScene],
];

describe('exports in the programs they are for', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await launchChromium();
    page = await browser.newPage();
    await page.addScriptTag({ path: mermaidScript });
    await page.evaluate(() => mermaid.initialize({ startOnLoad: false }));
    await mkdir(folder, { recursive: true });
  });
  after(() => browser.close());

  for (const [name, scene] of scenes) {
    it(`are drawn by Mermaid: ${name}`, async () => {
      const drawing = scene();
      const { nodes, edges } = await page.evaluate(
        async (text) => {
          const { svg } = await mermaid.render('drawing', text);
          const drawn = new DOMParser().parseFromString(svg, 'text/html');
          return {
            nodes: drawn.querySelectorAll('g.node, g.cluster').length,
            edges: drawn.querySelectorAll('path.flowchart-link').length,
          };
        },
        exported(drawing, 'mermaid'),
      );
      const plugs = drawing.elements.filter(({ kind }) => kind === 'veth');
      assert.equal(nodes, drawing.elements.length);
      assert.ok(edges >= drawing.edges.length && edges <= drawing.edges.length + plugs.length);
    });

    it(`are drawn by Graphviz: ${name}`, function () {
      if (spawnSync('dot', ['-V']).error !== undefined) this.skip();
      const drawing = scene();
      const done = spawnSync('dot', ['-Tsvg'], {
        input: exported(drawing, 'dot'),
        encoding: 'utf8',
      });
      assert.equal(done.status, 0, done.stderr);
      assert.equal(done.stderr, '');
      const drawn = done.stdout.match(/<g id="(node|clust)\d+"/g)?.length ?? 0;
      assert.ok(drawn >= drawing.elements.length, `${drawn} of ${drawing.elements.length}`);
    });
  }

  it('are pictures a browser draws in every theme, kept to be looked at', async () => {
    for (const theme of ['light', 'dark', 'print'] as const) {
      const svg = exported(sceneOf('docker28/a_three_tier'), 'svg', theme);
      const isDrawn = await page.evaluate(async (text) => {
        const image = new Image();
        image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
        await image.decode();
        document.body.replaceChildren(image);
        return image.naturalWidth > 0 && image.naturalHeight > 0;
      }, svg);
      assert.ok(isDrawn, theme);
      const picture = await page.screenshot({ fullPage: true });
      await writeFile(path.join(folder, `export-${theme}.png`), picture);
    }
  });
});
