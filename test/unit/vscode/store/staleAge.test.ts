import assert from 'node:assert/strict';
import { staleAge } from '../../../../src/vscode/store/staleAge';
import { english } from '../englishTexts';

const minute = 60_000;
const hour = 60 * minute;

describe('staleAge', () => {
  const ages: readonly (readonly [number, string])[] = [
    [0, 'less than a minute'],
    [minute - 1, 'less than a minute'],
    [minute, '1 min'],
    [2 * minute + 59_999, '2 min'],
    [hour - 1, '59 min'],
    [hour, '1 h'],
    [47 * hour, '47 h'],
    [48 * hour, '2 d'],
    [-hour, 'less than a minute'],
  ];
  for (const [passed, words] of ages) {
    it(`says ${words} after ${passed / 1000} s`, () => {
      assert.equal(staleAge({ staleSince: 1e12 }, 1e12 + passed, english), words);
    });
  }

  it('says no more than it knows', () => {
    assert.equal(staleAge({}, 1e12, english), 'less than a minute');
  });
});
