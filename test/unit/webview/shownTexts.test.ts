import assert from 'node:assert/strict';
import type { DrawnNode } from '../../../webview/drawnElements';
import { ShownTexts, type View } from '../../../webview/shownTexts';

function text(id: string, x: number, data: Readonly<Record<string, number>> = {}) {
  const node: DrawnNode = {
    group: 'nodes',
    id,
    x,
    y: 400,
    classes: 'text r-name',
    data: { scene: id, label: id, ...data },
  };
  return node;
}

/** A view of 1000 by 800 pixels whose left edge is at so many pixels of the scene. */
function view(zoom: number, left = 0): View {
  return { zoom, x1: left, y1: 0, x2: left + 1000 / zoom, y2: 800 / zoom };
}

function ids(texts: readonly DrawnNode[]): readonly string[] {
  return texts.map(({ id }) => id);
}

describe('texts that are shown', () => {
  it('are those that can be read, near the view', () => {
    const texts = new ShownTexts();
    texts.apply([text('here', 500), text('far away', 9000)]);
    assert.deepEqual(texts.changes(view(0.4)), { shown: [], gone: [] });
    assert.deepEqual(ids(texts.changes(view(1)).shown), ['here']);
    assert.deepEqual(ids(texts.changes(view(1, 8500)).shown), ['far away'], 'where the view went');
    assert.deepEqual(texts.changes(view(0.4)).gone, ['here', 'far away']);
  });

  it('reach into the view before they begin in it', () => {
    const texts = new ShownTexts();
    texts.apply([text('beside', 0)]);
    assert.deepEqual(ids(texts.changes(view(1, 200)).shown), ['beside']);
  });

  it('do not change while the view moves a little', () => {
    const texts = new ShownTexts();
    texts.apply([text('here', 500)]);
    texts.changes(view(1));
    assert.deepEqual(texts.changes(view(1, 40)), { shown: [], gone: [] });
  });

  it('stay over another picture, and are chosen anew for it', () => {
    const texts = new ShownTexts();
    texts.apply([text('old', 500), text('kept', 500)]);
    texts.changes(view(1));
    texts.apply([text('kept', 500), text('new', 500)]);
    assert.deepEqual(ids(texts.changes(view(1)).shown), ['new']);
  });

  it('have a size for each zoom from far away, and none beside what they stand for', () => {
    const texts = new ShownTexts();
    texts.apply([
      text('across', 500, { size: 90, from: 0.1, to: 0.2 }),
      text('heading', 500, { size: 30, from: 0.2, to: 0.4 }),
      text('larger', 500, { size: 20, from: 0.4 }),
      text('own', 500),
    ]);
    const shown = new Set<string>();
    const at = (zoom: number) => {
      const { shown: added, gone } = texts.changes(view(zoom));
      for (const { id } of added) shown.add(id);
      for (const id of gone) shown.delete(id);
      return [...shown];
    };
    const seen = [0.05, 0.1, 0.19, 0.2, 0.39, 0.4, 0.6, 0.61].map(at);
    const wanted = [
      [],
      ['across'],
      ['across'],
      ['heading'],
      ['heading'],
      ['larger'],
      ['larger'],
      ['own'],
    ];
    assert.deepEqual(seen, wanted);
  });
});
