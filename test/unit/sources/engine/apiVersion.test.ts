import assert from 'node:assert/strict';
import { negotiateApiVersion } from '../../../../src/sources/engine/apiVersion';
import { EngineError } from '../../../../src/sources/engine/engineError';

describe('negotiateApiVersion', () => {
  const spoken: Readonly<Record<string, [string, string | undefined, string]>> = {
    'Docker 1.12, the oldest there is': ['1.24', undefined, '1.24'],
    'Docker 20.10': ['1.41', '1.12', '1.41'],
    'Docker 28.5': ['1.51', '1.24', '1.51'],
    'an engine newer than is known': ['1.70', '1.44', '1.55'],
    'an engine that takes only newer ones': ['1.80', '1.60', '1.80'],
  };
  for (const [situation, [ApiVersion, MinAPIVersion, expected]] of Object.entries(spoken)) {
    it(situation, () => {
      assert.equal(negotiateApiVersion({ ApiVersion, MinAPIVersion }), expected);
    });
  }

  const refused: Readonly<Record<string, [string | undefined, string]>> = {
    'an engine older than any': ['1.23', 'apiTooOld'],
    'an answer without a version': [undefined, 'badAnswer'],
    'a version that is none': ['latest', 'badAnswer'],
    'a version of another major': ['2.0', 'badAnswer'],
  };
  for (const [situation, [ApiVersion, reason]] of Object.entries(refused)) {
    it(situation, () => {
      assert.throws(
        () => negotiateApiVersion({ ApiVersion }),
        (error) => error instanceof EngineError && error.reason === reason,
      );
    });
  }
});
