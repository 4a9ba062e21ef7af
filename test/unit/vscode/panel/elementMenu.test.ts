import assert from 'node:assert/strict';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { permittedMenu } from '../../../../src/vscode/panel/actionCommands';
import { elementMenu } from '../../../../src/vscode/panel/elementMenu';
import { sourceMenu } from '../../../../src/vscode/panel/sourceMenu';
import type { SourceRef } from '../../../../src/vscode/store/sourceRef';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { english } from '../englishTexts';

const engine: SourceRef = { kind: 'engine' };
const snapshot: SourceRef = { kind: 'snapshot', uri: 'file:///s.json' };

function actionsOf(ref: SourceRef, oracle: string, sceneId: string) {
  const topology = buildTopology(oracleSnapshot(oracle), { kind: 'engine', label: 'x' }, 'key');
  return elementMenu(ref, topology, sceneId, english).items;
}

describe('the menu of an element', () => {
  const cases: readonly (readonly [string, SourceRef, string, string, string])[] = [
    [
      'a network',
      engine,
      'docker28/a_three_tier',
      'network:front',
      'inspect inspectPage revealInTree copyName copyAddress copyCommand connect removeNetwork',
    ],
    [
      'an endpoint',
      engine,
      'docker28/a_three_tier',
      'endpoint:api@front',
      'inspect inspectPage revealInTree copyName copyAddress copyCommand openTerminal traceFrom traceTo showNames connect disconnect',
    ],
    [
      'a container',
      engine,
      'docker28/a_three_tier',
      'container:api',
      'inspect inspectPage revealInTree copyName copyAddress copyCommand openTerminal traceFrom traceTo showNames connect disconnect',
    ],
    [
      'a container of a snapshot',
      snapshot,
      'docker28/a_three_tier',
      'container:api',
      'inspect inspectPage revealInTree copyName copyAddress copyCommand traceFrom traceTo showNames',
    ],
    [
      'a container in host mode',
      engine,
      'docker20/f_modes',
      'container:hm',
      'inspect inspectPage revealInTree copyName copyCommand openTerminal traceFrom traceTo showNames',
    ],
    [
      'a container in private mode',
      engine,
      'docker20/f_modes',
      'container:nn',
      'inspect inspectPage revealInTree copyName copyCommand openTerminal traceFrom traceTo showNames disconnect',
    ],
    [
      'a container that shares a sandbox',
      engine,
      'docker20/f_modes',
      'container:side',
      'inspect inspectPage revealInTree copyName copyCommand openTerminal traceFrom traceTo showNames',
    ],
    [
      'the host',
      engine,
      'docker28/a_three_tier',
      'host:host',
      'traceFrom traceTo showMatrix showFirewall revealInTree refresh saveSnapshot readHost createNetwork pruneNetworks',
    ],
    [
      'a snapshot’s host',
      snapshot,
      'docker28/a_three_tier',
      'host:host',
      'traceFrom traceTo showMatrix showFirewall revealInTree refresh closeSnapshot',
    ],
    ['the outside', engine, 'docker28/a_three_tier', 'outside:world', 'traceFrom traceTo'],
    ['what is gone', engine, 'docker28/a_three_tier', 'container:gone', ''],
  ];
  for (const [what, ref, oracle, sceneId, offered] of cases) {
    it(`of ${what}: ${offered === '' ? 'nothing' : offered}`, () => {
      const items = actionsOf(ref, oracle, sceneId);
      assert.equal(items.map(({ action }) => action).join(' '), offered);
    });
  }

  it('has in Restricted Mode only what changes nothing and runs nothing', () => {
    const menu = { items: actionsOf(engine, 'docker28/a_three_tier', 'endpoint:api@front') };
    const kept = permittedMenu(menu, false).items.map(({ action }) => action);
    assert.deepEqual(permittedMenu(menu, true), menu);
    assert.deepEqual(
      menu.items.map(({ action }) => action).filter((action) => !kept.includes(action)),
      ['openTerminal', 'connect', 'disconnect'],
    );
    const ofHost = { items: actionsOf(engine, 'docker28/a_three_tier', 'host:host') };
    assert.equal(ofHost.items.length - permittedMenu(ofHost, false).items.length, 3);
  });
});

describe('the menu of a whole picture', () => {
  const further: SourceRef = { kind: 'engine', engine: 'ssh://me@two' };
  const compose: SourceRef = { kind: 'compose', uri: 'file:///compose.yaml' };
  const cases: readonly (readonly [string, SourceRef, boolean, string])[] = [
    [
      'of an engine',
      engine,
      true,
      'showMatrix showFirewall revealInTree refresh saveSnapshot readHost createNetwork pruneNetworks',
    ],
    ['of an engine that was never read', engine, false, 'refresh'],
    [
      'of an engine beside the chosen one',
      further,
      true,
      'showMatrix showFirewall revealInTree refresh saveSnapshot readHost createNetwork pruneNetworks removeEngine',
    ],
    ['of one of those that was never read', further, false, 'refresh removeEngine'],
    ['of a project', compose, true, 'showMatrix showFirewall refresh'],
    ['of a snapshot', snapshot, true, 'showMatrix showFirewall revealInTree refresh closeSnapshot'],
  ];
  for (const [what, ref, isRead, offered] of cases) {
    it(`${what}: ${offered}`, () => {
      const { items } = sourceMenu(ref, isRead, english);
      assert.equal(items.map(({ action }) => action).join(' '), offered);
    });
  }
});
