import assert from 'node:assert/strict';
import { shownText } from '../../../src/vscode/shownText';

describe('shownText', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['leaves plain text alone', 'web-1', 'web-1'],
    ['leaves markup alone: it is text', '<script>"&\'', '<script>"&\''],
    ['leaves emoji and other scripts alone', '🐳 שלום', '🐳 שלום'],
    ['writes out line breaks', 'a\nb', 'a<U+000A>b'],
    ['writes out marks that switch direction', 'a\u202Eb\u2066c', 'a<U+202E>b<U+2066>c'],
    ['writes out terminal escapes', '\u001B[31m', '<U+001B>[31m'],
  ];
  for (const [what, text, shown] of cases) {
    it(what, () => assert.equal(shownText(text), shown));
  }
});
