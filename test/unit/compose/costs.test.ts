import assert from 'node:assert/strict';
import { planTopology } from '../../../src/topology/planTopology';
import { read, web } from './composeFiles';

/** Grows a document by repetition. */
function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

const laughs = [
  'x-0: &a0 [lol, lol]',
  lines(30, (index) => `x-${index + 1}: &a${index + 1} [*a${index}, *a${index}, *a${index}]`),
  web('labels: *a30'),
].join('\n');

const tables: readonly (readonly [situation: string, text: string, message: RegExp])[] = [
  ['aliases of aliases', laughs, /excessive aliasing/],
  ['brackets without end', `x-a: ${'['.repeat(100_000)}`, /nested too deeply/],
  ['brackets that are closed', `x-a: ${'['.repeat(700)}${']'.repeat(700)}`, /max depth/],
  ['lists in lists', '- '.repeat(50_000), /nested too deeply/],
  ['a megabyte', `x-a: ${'a'.repeat(1_000_000)}`, /larger than 1 MB/],
  ['too many entries', `x-a: [${'a,'.repeat(200_000)}]`, /too many entries/],
  ['too many documents', '---\n'.repeat(20_000), /too many documents/],
  ['a huge range of ports', web('ports: ["1-65535:1-65535"]'), /more ports than can be shown/],
  [
    'defaults in defaults without end',
    web(`hostname: "${'${A:-'.repeat(700)}${'}'.repeat(700)}"`),
    /invalid interpolation/,
  ],
];

describe('what a compose file may cost', () => {
  for (const [situation, text, message] of tables) {
    it(`is bounded: ${situation}`, async function () {
      this.timeout(5_000);
      const { problems } = await read(text);
      assert.match(problems.find(({ severity }) => severity === 'error')?.message ?? '', message);
    });
  }

  it('draws no more containers than anybody can look at, and says so', async () => {
    const { project } = await read(web('scale: 100000'));
    assert.ok(project);
    const topology = planTopology(project, {});
    assert.equal(topology.containers.length, 200);
    assert.match(
      topology.missing.find(({ part }) => part === 'containers')?.reason ?? '',
      /^99800 /,
    );
  });
});
