import assert from 'node:assert/strict';
import type { Card, CardLine } from '../../../src/scene/card';
import { cardMarkdown } from '../../../src/vscode/tree/cardMarkdown';

function cardWith(...lines: readonly CardLine[]): Card {
  return { id: 'container:x', title: 'x', subtitle: 'container', sections: [{ lines }] };
}

const observed = { kind: 'observed', from: 'GET /networks/{id}' } as const;

describe('tooltips', () => {
  it('run nothing and draw no HTML', () => {
    const { isTrusted, supportHtml, supportThemeIcons } = cardMarkdown([]);
    assert.deepEqual([isTrusted, supportHtml, supportThemeIcons], [undefined, false, false]);
  });

  for (const foreign of [
    '[click](command:workbench.action.quit)',
    '![](https://example.org/x.png)',
    '<img src=x onerror=alert(1)>',
    '`a` **b** _c_ # d',
    '```\nfence\n```',
  ]) {
    it(`write ${JSON.stringify(foreign)} as text`, () => {
      const { value } = cardMarkdown([
        cardWith({ label: foreign, value: foreign, source: observed }),
      ]);
      // Without a closing bracket nothing is a tag.
      for (const [live] of value.matchAll(/(?<!\\)(\]\(|!\[|>|```|`a`)/g)) {
        assert.fail(`${live} in ${value}`);
      }
    });
  }

  it('leave lists of rules out, and name files without their folders', () => {
    const source = {
      kind: 'declared',
      file: '/home/me/shop/compose.yml',
      line: 7,
      column: 1,
    } as const;
    const rule = { label: 'FORWARD 1', value: 'drops', source: observed, code: '-j DROP' };
    const card = cardWith({ label: 'port', value: '80', source });
    const { value } = cardMarkdown([
      { ...card, sections: [...card.sections, { title: 'Firewall rules', lines: [rule] }] },
    ]);
    const plain = value.replaceAll('&nbsp;', ' ').replaceAll('\\', '');
    assert.match(plain, /_declared: compose\.yml:7_/);
    assert.doesNotMatch(plain, /Firewall|drops|home|GET/);
  });

  it('name the source of what was not observed at its line, the others once', () => {
    const { value } = cardMarkdown([
      cardWith(
        { label: 'driver', value: 'bridge', source: observed },
        { label: 'scope', value: 'local', source: observed },
        { label: 'mtu', value: '1500', source: { kind: 'predicted', rule: 'the default' } },
        { label: 'dns', value: 'not known', source: { kind: 'unknown', reason: 'not read' } },
      ),
    ]);
    const plain = value.replaceAll('&nbsp;', ' ').replaceAll('\\', '');
    assert.equal(plain.split('GET /networks/{id}').length, 2, plain);
    assert.match(plain, /mtu: \*\*1500\*\* _predicted: the default_/);
    assert.match(plain, /dns: \*\*not known\*\* _not known: not read_/);
  });
});
