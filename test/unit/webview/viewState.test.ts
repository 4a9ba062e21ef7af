import assert from 'node:assert/strict';
import { readViewState } from '../../../webview/viewState';

describe('readViewState', () => {
  it('reads back what was kept', () => {
    const state = {
      viewport: { pan: { x: -3, y: 4 }, zoom: 1.5 },
      outlineShown: false,
      legendShown: true,
      selection: ['network:front'],
      restoreKey: 'engine:local',
    };
    assert.deepEqual(readViewState(JSON.parse(JSON.stringify(state))), state);
  });

  const odd: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['a string', 'state'],
    ['a viewport without a zoom', { viewport: { pan: { x: 1, y: 1 } } }],
    ['a viewport of no size', { viewport: { pan: { x: 1, y: 1 }, zoom: 0 } }],
    ['a pan that is no number', { viewport: { pan: { x: null, y: 1 }, zoom: 1 } }],
    ['words for switches', { outlineShown: 'yes', legendShown: 1 }],
    ['a selection that is no list', { selection: 'network:front', restoreKey: 7 }],
  ];
  for (const [name, stored] of odd) {
    it(`takes nothing from ${name}`, () => assert.deepEqual(readViewState(stored), {}));
  }

  it('keeps the strings of a mixed selection', () => {
    assert.deepEqual(readViewState({ selection: ['a', 1, null] }), { selection: ['a'] });
  });
});
