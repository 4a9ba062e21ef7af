import assert from 'node:assert/strict';
import { arrangeFrames, frameAspect } from '../../../src/scene/arrangeFrames';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics as metrics } from '../../../src/scene/defaultFontMetrics';
import { frameId, frameNames, isFrameId, parseFramedId } from '../../../src/scene/frameIds';
import { frameScenes, type EngineFrame, type FramesWish } from '../../../src/scene/frameScenes';
import { textWidth } from '../../../src/scene/measureText';
import type { Box, Scene } from '../../../src/scene/scene';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { wrapText } from '../../../src/scene/wrapText';
import { buildTopology } from '../../../src/topology/buildTopology';
import { oracleNames, oracleSnapshot } from '../../support/oracleSnapshots';
import { assertNoStrangersOverlap } from '../../support/sceneChecks';

const wish: FramesWish = { title: '2 engines', origin: 'engine', aspect: 1.6 };
const problem =
  'Cannot connect to the engine at unix:///run/gone.sock: no such file. Start the engine, or choose another one.';

function sceneOf(name: string): Scene {
  const topology = buildTopology(oracleSnapshot(name), { kind: 'engine', label: name }, name);
  return buildScene(topology, defaultSceneOptions, metrics).scene;
}

function frame(name: string, more: Partial<EngineFrame> = {}): EngineFrame {
  return { name, title: `Docker 28.5.2 · ${name}`, detail: `unix:///run/${name}.sock`, ...more };
}

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

describe('engines in frames', () => {
  const tiers = sceneOf('docker28/a_three_tier');
  /** The same machine twice: every id and reference would collide. */
  const twins = [frame('one', { scene: tiers }), frame('two', { scene: tiers })];
  const gone = frame('gone', { problem });

  it('have ids and references of their own', () => {
    const { scene } = frameScenes(twins, wish, metrics);
    const ids = [...scene.elements, ...scene.edges].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    const framesOfRef = new Map<string, Set<string | undefined>>();
    for (const { id, ref } of scene.elements) {
      const known = framesOfRef.get(ref) ?? new Set();
      framesOfRef.set(ref, known.add(parseFramedId(id)?.frame));
    }
    for (const [ref, frames] of framesOfRef) assert.equal(frames.size, 1, ref);
    const bundles = twins.map(({ name }) =>
      scene.edges.flatMap(({ id, bundle }) =>
        bundle !== undefined && parseFramedId(id)?.frame === name ? [bundle] : [],
      ),
    );
    assert.ok(bundles[0]?.every((bundle) => bundles[1]?.includes(bundle) === false));
  });

  it('hold what each engine’s own picture holds, moved as one', () => {
    const { scene } = frameScenes(twins, wish, metrics);
    for (const { name } of twins) {
      const own = scene.elements.filter(({ id }) => parseFramedId(id)?.frame === name);
      assert.deepEqual(
        own.slice(1).map(({ id }) => parseFramedId(id)?.id),
        tiers.elements.map(({ id }) => id),
      );
      const [box, first] = own;
      assert.ok(box && first && isFrameId(box.id));
      const dx = first.box.x - (tiers.elements[0]?.box.x ?? 0);
      const dy = first.box.y - (tiers.elements[0]?.box.y ?? 0);
      own.slice(1).forEach((element, index) => {
        const before = tiers.elements[index];
        assert.equal(element.box.x - (before?.box.x ?? 0), dx);
        assert.equal(element.box.y - (before?.box.y ?? 0), dy);
        assert.ok(contains(box.box, element.box), element.id);
      });
    }
    const byId = new Map(scene.elements.map((element) => [element.id, element]));
    for (const { id, from, to } of scene.edges) {
      assert.ok(byId.has(from) && byId.has(to), id);
      assert.equal(parseFramedId(from)?.frame, parseFramedId(to)?.frame);
    }
    for (const { id, parent } of scene.elements) {
      assert.ok(isFrameId(id) || (parent !== undefined && byId.has(parent)), id);
    }
  });

  it('never overlap, whatever engines they show', () => {
    const all = oracleNames().filter((name) => /\/[a-c]_/.test(name));
    const scenes = all.map((name) => frame(name.replace('/', '-'), { scene: sceneOf(name) }));
    for (const aspect of [0.5, 1, 1.6, 3]) {
      const { scene } = frameScenes([...scenes, gone], { ...wish, aspect }, metrics);
      const boxes = scene.elements.filter(({ kind }) => kind === 'engine');
      assert.equal(boxes.length, all.length + 1);
      assertNoStrangersOverlap({ ...scene, elements: boxes });
      for (const { box } of scene.elements) {
        assert.ok(contains({ x: 0, y: 0, width: scene.width, height: scene.height }, box));
      }
    }
    const { scene } = frameScenes([...twins, gone], wish, metrics);
    assertNoStrangersOverlap(scene);
  });

  it('are the same for the same input', () => {
    const draw = () => frameScenes([...twins, gone], wish, metrics);
    assert.deepEqual(draw(), draw());
  });

  it('grey the engine that fails, say why in its heading, and leave the others alone', () => {
    const well = frameScenes(twins, wish, metrics).scene;
    const [one, two] = twins;
    assert.ok(one && two);
    const { scene } = frameScenes([one, { ...two, problem }, gone], wish, metrics);
    const stale = scene.elements.filter(({ flags }) => flags.includes('stale'));
    assert.deepEqual(
      [...new Set(stale.map(({ id }) => parseFramedId(id)?.frame))],
      ['two', 'gone'],
    );
    for (const { id, flags } of [...scene.elements, ...scene.edges]) {
      assert.equal(flags.includes('stale'), parseFramedId(id)?.frame !== 'one', id);
    }
    const ofOne = ({ elements }: Scene) =>
      elements.filter(({ id }) => parseFramedId(id)?.frame === 'one').map(({ texts }) => texts);
    assert.deepEqual(ofOne(scene), ofOne(well));
    const again = frameScenes([one, { ...two, problem }], wish, metrics).scene;
    const places = ({ elements }: Scene) => elements.map(({ id, box }) => ({ id, box }));
    assert.deepEqual(places(again), places(well), 'nothing moves');
    for (const name of ['two', 'gone']) {
      const box = scene.elements.find(({ id }) => id === frameId(name));
      const said = box?.texts.map(({ text }) => text).join(' ') ?? '';
      assert.ok(said.includes(problem), said);
      assert.ok(box?.description.includes(problem));
    }
    assert.ok(scene.notes.some((note) => note.includes(problem)));
  });

  it('keep words within their frame, of any length', () => {
    const long = 'x'.repeat(400);
    const { scene } = frameScenes(
      [frame('long', { title: long, detail: long, problem: `${long} ${problem} ${long} ${long}` })],
      wish,
      metrics,
    );
    const [box] = scene.elements;
    assert.ok(box !== undefined && box.box.width < 1000);
    for (const { text, role, x, y, size } of box.texts) {
      const font = role === 'badge' ? metrics.detail : metrics[role];
      const width = (textWidth(text, font) * (size ?? font.size)) / font.size;
      assert.ok(x + width <= box.box.width && y <= box.box.height, text);
    }
  });

  it('write out what would steer a screen', () => {
    const evil = 'a\u202eb\nc';
    const { scene } = frameScenes(
      [frame('evil', { title: evil, detail: evil, problem: evil })],
      wish,
      metrics,
    );
    const [box] = scene.elements;
    const texts = [box?.description, ...(box?.texts ?? []).map(({ text }) => text), ...scene.notes];
    for (const text of texts) assert.doesNotMatch(text ?? '', /[\p{Cc}\u202e]/u);
  });
});

describe('places of frames', () => {
  const sizes = (...widths: readonly number[]) =>
    widths.map((width, index) => ({ name: `f${index}`, width, height: 400 }));

  it('come near the wished shape', () => {
    assert.deepEqual(arrangeFrames(sizes(500, 500), 2).rows, [['f0', 'f1']]);
    assert.deepEqual(arrangeFrames(sizes(500, 500), 0.6).rows, [['f0'], ['f1']]);
    assert.deepEqual(arrangeFrames(sizes(500, 500, 500, 500), 1.3).rows, [
      ['f0', 'f1'],
      ['f2', 'f3'],
    ]);
    assert.deepEqual(arrangeFrames([], 1).rows, []);
  });

  it('keep their rows while the same frames are there', () => {
    const { rows } = arrangeFrames(sizes(500, 500), 2);
    const grown = arrangeFrames(sizes(500, 9000), 2, rows);
    assert.deepEqual(grown.rows, rows);
    assert.deepEqual(arrangeFrames(sizes(500, 500, 500), 0.3, rows).rows.flat().length, 3);
  });

  it('share the wished shape among frames', () => {
    assert.equal(frameAspect(1.6, 1), 1.6);
    assert.equal(frameAspect(1.6, 2), 0.8);
    assert.equal(frameAspect(1.6, 4), 1.6);
  });
});

describe('names of frames', () => {
  it('are short, plain and all different', () => {
    const keys = ['engine', 'engine:ssh://me@host/a b', 'engine:ssh://me@host/a/b', 'é', 'ü', ''];
    const names = frameNames([...keys, 'x'.repeat(3000), `${'x'.repeat(3000)}y`]);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^[\w.~-]{1,70}$/);
  });

  it('come back from ids', () => {
    const [name = ''] = frameNames(['engine:context:lab']);
    assert.deepEqual(parseFramedId(`@${name}/nic:parent/net`), {
      frame: name,
      id: 'nic:parent/net',
    });
    assert.equal(parseFramedId('network:@a/b'), undefined);
    assert.equal(parseFramedId('@/x'), undefined);
  });
});

describe('text in lines', () => {
  it('breaks between words and cuts the last line', () => {
    const font = metrics.detail;
    const width = textWidth('one two three', font) + 1;
    assert.deepEqual(wrapText('one two three four five', font, width, 5), [
      'one two three',
      'four five',
    ]);
    const cut = wrapText('one two three four five six seven eight nine', font, width, 2);
    assert.equal(cut.length, 2);
    assert.match(cut[1] ?? '', /…$/);
    assert.deepEqual(wrapText('  ', font, width, 2), []);
  });
});
