import assert from 'node:assert/strict';
import type { OutlineRow } from '../../../webview/outlineModel';
import { outlineRows } from '../../../webview/outlineModel';
import { outlineMove, rowKey, typeAhead, visibleRows } from '../../../webview/outlineMoves';
import { threeTierScene } from '../../page/threeTierScene';

function drawTree(rows: readonly OutlineRow[], indent = ''): string {
  return rows
    .map(({ id, children }) => `${indent}${id}\n${drawTree(children, `${indent}  `)}`)
    .join('');
}

const rows = outlineRows(threeTierScene());

describe('outlineRows', () => {
  it('lists the host, then every network with who is on it', () => {
    assert.equal(
      drawTree(rows),
      `outside:world
host:vm
  nic:eth0
  port:web-8080
network:front
  bridge:front
  veth:web-front
  veth:api-front
  container:web
    endpoint:web-front
  container:api
    endpoint:api-front
network:back
  bridge:back
  veth:api-back
  veth:db-back
  container:api
    endpoint:api-back
  container:db
    endpoint:db-back
`,
    );
  });

  it('has every element of the scene', () => {
    const flat = visibleRows(rows, new Set()).map(({ row }) => row.id);
    const ids = threeTierScene().elements.map(({ id }) => id);
    assert.deepEqual([...new Set(flat)].sort(), [...ids].sort());
  });

  it('counts the lane where a wire ends outside of all networks', () => {
    const scene = threeTierScene();
    const elements = scene.elements.map((element) =>
      element.kind === 'veth' ? { ...element, parent: 'host:vm' } : element,
    );
    const back = outlineRows({ ...scene, elements }).find(({ id }) => id === 'network:back');
    assert.deepEqual(
      back?.children.map(({ id }) => id),
      ['bridge:back', 'container:db'],
    );
  });

  it('lists an endpoint that stands alone in a lane, and the lane', () => {
    const scene = threeTierScene();
    const elements = scene.elements
      .filter(({ id }) => id !== 'container:db')
      .map((element) =>
        element.parent === 'container:db' ? { ...element, parent: 'network:back' } : element,
      );
    const back = outlineRows({ ...scene, elements }).find(({ id }) => id === 'network:back');
    assert.equal(back?.children.at(-1)?.id, 'endpoint:db-back');
  });

  it('shows the description of what has no name', () => {
    const scene = threeTierScene();
    const elements = scene.elements.map((element) => ({ ...element, name: '' }));
    const [outside] = outlineRows({ ...scene, elements });
    assert.equal(outside?.name, 'Outside world, outside');
  });

  it('ends on parents that go in a circle, and still lists them', () => {
    const scene = threeTierScene();
    const elements = scene.elements.map((element) =>
      element.id === 'host:vm' ? { ...element, parent: 'nic:eth0' } : element,
    );
    assert.ok(outlineRows({ ...scene, elements }).length > 0);
  });
});

describe('visibleRows', () => {
  const visible = visibleRows(rows, new Set());

  it('says level, place and state for assistive technology', () => {
    const db = visible.find(({ row }) => row.id === 'container:db');
    assert.ok(db);
    const { level, position, siblings, expanded } = db;
    assert.deepEqual(
      { level, position, siblings, expanded },
      { level: 2, position: 5, siblings: 5, expanded: true },
    );
    assert.equal(visible[0]?.expanded, undefined);
  });

  it('gives every row a key of its own, api under both networks', () => {
    assert.equal(new Set(visible.map(({ key }) => key)).size, visible.length);
    assert.equal(visible.filter(({ row }) => row.id === 'container:api').length, 2);
  });

  it('leaves out what is under a collapsed row', () => {
    const back = rows.find(({ id }) => id === 'network:back');
    assert.ok(back);
    const fewer = visibleRows(rows, new Set([rowKey(back)]));
    assert.equal(fewer.at(-1)?.row.id, 'network:back');
    assert.equal(fewer.at(-1)?.expanded, false);
  });
});

describe('outlineMove', () => {
  const visible = visibleRows(rows, new Set());
  const keyOf = (id: string) => visible.find(({ row }) => row.id === id)?.key ?? '';
  const to = (id: string, key: string, given = visible) => {
    const move = outlineMove(given, keyOf(id), key);
    if (move === undefined) return undefined;
    return `${move.kind} ${given.find((row) => row.key === move.key)?.row.id}`;
  };

  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['outside:world', 'ArrowDown', 'focus host:vm'],
    ['outside:world', 'ArrowUp', undefined],
    ['outside:world', 'ArrowRight', undefined],
    ['outside:world', 'ArrowLeft', undefined],
    ['nic:eth0', 'ArrowUp', 'focus host:vm'],
    ['nic:eth0', 'Home', 'focus outside:world'],
    ['nic:eth0', 'End', 'focus endpoint:db-back'],
    ['nic:eth0', 'ArrowLeft', 'focus host:vm'],
    ['host:vm', 'ArrowLeft', 'collapse host:vm'],
    ['host:vm', 'ArrowRight', 'focus nic:eth0'],
    ['endpoint:db-back', 'ArrowDown', undefined],
    ['host:vm', 'x', undefined],
  ];
  for (const [id, key, expected] of cases) {
    it(`${key} on ${id}: ${expected ?? 'nothing'}`, () => assert.equal(to(id, key), expected));
  }

  it('ArrowRight opens a collapsed row', () => {
    const collapsed = visibleRows(rows, new Set([keyOf('host:vm')]));
    assert.equal(to('host:vm', 'ArrowRight', collapsed), 'expand host:vm');
    assert.equal(to('host:vm', 'ArrowLeft', collapsed), undefined);
  });
});

describe('typeAhead', () => {
  const visible = visibleRows(rows, new Set());
  const find = (from: number, typed: string) => {
    const key = typeAhead(visible, visible[from]?.key ?? '', typed);
    return visible.findIndex((row) => row.key === key);
  };

  it('finds the next row with that start, whatever the case', () => {
    assert.equal(visible[find(0, 'FRO')]?.row.id, 'network:front');
  });

  it('moves on with one letter and goes round', () => {
    const first = find(0, 'a');
    const second = find(first, 'a');
    assert.ok(second > first);
    const last = find(visible.length - 1, 'o');
    assert.equal(visible[last]?.row.id, 'outside:world');
  });

  it('stays where it is while more letters still fit', () => {
    const web = visible.findIndex(({ row }) => row.name === 'web');
    assert.equal(find(web, 'we'), web);
  });

  it('finds nothing where nothing starts so', () => assert.equal(find(0, 'zzz'), -1));
});
