import assert from 'node:assert/strict';
import { fitsPng, parseLook, parsePng } from '../../src/protocol/pictureGuards';
import { lookRequested, pngRequested } from '../../src/protocol/pictureMessages';
import { printed } from '../../src/scene/export/pictureTheme';
import { svgOf } from '../../src/scene/export/svgOf';
import { hostileTexts } from '../support/hostileTexts';
import { keepPicture } from './checks';
import type { Panel } from './openPanel';
import { panelPerTest } from './panelPerTest';
import { themes } from './themes';
import { threeTierScene } from './threeTierScene';

const scene = threeTierScene();

describe('pictures of the graph', function () {
  this.timeout(60_000);
  const openPanel = panelPerTest();
  let panel: Panel;

  /** Size of the image, and how many of its pixels have another colour than its corner. */
  async function inkOf(base64: string) {
    return panel.page.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const { width, height } = image;
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width, height });
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.drawImage(image, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
      return { width, height, ink: pixels.filter((pixel) => pixel !== pixels[0]).length };
    }, base64);
  }

  for (const [name, theme] of Object.entries(themes)) {
    for (const scale of [1, 3]) {
      it(`are drawn ${scale}x in the ${name} theme, as large as asked and not empty`, async () => {
        panel = await openPanel({ theme });
        await panel.send(scene);
        const look = parseLook(await panel.rpc.request(lookRequested, {}));
        assert.equal(look.theme.background, theme.variables['editor-background']);
        const [metrics] = panel.heard.metrics;
        assert.ok(metrics);
        const options = { theme: look.theme, metrics, legend: true };
        const { svg, width, height } = svgOf(scene, options);
        const wish = { svg, width: width * scale, height: height * scale, copy: false };
        const answer = parsePng(await panel.rpc.request(pngRequested, wish));
        assert.ok(answer.kind === 'png');
        const drawn = await inkOf(answer.base64);
        assert.equal(drawn.width, width * scale);
        assert.equal(drawn.height, height * scale);
        assert.ok(drawn.ink > 5000 * scale, `${drawn.ink} pixels`);
        await keepPicture(panel.page, `export-graph-${name}`);
      });
    }
  }

  it('hold what is hostile as text, for the browser’s own parser too', async () => {
    panel = await openPanel();
    const [metrics] = panel.heard.metrics;
    assert.ok(metrics);
    const look = parseLook(await panel.rpc.request(lookRequested, {}));
    for (const text of hostileTexts) {
      const { svg } = svgOf(
        {
          ...scene,
          title: text,
          elements: scene.elements.map((element) => ({
            ...element,
            description: text,
            texts: element.texts.map((one) => ({ ...one, text })),
          })),
        },
        { theme: printed(look.theme), metrics },
      );
      const names = await panel.page.evaluate((document) => {
        const parsed = new DOMParser().parseFromString(document, 'image/svg+xml');
        return [...new Set(Array.from(parsed.querySelectorAll('*'), ({ localName }) => localName))];
      }, svg);
      for (const name of names) {
        assert.match(name, /^(svg|g|title|desc|rect|text|polyline|polygon)$/, text);
      }
    }
  });

  it('are refused where no browser draws them, and when they are no pictures', async () => {
    panel = await openPanel();
    assert.ok(fitsPng(4000, 3000));
    assert.ok(!fitsPng(20_000, 10));
    assert.ok(!fitsPng(12_000, 12_000));
    const wish = { svg: '<svg', width: 10, height: 10, copy: false };
    assert.deepEqual(await panel.rpc.request(pngRequested, wish), {
      kind: 'failed',
      reason: 'drawing',
    });
    assert.throws(() => parsePng({ kind: 'png', base64: 'PHN2Zz4=' }));
    assert.throws(() => parseLook({ theme: { background: 'url(x)' }, copiesImages: true }));
  });

  it('come into the clipboard, and the button asks the editor for a file', async () => {
    panel = await openPanel();
    await panel.send(scene);
    await panel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const look = parseLook(await panel.rpc.request(lookRequested, {}));
    const [metrics] = panel.heard.metrics;
    assert.ok(metrics && look.copiesImages);
    const { svg, width, height } = svgOf(scene, { theme: look.theme, metrics });
    const wish = { svg, width, height, copy: true };
    assert.deepEqual(await panel.rpc.request(pngRequested, wish), { kind: 'copied' });
    const types = await panel.page.evaluate(async () =>
      (await navigator.clipboard.read()).flatMap((item) => item.types),
    );
    assert.deepEqual(types, ['image/png']);
    await panel.page.getByRole('button', { name: 'Export Graph…' }).click();
    await panel.settle();
    assert.deepEqual(panel.heard.emptyActions, ['exportGraph']);
  });
});
