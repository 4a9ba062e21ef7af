import assert from 'node:assert/strict';
import { CliError } from '../../../src/cli/cliIo';
import { asFamily, readFamily } from '../../../src/cli/readFamily';

describe('--family', () => {
  it('is 4, 6 or not given', () => {
    assert.deepEqual(
      ['4', '6', undefined].map((written) => readFamily('rules', written)),
      [4, 6, undefined],
    );
  });

  for (const wrong of ['5', '', '4.0', 'ipv4', '46'])
    it(`is not ${JSON.stringify(wrong)}`, () => {
      assert.throws(
        () => readFamily('graph', wrong),
        new CliError(`graph: the family is 4 or 6, not ${JSON.stringify(wrong)}`),
      );
    });

  it('may be a number where a question is JSON', () => {
    assert.deepEqual([4, '6', 5, null, [4]].map(asFamily), [4, 6, undefined, undefined, undefined]);
  });
});
