import assert from 'node:assert/strict';
import { SourceText } from '../../../src/compose/sourceText';
import { printed } from '../../../src/compose/tree';
import { resolvePlainScalar } from '../../../src/compose/yamlScalar';

const at = { source: new SourceText('a.yaml', ''), start: 0, end: 0 };

describe('resolvePlainScalar', () => {
  const tables: readonly (readonly [source: string, kind: string, value: string])[] = [
    ['', 'null', '<nil>'],
    ['~', 'null', '<nil>'],
    ['true', 'bool', 'true'],
    ['yes', 'string', 'yes'],
    ['on', 'string', 'on'],
    ['0777', 'int', '511'],
    ['0o17', 'int', '15'],
    ['0x10', 'int', '16'],
    ['0b11', 'int', '3'],
    ['1_000', 'int', '1000'],
    ['-5', 'int', '-5'],
    ['0080', 'float', '80'],
    ['1.50', 'float', '1.5'],
    ['1e21', 'float', '1e+21'],
    ['0.00001', 'float', '1e-05'],
    ['.inf', 'float', '+Inf'],
    ['22:22', 'string', '22:22'],
    ['1.2.3', 'string', '1.2.3'],
    ['-', 'string', '-'],
    ['2024-02-29', 'time', '2024-02-29'],
    ['2024-02-30', 'string', '2024-02-30'],
  ];
  for (const [source, kind, value] of tables) {
    it(`${JSON.stringify(source)} is ${kind} ${value}`, () => {
      const tree = resolvePlainScalar(source, at);
      assert.deepEqual([tree.kind, printed(tree)], [kind, value]);
    });
  }
});
