import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { shellLine } from '../../../../src/sources/engine/shellWords';

/** What a real shell makes of the line: it prints each word it was given, ended by a NUL. */
function parsedBySh(line: string): readonly string[] {
  const script = `set -- ${line}\nfor word do printf '%s\\0' "$word"; done`;
  const output = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
  return output === '' ? [] : output.slice(0, -1).split('\0');
}

/** No shell can be handed a NUL, and lone surrogates are no text. */
const word = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'\'"\\$`!*?[]{}()<>|&;~# \t\n=-%^@ab1‘’') }),
  )
  .map((text) => text.replaceAll('\0', ''));

describe('a command as a line', () => {
  it('is split by a real sh into the same words', function () {
    this.timeout(30_000);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
        assert.deepEqual(parsedBySh(shellLine(words, 'posix')), words);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('is split by a real sh where every character stands alone and first', () => {
    const characters = Array.from({ length: 126 }, (_, index) => String.fromCharCode(index + 1));
    const words = characters.flatMap((one) => [one, `${one}a`, `a${one}`]);
    assert.deepEqual(parsedBySh(shellLine(words, 'posix')), words);
  });

  it('leaves alone what needs no quotes', () => {
    const words = ['docker', 'network', 'connect', '--ip=172.18.0.5', 'front_end', 'web-1'];
    assert.equal(shellLine(words, 'posix'), words.join(' '));
    assert.equal(shellLine(words, 'powershell'), words.join(' '));
  });

  for (const [name, given, expected] of [
    ['a quote', "it's", "'it''s'"],
    ['typographic quotes', '‘a’', "'‘‘a’’'"],
    ['a variable', '$HOME', "'$HOME'"],
    ['a list', 'a,b', "'a,b'"],
    ['a number, which would lose its zeroes', '007', "'007'"],
    ['nothing', '', "''"],
    ['a splat', '@args', "'@args'"],
    ['a call', '(1)', "'(1)'"],
  ] as const) {
    it(`quotes ${name} for PowerShell`, () => {
      assert.equal(shellLine([given], 'powershell'), expected);
    });
  }
});
