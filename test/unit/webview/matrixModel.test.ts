import assert from 'node:assert/strict';
import type { MatrixView } from '../../../src/scene/matrixView';
import {
  MatrixModel,
  usualGrouping,
  type AxisItem,
  type MatrixChoice,
} from '../../../webview/matrixModel';

const nothingChosen: MatrixChoice = {
  sources: '',
  targets: '',
  only: 'all',
  grouping: 'none',
  sorting: 'name',
  toggled: new Set(),
};

interface End {
  readonly name: string;
  readonly project?: string;
  readonly networks?: readonly string[];
}

const ends: readonly End[] = [
  { name: 'api', project: 'shop', networks: ['back', 'front'] },
  { name: 'db', project: 'shop', networks: ['back'] },
  { name: 'web', project: 'shop', networks: ['front'] },
  { name: 'loner' },
];
const palette: MatrixView['palette'] = [
  { verdict: 'delivered', way: 0 },
  { verdict: 'dropped', way: 0 },
  { verdict: 'unknown', way: 0 },
  { verdict: 'no-way', way: -1 },
];
/** By source and target: api, db, web, loner, outside. */
const cells = [
  [0, 0, 0, 1, 0],
  [0, 0, 1, 1, 0],
  [0, 1, 0, 1, 0],
  [1, 1, 1, 0, 2],
  [1, 1, 0, 1, 3],
];

function viewOf(given = ends, places = cells): MatrixView {
  const heads = [
    ...given.map(({ name, project, networks = [] }) => ({
      kind: 'container' as const,
      key: name,
      name,
      ...(project === undefined ? {} : { project }),
      networks,
    })),
    { kind: 'outside' as const, key: 'outside', name: 'outside', networks: [] },
  ];
  return {
    family: 4,
    sources: heads,
    targets: heads.map((head) => ({
      ...head,
      port: head.kind === 'outside' ? '' : ':80',
      ways: [{ kind: 'network' as const, label: 'net' }],
    })),
    sourceClasses: heads.map((_, index) => index),
    targetClasses: heads.map((_, index) => index),
    palette,
    cells: places,
    own: [],
  };
}

function model(choice: Partial<MatrixChoice> = {}, view = viewOf()): MatrixModel {
  return new MatrixModel(view, { ...nothingChosen, ...choice });
}

function shown(items: readonly AxisItem[], { sources }: MatrixView = viewOf()): readonly string[] {
  return items.map((item) =>
    item.kind === 'group'
      ? `${item.open ? '-' : '+'}${item.label ?? 'none'}`
      : (sources[item.index]?.name ?? ''),
  );
}

describe('rows and columns of a matrix', () => {
  it('are all, in their order, when nothing is chosen', () => {
    assert.deepEqual(shown(model().rows), ['api', 'db', 'web', 'loner', 'outside']);
  });

  it('are filtered by every word, in names, ports, projects and networks', () => {
    assert.deepEqual(shown(model({ sources: 'SHOP back' }).rows), ['api', 'db', 'outside']);
    assert.deepEqual(shown(model({ targets: 'web:80' }).columns), ['web', 'outside']);
    assert.deepEqual(shown(model({ sources: 'nobody' }).rows), ['outside']);
  });

  it('are those with a cell of the wanted kind, and the outside', () => {
    assert.deepEqual(shown(model({ only: 'unknown' }).rows), ['loner', 'outside']);
    assert.deepEqual(shown(model({ only: 'unknown' }).columns), ['outside']);
    const blocked = model({ only: 'blocked', sources: 'db' });
    assert.deepEqual(shown(blocked.columns), ['api', 'db', 'web', 'loner', 'outside']);
    assert.deepEqual(
      shown(model({ only: 'reachable', sources: 'loner', targets: 'db loner' }).columns),
      ['outside'],
    );
  });

  it('are sorted by how much is reached, the outside last', () => {
    assert.deepEqual(shown(model({ sorting: 'most' }).rows), [
      'api',
      'db',
      'web',
      'loner',
      'outside',
    ]);
    assert.deepEqual(shown(model({ sorting: 'least' }).rows), [
      'loner',
      'db',
      'web',
      'api',
      'outside',
    ]);
  });

  it('are grouped, those of several networks in each, those of none at the end', () => {
    assert.deepEqual(shown(model({ grouping: 'network' }).rows), [
      '-back',
      'api',
      'db',
      '-front',
      'api',
      'web',
      '-none',
      'loner',
      'outside',
    ]);
    assert.deepEqual(shown(model({ grouping: 'project' }).rows).slice(0, 2), ['-shop', 'api']);
  });

  it('have keys of their own, also where one stands twice', () => {
    const keys = model({ grouping: 'network' }).rows.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('close a group that was toggled', () => {
    const [back] = model({ grouping: 'network' }).rows;
    const closed = model({ grouping: 'network', toggled: new Set([back?.key ?? '']) });
    assert.deepEqual(shown(closed.rows).slice(0, 2), ['+back', '-front']);
    assert.deepEqual(shown(closed.columns).slice(0, 2), ['-back', 'api']);
  });

  it('do not mix a group of no name with one that is called so', () => {
    const odd = viewOf([{ name: 'a', networks: [''] }, { name: 'b' }], cells);
    const keys = model({ grouping: 'network' }, odd).rows.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
  });
});

describe('cells of a matrix', () => {
  it('count what is between groups', () => {
    const grouped = model({ grouping: 'network' });
    const [back] = grouped.rows;
    const front = grouped.columns.find((one) => one.kind === 'group' && one.label === 'front');
    assert.ok(back && front);
    assert.deepEqual(grouped.at(back, front), {
      kind: 'counts',
      counts: { reachable: 3, blocked: 1, unknown: 0, none: 0 },
    });
  });

  it('are hidden where they are not of the wanted kind', () => {
    const only = model({ only: 'blocked' });
    const [row, column] = [only.rows[0], only.columns[0]];
    assert.ok(row && column);
    assert.equal(only.at(row, column).kind, 'hidden');
  });

  it('of those that share a namespace are their own', () => {
    const view = { ...viewOf(), own: [[0, 0, 1] as const] };
    assert.equal(model({}, view).cell(0, 0).verdict, 'dropped');
    assert.equal(model({}, view).cell(0, 1).verdict, 'delivered');
  });
});

describe('a large matrix', () => {
  const many = (projects: number) =>
    viewOf(
      Array.from({ length: 60 }, (_, index) => ({
        name: `c${index}`,
        project: `p${index % projects}`,
        networks: [`n${index % 7}`],
      })),
      [],
    );

  it('is grouped at first, by projects where there are several', () => {
    assert.equal(usualGrouping(viewOf()), 'none');
    assert.equal(usualGrouping(many(1)), 'network');
    assert.equal(usualGrouping(many(9)), 'project');
  });

  it('has its groups closed until they are opened', () => {
    const view = many(1);
    const closed = model({ grouping: 'network' }, view);
    assert.equal(closed.rows.length, 8);
    const [first] = closed.rows;
    const open = model({ grouping: 'network', toggled: new Set([first?.key ?? '']) }, view);
    assert.equal(open.rows.length, 8 + 9);
    assert.equal(open.shown.sources, 61);
  });
});
