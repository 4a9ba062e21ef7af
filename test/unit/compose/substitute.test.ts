import assert from 'node:assert/strict';
import { substitute } from '../../../src/compose/substitute';

const variables: Readonly<Record<string, string>> = { SET: 'value', EMPTY: '' };
const lookup = (name: string) => variables[name];

describe('substitute', () => {
  const values: readonly (readonly [situation: string, template: string, value: string])[] = [
    ['no dollar', 'plain', 'plain'],
    ['a set variable', '$SET', 'value'],
    ['a set variable in braces', 'a${SET}b', 'avalueb'],
    ['an unset variable', 'a${NONE}b', 'ab'],
    ['a default for an unset variable', '${NONE:-d}', 'd'],
    ['a default for an empty variable', '${EMPTY:-d}', 'd'],
    ['a default only for an unset variable', '${EMPTY-d}', ''],
    ['another value for a set variable', '${SET:+x}', 'x'],
    ['no other value for an empty variable', '${EMPTY:+x}', ''],
    ['another value for a variable that is only set', '${EMPTY+x}', 'x'],
    ['a required variable that is there', '${SET:?why}', 'value'],
    ['a required variable that may be empty', '${EMPTY?why}', ''],
    ['an escaped dollar', '$$SET', '$SET'],
    ['three dollars', '$$$SET', '$value'],
    ['a lone dollar', 'a$ b$1 $(cmd)', 'a$ b$1 $(cmd)'],
    ['defaults in defaults', '${NONE:-${OTHER:-deep}}', 'deep'],
    ['a variable in a default', '${NONE:-$SET-x}', 'value-x'],
    ['a default that looks like an operator', '${NONE:-a:-b?c}', 'a:-b?c'],
    ['a default with braces', '${NONE:-{}}', '{}'],
    ['a brace after the expression', '${NONE:-a}b}', 'ab}'],
    ['several on one line', '${SET}-${NONE:-x}-$SET', 'value-x-value'],
    ['names in other case', '${set}', ''],
  ];
  for (const [situation, template, value] of values) {
    it(`gives the value: ${situation}`, () => {
      const result = substitute(template, lookup);
      assert.equal(result.ok ? result.value : result.kind, value);
    });
  }

  for (const template of ['${1}', '${}', '${A B}', '${SET', '${SET:-', '${SET:=d}', '${SET/a/b}']) {
    it(`refuses ${template}`, () => {
      assert.deepEqual(substitute(template, lookup), {
        ok: false,
        kind: 'invalid',
        piece: template,
      });
    });
  }

  it('names the variables that are not set', () => {
    const result = substitute('$NONE ${SET} ${OTHER}', lookup);
    assert.deepEqual(result.ok && result.unset, ['NONE', 'OTHER']);
  });

  it('tells what is missing, with the message replaced', () => {
    assert.deepEqual(substitute('${NONE:?need ${SET}}', lookup), {
      ok: false,
      kind: 'missing',
      name: 'NONE',
      reason: 'need value',
    });
  });

  it('evaluates arguments that are not needed', () => {
    const result = substitute('${SET:-${NONE:?inner}}', lookup);
    assert.equal(!result.ok && result.kind, 'missing');
  });
});
