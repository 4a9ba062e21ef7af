import assert from 'node:assert/strict';
import { buildScene } from '../../../../src/scene/buildScene';
import { defaultFontMetrics as metrics } from '../../../../src/scene/defaultFontMetrics';
import { boxLook, wireLook } from '../../../../src/scene/export/elementLook';
import { pictureThemes, printed } from '../../../../src/scene/export/pictureTheme';
import { svgOf } from '../../../../src/scene/export/svgOf';
import type { Scene, SceneElement, SceneFlag } from '../../../../src/scene/scene';
import { defaultSceneOptions } from '../../../../src/scene/sceneOptions';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { drawnElements } from '../../../../webview/drawnElements';
import { graphStyle } from '../../../../webview/graphStyle';
import type { GraphTheme } from '../../../../webview/graphTheme';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { allNodes, readXml, textContent } from '../../../support/readXml';

function sceneOf(name: string, options = defaultSceneOptions): Scene {
  const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
  return buildScene(topology, options, metrics).scene;
}

const scene = sceneOf('docker28/a_three_tier');
const flags: readonly SceneFlag[] = ['paused', 'stale', 'internal', 'orphan', 'default-route'];
const drifts: readonly SceneFlag[] = ['drift-missing', 'drift-extra', 'drift-changed'];
const frame: SceneElement = {
  id: 'engine:frame',
  kind: 'engine',
  ref: 'frame',
  name: 'Docker',
  box: { x: 0, y: 0, width: scene.width, height: scene.height },
  texts: [],
  certainty: 'observed',
  flags: [],
  description: 'Engine Docker',
};
/** Everything the picture can say, on every element and wire. */
const flagged: readonly Scene[] = [...flags, ...drifts].map((flag) => ({
  ...scene,
  elements: [...scene.elements, frame].map((element) => ({ ...element, flags: [flag] })),
  edges: scene.edges.map((edge) => ({ ...edge, flags: [flag] })),
}));
const descents = { descent: 3 };
const { light, dark } = pictureThemes;

function graphTheme(theme: typeof light): GraphTheme {
  const { title, name, detail, mono } = theme.fonts;
  return {
    ...theme,
    focus: '#000000',
    fonts: {
      title: { ...title, ...descents },
      name: { ...name, ...descents },
      detail: { ...detail, ...descents },
      mono: { ...mono, ...descents },
    },
  };
}

/** What cytoscape makes of the classes: later rules win. Only selectors of the kinds in use. */
function computed(theme: GraphTheme, group: string, classes: string): Record<string, unknown> {
  const own = new Set(classes.split(' '));
  const style: Record<string, unknown> = {};
  for (const rule of graphStyle(theme)) {
    const fits = rule.selector.split(', ').some((selector) => {
      const [kind, ...wanted] = selector.split('.');
      return kind === group && wanted.every((name) => own.has(name));
    });
    if (fits) Object.assign(style, rule.style);
  }
  return style;
}

describe('svgOf', () => {
  for (const [name, theme] of Object.entries({
    light,
    dark,
    contrast: { ...dark, highContrast: true },
  })) {
    it(`looks as on screen: ${name}`, () => {
      const onScreen = graphTheme(theme);
      for (const shown of [scene, sceneOf('docker28/n_swarm_overlay'), ...flagged]) {
        const drawn = drawnElements(shown);
        for (const element of shown.elements) {
          const node = drawn.find(({ id }) => id === `e:${element.id}`);
          const style = computed(onScreen, 'node', node?.classes ?? '');
          const look = boxLook(element, theme);
          const where = `${element.id} ${element.flags.join(' ')}`;
          assert.equal(look.strokeWidth, style['border-width'], where);
          assert.equal(look.stroke, style['border-color'], where);
          assert.equal(look.line, style['border-style'] ?? 'solid', where);
          assert.equal(look.fillOpacity, style['background-opacity'] ?? 1, where);
          assert.equal(look.strokeOpacity, style['border-opacity'] ?? 1, where);
          if (look.fillOpacity > 0) assert.equal(look.fill, style['background-color'], where);
          const shape = {
            rectangle: 'rectangle',
            rounded: 'round-rectangle',
            cut: 'cut-rectangle',
          };
          assert.equal(shape[look.shape], style['shape'], where);
        }
        for (const edge of shown.edges) {
          const line = drawn.find(({ id }) => id === `w:${edge.id}`);
          const style = computed(onScreen, 'edge', line?.classes ?? '');
          const look = wireLook(edge, theme);
          const where = `${edge.id} ${edge.flags.join(' ')}`;
          assert.equal(look.stroke, style['line-color'], where);
          assert.equal(look.strokeWidth, style['width'], where);
          assert.equal(look.line, style['line-style'] ?? 'solid', where);
          assert.equal(look.strokeOpacity, style['line-opacity'] ?? 1, where);
          assert.equal(look.dash, style['line-dash-pattern'], where);
        }
      }
    });
  }

  it('says what it shows to who cannot see it', () => {
    const root = readXml(svgOf(scene, { theme: light, metrics }).svg);
    assert.equal(root.attributes['role'], 'img');
    const [title, description] = root.content.filter((one) => typeof one !== 'string');
    assert.ok(title !== undefined && description !== undefined);
    assert.equal(textContent(title), scene.title);
    assert.equal(textContent(description), 'networks: 5, containers: 4, published ports: 2');
    const titles = allNodes(root)
      .filter(({ name }) => name === 'title')
      .map(textContent);
    for (const element of scene.elements) assert.ok(titles.includes(element.description));
  });

  it('needs nothing besides itself', () => {
    const { svg } = svgOf(scene, { theme: light, metrics, legend: true });
    assert.doesNotMatch(
      svg.replace('http://www.w3.org/2000/svg', ''),
      /https?:|url\(|href|<style|<script|@/,
    );
  });

  it('dims what is not on the path', () => {
    const lit = new Set(['container:web', 'endpoint:web@front', 'wire:web@front']);
    const { svg } = svgOf(scene, { theme: light, metrics, lit });
    const groups = allNodes(readXml(svg)).filter((node) => node.name === 'g');
    const bright = groups.filter(({ attributes }) => attributes['opacity'] === undefined);
    assert.equal(bright.length, lit.size);
    assert.ok(bright.every((node) => node.name === 'g'));
    assert.match(
      groups
        .filter(({ attributes }) => attributes['opacity'] !== undefined)
        .map(textContent)
        .join(),
      /172\.21\.0\.3/,
    );
  });

  it('lets no card’s edge show through a dimmed socket', () => {
    const rectangles = (lit?: ReadonlySet<string>) => {
      const { svg } = svgOf(scene, { theme: light, metrics, ...(lit && { lit }) });
      return allNodes(readXml(svg)).filter(({ name }) => name === 'rect').length;
    };
    const sockets = scene.elements.filter(({ kind }) => kind === 'endpoint');
    const lit = new Set(sockets.slice(0, 1).map(({ id }) => id));
    assert.equal(rectangles(lit) - rectangles(), sockets.length - 1);
  });

  it('explains whatever it shows, and a path where one stands out', () => {
    const legend = (of: Scene, lit?: ReadonlySet<string>) => {
      const { svg } = svgOf(of, { theme: light, metrics, legend: true, ...(lit && { lit }) });
      const texts = svg.slice(svg.indexOf('>Legend<')).match(/(?<=<text[^>]*>)[^<]*/g) ?? [];
      return texts.join(' ').replaceAll('&#39;', '’');
    };
    const plain = legend(scene);
    for (const text of ['Card: container', 'Thick: default route', 'Pale: stopped']) {
      assert.ok(plain.includes(text), `${text} in ${plain}`);
    }
    assert.doesNotMatch(plain, /dimmed|selected|not in the files/i);
    assert.match(
      legend(scene, new Set()),
      /Not dimmed: the trace’s path.* Dimmed: everything else/,
    );
    const [first, ...others] = scene.elements;
    assert.ok(first);
    const drifted = { ...first, flags: ['drift-extra'] as const };
    assert.match(legend({ ...scene, elements: [drifted, ...others] }), /running, not in the files/);
  });

  it('is no wider for a long note', () => {
    const noted = { ...scene, notes: ['a long word or two '.repeat(40)] };
    const sized = svgOf(noted, { theme: light, metrics, legend: true });
    assert.equal(sized.width, svgOf(scene, { theme: light, metrics, legend: true }).width);
  });

  it('is larger by its legend, which holds the notes', () => {
    const noted = { ...scene, notes: ['host: not read'] };
    const without = svgOf(noted, { theme: light, metrics });
    const withIt = svgOf(noted, { theme: light, metrics, legend: true });
    assert.ok(withIt.height > without.height);
    assert.match(withIt.svg, /<text[^>]*>– host: not read</);
  });

  it('begins where its first box stands, whatever a depth left out above', () => {
    const topOf = (shown: Scene) => {
      const { svg, height } = svgOf(shown, { theme: light, metrics });
      const [, top, , tall] = readXml(svg).attributes['viewBox']?.split(' ').map(Number) ?? [];
      assert.equal(tall, height);
      const first = Math.min(...shown.elements.map(({ box }) => box.y));
      return { top, gap: first - (top ?? NaN), end: (top ?? NaN) + height };
    };
    const whole = topOf(scene);
    const less = topOf(
      sceneOf('docker28/a_three_tier', { ...defaultSceneOptions, depth: 'networks' }),
    );
    assert.equal(whole.top, 0);
    assert.ok((less.top ?? 0) > 0, `begins at ${less.top}`);
    assert.equal(less.gap, whole.gap);
    assert.equal(less.end, whole.end);
  });

  it('prints black on white, and tells buses apart by their lines', () => {
    const theme = printed(dark);
    const { svg } = svgOf(scene, { theme, metrics, legend: true });
    assert.deepEqual([...new Set(svg.match(/#[0-9a-f]{6}/g))].sort(), ['#000000', '#ffffff']);
    const looks = scene.elements
      .filter(({ kind }) => kind === 'bridge')
      .map((element) => boxLook(element, theme));
    assert.equal(new Set(looks.map(({ line, strokeWidth }) => `${line} ${strokeWidth}`)).size, 3);
  });
});
