import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as vscode from 'vscode';
import type { Topology } from '../../../src/model/topology';
import { buildScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { commands, settings, views } from '../../../src/vscode/ids';
import { freshReading } from '../../support/engine/freshReading';
import { makeEvents } from '../../support/engine/makeEvents';
import { OwnDockerd } from '../../support/engine/ownDockerd';
import { newRunId, TestEngine } from '../../support/engine/testEngine';
import { heapUsed } from '../../support/heapUsed';
import {
  activated,
  closeAllEditors,
  drawnGraph,
  graphOf,
  sceneIds,
  until,
} from './extensionUnderTest';

const wanted = process.env['VETHSCOPE_LONG'] === undefined ? 40 : 2_000;
const mostGrowthBytes = 10 * 1024 * 1024;
const source = 'engine';

describe('many events, with the tree and a graph open', function () {
  this.timeout(60_000 + wanted * 1_000);

  const undo: (() => PromiseLike<unknown> | void)[] = [];
  let tests: TestEngine;
  const set = (id: string, value: string | undefined) =>
    vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);

  before(async function () {
    if (process.getuid?.() !== 0 || spawnSync('dockerd', ['--version']).error !== undefined)
      this.skip();
    const dockerd = await OwnDockerd.start();
    undo.push(() => dockerd.remove());
    tests = await TestEngine.open(newRunId(), { name: 'own', host: dockerd.host });
    undo.push(() => tests.cleanup());
    // This host's wires are not those of an engine in a namespace of its own.
    await set(settings.hostAccess, 'none');
    undo.push(() => set(settings.hostAccess, undefined));
    await set(settings.engineHost, dockerd.host);
    undo.push(() => set(settings.engineHost, undefined));
  });
  after(async () => {
    await closeAllEditors();
    for (const step of undo.reverse()) await step();
  });

  it(`leave what a fresh reading shows, and no memory behind: ${wanted} of them`, async () => {
    const api = await activated();
    await vscode.commands.executeCommand(`${views.networks}.focus`);
    await vscode.commands.executeCommand(commands.showEngineGraph);
    await until('it is read', () => api.engine?.engine.key === tests.endpoint.label);
    await drawnGraph(api, source);
    let pictures = 0;
    const listening = api.onDidSendScene(() => (pictures += 1));
    undo.push(() => void listening.dispose());
    let heapBefore = 0;
    const events = await makeEvents(tests, wanted, (sofar) => {
      // Caches and compiled code are as they stay by then.
      if (heapBefore === 0 && sofar > wanted / 4) heapBefore = heapUsed();
    });
    let fresh = await freshTopology();
    await until('the picture is that of a fresh reading', async () => {
      fresh = await freshTopology();
      return api.engine !== undefined && told(api.engine) === told(fresh);
    });
    await until('that is drawn', () => {
      const { scene } = buildScene(fresh, defaultSceneOptions, defaultFontMetrics);
      const ids = scene.elements.map(({ id }) => id).sort();
      return [...sceneIds(graphOf(api, source))].sort().join() === ids.join();
    });
    const grown = heapUsed() - heapBefore;
    assert.ok(pictures > wanted / 20, `only ${pictures} pictures of ${events} events`);
    assert.ok(grown < mostGrowthBytes, `the heap grew by ${Math.round(grown / 1024)} KB`);
  });

  async function freshTopology(): Promise<Topology> {
    return (await freshReading(tests.endpoint)).topology;
  }
});

/** Why something was not read is the reader's own. */
function told(topology: Topology): string {
  return JSON.stringify({ ...topology, missing: [] });
}
