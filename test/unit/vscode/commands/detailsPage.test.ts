import assert from 'node:assert/strict';
import fc from 'fast-check';
import { observed } from '../../../../src/model/provenance';
import { detailsPage } from '../../../../src/vscode/commands/detailsPage';
import { aNetwork, aTopology } from '../../../support/topologyBuilder';
import { english } from '../englishTexts';

const front = aNetwork('front', { subnet: '10.1.0.0/24', gateway: '10.1.0.1' });
const topology = aTopology([front, aNetwork('back')], {
  web: { networks: ['front', 'back'] },
  db: { networks: ['back'] },
});

describe('the page of a network or container', () => {
  it('tells the network and everybody on it', () => {
    const page = detailsPage(topology, { network: front }, english);
    assert.match(page, /^# front/);
    assert.match(page, /\| Subnet[^|]*\| `?10[.\\]*1[.\\]*0[.\\]*0[\\/]*24/);
    assert.match(page, /## Containers \\\(1\\\)/);
    assert.match(page, /### web/);
    assert.doesNotMatch(page, /### db/);
  });

  it('tells the container and its networks', () => {
    const [, container] = topology.containers;
    const page = detailsPage(topology, container === undefined ? {} : { container }, english);
    assert.match(page, /^# web/);
    assert.match(page, /## Networks \\\(2\\\)/);
  });

  it('holds no markup that a name brings along', () => {
    const markup = fc.string({ unit: fc.constantFrom(...'`|\\<>[]()!*_#~&;:/@. \na1') });
    fc.assert(
      fc.property(markup, markup, (name, image) => {
        const hostile = aTopology([{ ...front, name: observed(name, 'x') }], {
          [`c${name}`]: { networks: ['front'], image },
        });
        for (const target of [
          { network: hostile.networks[0] ?? front },
          { container: hostile.containers[0] ?? assert.fail() },
        ]) {
          for (const line of detailsPage(hostile, target, english).split('\n')) {
            const left = withoutForeign(line);
            assert.match(left, /^(#{1,3} |\*\*|\| |$|[\\\w—])/, line);
            assert.doesNotMatch(left.replaceAll('<br>', ''), /[<>[\]&]|!\[/, line);
          }
        }
      }),
      { numRuns: 200, seed: 11 },
    );
  });
});

/** Without code spans and escaped characters: what is left is our own. */
function withoutForeign(line: string): string {
  return line.replace(/(?<![`\\])(`+)(?!`)(.*?)(?<!`)\1(?!`)|\\[!-/:-@[-`{-~]/g, '');
}
