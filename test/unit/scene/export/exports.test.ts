import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unknown } from '../../../../src/model/provenance';
import { buildScene } from '../../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../../src/scene/defaultFontMetrics';
import { displayText } from '../../../../src/scene/displayText';
import { exportText, type TextFormat } from '../../../../src/scene/export/exportFormats';
import { exportLines } from '../../../../src/scene/export/exportTree';
import { mermaidText } from '../../../../src/scene/export/mermaidOf';
import { pictureThemes } from '../../../../src/scene/export/pictureTheme';
import { svgOf, type PictureOptions } from '../../../../src/scene/export/svgOf';
import type { Scene, SceneElement } from '../../../../src/scene/scene';
import { defaultSceneOptions } from '../../../../src/scene/sceneOptions';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { hostileText, hostileTexts } from '../../../support/hostileTexts';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { allNodes, readXml, textContent } from '../../../support/readXml';

const names = [
  'docker20/b2_default_link',
  'docker20/f_modes',
  'docker20/n_swarm_overlay',
  'docker26/a_three_tier',
  'docker28/a_three_tier',
  'docker28/c_internal',
  'docker28/e_static_ports',
  'docker28/g_ipv6',
  'docker28/h_macvlan',
  'docker28/j2_gw_priority',
  'docker28/n_swarm_overlay',
  'docker20/p_compose',
  'podman5/a_three_tier',
];

const options: PictureOptions = {
  theme: pictureThemes.light,
  metrics: defaultFontMetrics,
  legend: true,
};

function sceneOf(name: string): Scene {
  const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
  return buildScene(topology, defaultSceneOptions, defaultFontMetrics).scene;
}

/** What a reader of a document finds of an element, in each format's own way of writing. */
const readers: Readonly<Record<TextFormat, (document: string) => readonly string[]>> = {
  svg: (document) =>
    allNodes(readXml(document))
      .filter(({ name }) => name === 'text' || name === 'title')
      .map(textContent),
  drawio: (document) =>
    allNodes(readXml(document)).flatMap(({ attributes }) =>
      [attributes['value'], attributes['name'], attributes['address']].filter(
        (text) => text !== undefined,
      ),
    ),
  dot: (document) => dotStrings(document),
  mermaid: (document) =>
    [...document.matchAll(/"([^"]*)"/g)].map(([, label = '']) =>
      label.replace(/#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code))),
    ),
  json: (document) => [document],
};

/** Quoted strings, and a failure for what stands between them and is not ours. */
function dotStrings(document: string): readonly string[] {
  const strings = [...document.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replace(/\\(.)/g, '$1').replaceAll('&amp;', '&'),
  );
  const outside = document.replace(/"(?:[^"\\]|\\.)*"/g, '');
  assert.doesNotMatch(outside, /["\\&]/);
  return strings;
}

/** What tells the element from others: a port of a container by its address. */
function tells({ kind, name, address }: SceneElement): string {
  return displayText(kind === 'endpoint' ? (address ?? '') : name);
}

const formats = ['svg', 'mermaid', 'dot', 'drawio', 'json'] as const;

describe('exports of real machines', () => {
  for (const name of names) {
    it(`hold every network, container, endpoint and port of ${name}`, () => {
      const scene = sceneOf(name);
      const wanted = scene.elements.filter(({ kind }) =>
        ['network', 'container', 'endpoint', 'port'].includes(kind),
      );
      assert.ok(wanted.length > 3);
      for (const format of formats) {
        const texts = readers[format](exportText(scene, format, options));
        for (const element of wanted) {
          assert.ok(
            texts.some((text) => text.includes(tells(element))),
            `${element.id} in ${format}`,
          );
        }
      }
    });
  }

  it('draw each wire once', () => {
    const scene = sceneOf('docker20/p_compose');
    const { svg } = svgOf(scene, { ...options, legend: false });
    const lines = allNodes(readXml(svg)).filter((node) => node.name === 'polyline');
    assert.equal(lines.length, scene.edges.length);
    const dot = exportText(scene, 'dot', options);
    const plugs = scene.elements.filter(({ kind }) => kind === 'veth');
    assert.equal(dot.match(/ -> /g)?.length, scene.edges.length + plugs.length);
  });

  it('let a path stand out in every drawing', () => {
    const scene = sceneOf('docker28/a_three_tier');
    const lit = new Set(['container:web', 'endpoint:web@front', 'network:front', 'bridge:front']);
    const dim = scene.elements.filter(({ id }) => !lit.has(id)).length;
    const drawn = (format: TextFormat) => exportText(scene, format, { ...options, lit });
    const dot = drawn('dot');
    assert.equal(dot.match(/fontcolor="#999999"/g)?.length, dim);
    const mermaid = drawn('mermaid');
    assert.equal(/^ {2}class (.*) dim$/m.exec(mermaid)?.[1]?.split(',').length, dim);
    const wires = mermaid.match(/ -{2,3}[->]? | -\.->? ?/g)?.length;
    assert.equal(mermaid.match(/linkStyle .*opacity/g)?.length, wires);
    assert.doesNotMatch(exportText(scene, 'dot', options), /#999999/);
    assert.doesNotMatch(exportText(scene, 'mermaid', options), /opacity/);
  });

  it('join every cell of draw.io with cells that are there, once each', () => {
    for (const name of names) {
      const scene = sceneOf(name);
      const nodes = allNodes(readXml(exportText(scene, 'drawio', options)));
      const ids = nodes.flatMap(({ name: tag, attributes: { id } }) =>
        id !== undefined && tag !== 'diagram' ? [id] : [],
      );
      assert.equal(new Set(ids).size, ids.length, name);
      const cells = nodes.filter(({ name: tag }) => tag === 'mxCell');
      const joined = cells.flatMap(({ attributes: { parent, source, target } }) =>
        [parent, source, target].filter((id) => id !== undefined),
      );
      assert.deepEqual(
        joined.filter((id) => !ids.includes(id)),
        [],
        name,
      );
      for (const { attributes, content } of cells) {
        const isDrawn = attributes['vertex'] === '1' || attributes['edge'] === '1';
        assert.ok(!isDrawn || content.length === 1, 'geometry');
      }
    }
  });

  it('say where a port is published once, also when its number is yet to be chosen', () => {
    const name = 'docker28/g_ipv6';
    const topology = buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name);
    const later = unknown('chosen at up', 'connecting to an engine');
    const publishedPorts = topology.publishedPorts.map((port) => ({ ...port, hostPort: later }));
    const { scene } = buildScene(
      { ...topology, publishedPorts },
      defaultSceneOptions,
      defaultFontMetrics,
    );
    const ports = scene.elements.filter(({ kind }) => kind === 'port');
    assert.ok(ports.some(({ address }) => address === '[::]:?'));
    for (const port of ports) assert.equal(exportLines(port).length, 1, exportLines(port).join());
  });

  it('are the same each time', () => {
    for (const format of formats) {
      const [once, again] = [0, 1].map(() =>
        exportText(sceneOf('docker20/f_modes'), format, options),
      );
      assert.equal(once, again);
    }
  });
});

describe('exports of hostile texts', () => {
  const plain = sceneOf('docker28/a_three_tier');

  /** Every foreign text of the picture replaced, as a scene from somewhere else might hold it. */
  function hostile(text: string): Scene {
    return {
      ...plain,
      title: text,
      notes: [text],
      elements: plain.elements.map((element) => ({
        ...element,
        name: text,
        description: text,
        ...(element.address === undefined ? {} : { address: text }),
        texts: element.texts.map((one) => ({ ...one, text })),
      })),
    };
  }

  function assertText(text: string): void {
    const scene = hostile(text);
    const ours = new Set(allNodes(readXml(svgOf(plain, options).svg)).map(({ name }) => name));
    const svg = readXml(svgOf(scene, options).svg);
    for (const { name, attributes } of allNodes(svg)) {
      assert.ok(ours.has(name), name);
      assert.ok(!Object.keys(attributes).some((key) => /^on|href/i.test(key)));
    }
    const drawio = allNodes(readXml(exportText(scene, 'drawio', options)));
    for (const { attributes } of drawio) {
      assert.ok(!/html=1/.test(attributes['style'] ?? ''));
      assert.ok(attributes['link'] === undefined && attributes['placeholders'] === undefined);
    }
    const dot = exportText(scene, 'dot', options);
    assert.equal(bare(dot), bare(exportText(plain, 'dot', options)));
    dotStrings(dot);
    const mermaid = exportText(scene, 'mermaid', options);
    assert.equal(bare(mermaid), bare(exportText(plain, 'mermaid', options)));
    assert.match(mermaidText(text), /^(?:[\p{L}\p{M}\p{N} .,/_-]|#\d+;)*$/u);
    for (const document of [dot, mermaid, svgOf(scene, options).svg]) {
      assert.doesNotMatch(document, /[\p{Cs}\u007f-\u009f\u202a-\u202e\u2028]|(?!\n)[\p{Cc}]/u);
    }
  }

  /** The document without what stands in quotes, and without its title. */
  function bare(document: string): string {
    return document.replace(/^ *accTitle:.*$/m, '').replace(/"(?:[^"\\]|\\.)*"/g, '""');
  }

  for (const text of hostileTexts) {
    it(`keep as text: ${JSON.stringify(text).slice(0, 60)}`, () => assertText(text));
  }

  it('keep any text as text', () => {
    fc.assert(fc.property(hostileText, assertText), { numRuns: 60, seed: 6 });
  });
});
