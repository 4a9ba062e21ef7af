import assert from 'node:assert/strict';
import { parseFromWebview } from '../../../src/protocol/guards';
import {
  actionChosen,
  cardRequested,
  elementSelected,
  emptyActionChosen,
  menuRequested,
  metricsChanged,
  ready,
  sceneChanged,
  webviewFailed,
} from '../../../src/protocol/messages';

const widths = { size: 13, ascii: Array.from({ length: 95 }, () => 6.5), other: 13 };
const metrics = { title: widths, name: widths, detail: widths, mono: widths };

function withWidths(changed: object) {
  return { metrics: { ...metrics, mono: { ...widths, ...changed } } };
}

describe('parseFromWebview', () => {
  const good: readonly (readonly [string, string, unknown])[] = [
    ['metrics when ready', ready.method, { metrics, aspect: 0.6 }],
    ['metrics after a theme change', metricsChanged.method, { metrics }],
    ['an empty selection', elementSelected.method, { ids: [] }],
    ['a selection', elementSelected.method, { ids: ['container:web', 'network:<b>'] }],
    ['an id of 2000 characters', cardRequested.method, { id: 'x'.repeat(2000) }],
    ['a menu', menuRequested.method, { id: 'container:web' }],
    ['an action', actionChosen.method, { id: 'container:web', action: 'disconnect' }],
    ['an action of the welcome', emptyActionChosen.method, { action: 'openSnapshot' }],
    ['an error for the log', webviewFailed.method, { message: 'TypeError: x' }],
  ];
  for (const [name, method, params] of good) {
    it(`takes ${name}`, () => assert.deepEqual(parseFromWebview(method, params), params));
  }

  it('drops what the protocol does not name', () => {
    const params = { id: 'container:web', command: 'workbench.action.quit' };
    assert.deepEqual(parseFromWebview(cardRequested.method, params), { id: 'container:web' });
  });

  const bad: readonly (readonly [string, string, unknown, RegExp])[] = [
    ['a message of the extension', sceneChanged.method, {}, /not a message of the webview/],
    ['a name inherited by every object', 'constructor', {}, /not a message of the webview/],
    ['no parameters', cardRequested.method, undefined, /cardRequested: the parameter object/],
    ['an id that is too long', cardRequested.method, { id: 'x'.repeat(2001) }, /"id"/],
    ['an empty id', menuRequested.method, { id: '' }, /"id"/],
    ['an id that is a number', menuRequested.method, { id: 7 }, /"id"/],
    ['ids that are one string', elementSelected.method, { ids: 'container:web' }, /"ids"/],
    ['too many ids', elementSelected.method, { ids: Array(1001).fill('x') }, /"ids"/],
    ['an unknown action', actionChosen.method, { id: 'x', action: 'remove' }, /"action"/],
    [
      'an action every object has',
      actionChosen.method,
      { id: 'x', action: 'toString' },
      /"action"/,
    ],
    ['an unknown empty action', emptyActionChosen.method, { action: 'connect' }, /"action"/],
    ['a width that is no number', ready.method, withWidths({ other: NaN }), /"metrics.mono.other"/],
    ['an infinite width', ready.method, withWidths({ other: Infinity }), /"metrics.mono.other"/],
    ['a negative width', ready.method, withWidths({ other: -1 }), /"metrics.mono.other"/],
    ['a font of no size', ready.method, withWidths({ size: 0 }), /"metrics.mono.size"/],
    ['too few widths', ready.method, withWidths({ ascii: [6] }), /"metrics.mono.ascii"/],
    ['a missing font', metricsChanged.method, { metrics: { title: widths } }, /"metrics.name"/],
    ['a flood for the log', webviewFailed.method, { message: 'x'.repeat(4001) }, /"message"/],
  ];
  for (const [name, method, params, message] of bad) {
    it(`refuses ${name}`, () =>
      assert.throws(() => parseFromWebview(method, params), { name: 'Error', message }));
  }

  it('does not repeat what was sent in the error', () => {
    assert.throws(
      () => parseFromWebview(actionChosen.method, { id: 'x', action: 'secret\nline' }),
      (error: Error) => !error.message.includes('secret'),
    );
  });
});
