import assert from 'node:assert/strict';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { elementMenu } from '../../../../src/vscode/panel/elementMenu';
import type { SourceRef } from '../../../../src/vscode/store/sourceRef';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { english } from '../englishTexts';

const engine: SourceRef = { kind: 'engine' };
const snapshot: SourceRef = { kind: 'snapshot', uri: 'file:///s.json' };

function actions(ref: SourceRef, oracle: string, sceneId: string): string {
  const topology = buildTopology(oracleSnapshot(oracle), { kind: 'engine', label: 'x' }, 'key');
  const { items } = elementMenu(ref, topology, sceneId, english);
  return items.map(({ action }) => action).join(' ');
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
    ['the host', engine, 'docker28/a_three_tier', 'host:host', 'traceFrom traceTo'],
    ['what is gone', engine, 'docker28/a_three_tier', 'container:gone', ''],
  ];
  for (const [what, ref, oracle, sceneId, offered] of cases) {
    it(`of ${what}: ${offered === '' ? 'nothing' : offered}`, () => {
      assert.equal(actions(ref, oracle, sceneId), offered);
    });
  }
});
