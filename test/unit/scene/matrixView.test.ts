import assert from 'node:assert/strict';
import { ConnectivityMatrix } from '../../../src/analysis/matrix/connectivityMatrix';
import { matrixView } from '../../../src/scene/matrixView';
import { buildTopology } from '../../../src/topology/buildTopology';
import { MatrixModel } from '../../../webview/matrixModel';
import { largeSnapshot } from '../../support/largeSnapshot';
import { oracleSnapshot } from '../../support/oracleSnapshots';
import { smallTopology } from '../analysis/smallTopology';

const everything = {
  sources: '',
  targets: '',
  only: 'all',
  grouping: 'none',
  sorting: 'name',
  toggled: new Set<string>(),
} as const;
const atOnce = () => Promise.resolve();

describe('the matrix as its page gets it', () => {
  const all = [
    ...['docker28/a_three_tier', 'docker26/a_three_tier', 'podman5/a_three_tier'].map((name) => ({
      name,
      topology: () => buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: name }, name),
    })),
    {
      name: 'sixty containers',
      topology: () =>
        buildTopology(largeSnapshot(60), { kind: 'snapshot', label: 'large' }, 'large'),
    },
  ];
  for (const { name, topology } of all)
    for (const family of [4, 6] as const)
      it(`tells every cell of ${name} over IPv${family}`, async () => {
        const matrix = new ConnectivityMatrix(topology(), family);
        const view = await matrixView(matrix, atOnce);
        const model = new MatrixModel(view, everything);
        assert.ok(matrix.sources.length > 2);
        for (const [source] of matrix.sources.entries())
          for (const [target] of matrix.targets.entries())
            assert.deepEqual(model.cell(source, target), matrix.cell(source, target));
      });

  it('is smaller than its cells', async () => {
    const topology = buildTopology(largeSnapshot(300), { kind: 'snapshot', label: 'l' }, 'l');
    const view = await matrixView(new ConnectivityMatrix(topology, 4), atOnce);
    const cells = view.sources.length * view.targets.length;
    const told = view.cells.reduce((sum, { length }) => sum + length, view.own.length);
    assert.ok(told < cells / 2, `${told} of ${cells}`);
  });

  it('lets others have their turn, and ends when they want it to', async () => {
    const topology = buildTopology(largeSnapshot(60), { kind: 'snapshot', label: 'l' }, 'l');
    let turns = 0;
    const rest = () => {
      turns += 1;
      return turns > 3 ? Promise.reject(new Error('enough')) : Promise.resolve();
    };
    await assert.rejects(matrixView(new ConnectivityMatrix(topology, 4), rest), /enough/);
    assert.equal(turns, 4);
  });

  it('writes out what would turn text around', async () => {
    const topology = smallTopology({
      networks: [{ name: 'net', subnet: '172.20.0.0/16' }],
      containers: [{ name: 'a\u202eb', on: { net: '172.20.0.2' } }],
    });
    const { sources, targets } = await matrixView(new ConnectivityMatrix(topology, 4), atOnce);
    assert.equal(sources[0]?.name, 'a<U+202E>b');
    assert.equal(targets[0]?.name, 'a<U+202E>b');
  });
});
