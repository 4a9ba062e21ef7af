import assert from 'node:assert/strict';
import { parseEnvFile } from '../../../src/compose/envFile';

function parse(content: string, known: Readonly<Record<string, string>> = {}) {
  const into = new Map<string, string>();
  const result = parseEnvFile(content, into, (name) => known[name]);
  return { values: Object.fromEntries(into), error: result.ok ? undefined : result.message };
}

describe('parseEnvFile', () => {
  const tables: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['a value', 'A=1', { A: '1' }],
    ['a colon', 'A: 1', { A: '1' }],
    ['export', 'export A=1', { A: '1' }],
    ['a comment after a space', 'A=1 # one', { A: '1' }],
    ['a hash without a space', 'A=1#2', { A: '1#2' }],
    ['single quotes are raw', "A='$B\\n'", { A: '$B\\n' }],
    ['double quotes have escapes', 'A="x\\ty"', { A: 'x\ty' }],
    ['quotes over several lines', 'A="x\ny"\nB=2', { A: 'x\ny', B: '2' }],
    ['later lines see earlier ones', 'A=1\nB=${A}2', { A: '1', B: '12' }],
    ['an escaped dollar', 'A="\\$x"', { A: '$x' }],
    ['carriage returns', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['a byte order mark', '\uFEFFA=1', { A: '1' }],
    ['comments and empty lines', '# x\n\n  A=1', { A: '1' }],
    ['a name alone that nobody knows', 'A\nB=1', { B: '1' }],
  ];
  for (const [situation, content, values] of tables) {
    it(`reads ${situation}`, () => assert.deepEqual(parse(content), { values, error: undefined }));
  }

  it('inherits a name alone, and lets what is known win', () => {
    assert.deepEqual(parse('A\nB=${C}\nC=file\nD=${C}\n', { A: 'os', C: 'os' }).values, {
      A: 'os',
      B: 'os',
      C: 'file',
      D: 'os',
    });
  });

  const errors: readonly (readonly [string, string])[] = [
    ['A B=1', 'line 1: key cannot contain a space'],
    ['A=1\n!B=2', 'line 2: unexpected character "!" in variable name "!B=2"'],
    ['A="x', 'line 1: unterminated quoted value "x'],
    ['A=${B:?why}', 'required variable B is missing a value: why'],
  ];
  for (const [content, error] of errors) {
    it(`refuses ${JSON.stringify(content)}`, () => assert.equal(parse(content).error, error));
  }
});
