import assert from 'node:assert/strict';
import type { DrawnNode } from '../../../webview/drawnElements';
import { ShownTexts, type View } from '../../../webview/shownTexts';

function text(id: string, x: number, { size, far = false }: { size?: number; far?: boolean } = {}) {
  const node: DrawnNode = {
    group: 'nodes',
    id,
    x,
    y: 400,
    classes: far ? 'text r-title far' : 'text r-name',
    data: { scene: id, label: id, ...(size === undefined ? {} : { size }) },
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

  it('stand across networks only while what they cover cannot be read', () => {
    const texts = new ShownTexts();
    texts.apply([text('name', 500, { size: 60, far: true }), text('heading', 500, { size: 20 })]);
    assert.deepEqual(ids(texts.changes(view(0.05)).shown), []);
    assert.deepEqual(ids(texts.changes(view(0.2)).shown), ['name']);
    assert.deepEqual(ids(texts.changes(view(0.4)).shown), ['heading']);
    assert.deepEqual(texts.changes(view(0.8)).gone, ['name']);
  });
});
