import { isFrameId } from '../../../src/scene/frameIds';
import { look, type HostileWalk } from './hostileWalk';

/** What is said over a picture that is out of date, in the tree and in the graph. */
export async function walkStale(walk: HostileWalk): Promise<void> {
  const { window, engine, payloads } = walk;
  await window.runCommand('Vethscope: Show Engine Network Graph');
  const graph = await window.graph();
  engine.spoil = (_what, _answer, response) => {
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: payloads.join(' ') }));
    return true;
  };
  await window.runCommand('Vethscope: Refresh');
  const message = window.page.locator('.sidebar .tree-explorer-viewlet-tree-view .message');
  await message.getByText(/Out of date/).waitFor();
  await graph.frame.locator('.stale:visible, [data-status=stale]').first().waitFor();
  await look(walk, 'stale');
  engine.spoil = undefined;
  await window.runCommand('Vethscope: Refresh');
  await message.getByText(/Out of date/).waitFor({ state: 'detached' });
  await window.runCommand('View: Close All Editors');
}

/** One more engine whose address is such a text, beside the first one in one graph. */
export async function walkFrames(walk: HostileWalk): Promise<void> {
  const { window } = walk;
  const address = 'unix:///<img/src=x/onerror=__canary=5>/$(sync~spin)/](command:x).sock';
  await window.runCommand('Vethscope: Add Engine…');
  await window.quickPickRow('Rancher Desktop').waitFor();
  await window.choose(address, 'Use unix:///<img');
  await window.treeItem('Docker Networks', /^unix:\/\/\/<img/).waitFor();
  await look(walk, 'engine-added');
  await window.runCommand('Vethscope: Show All Engines in Graph');
  for (;;) {
    const ids = await (await window.graph()).ids().catch(() => []);
    if (ids.some((id) => isFrameId(id))) break;
    await window.page.waitForTimeout(100);
  }
  await (await window.graph()).settle();
  await look(walk, 'frames');
  await window.runCommand('Vethscope: Remove Engine');
  await window.quickPickRow('img/src').first().waitFor();
  await look(walk, 'engine-removed');
  await window.quickPickRow('img/src').first().click();
  await window.treeItem('Docker Networks', /^unix:\/\/\/<img/).waitFor({ state: 'detached' });
  await window.runCommand('View: Close All Editors');
}
