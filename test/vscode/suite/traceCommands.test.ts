import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { OpenGraph, VethscopeApi } from '../../../src/vscode/api';
import { commands, matrixPanelType } from '../../../src/vscode/ids';
import {
  activated,
  closeAllEditors,
  drawnGraph,
  sampleUri,
  sceneIds,
  until,
} from './extensionUnderTest';
import { Answers } from './quickInputs';

describe('who can talk to whom, by commands', () => {
  let api: VethscopeApi;
  let source: string;
  const answers = new Answers();

  const graph = () => api.graphs.find((one) => one.source === source);
  const shownTrace = (title: string) =>
    until(`${title} is traced`, () => {
      const trace = graph()?.trace;
      return trace !== undefined && trace.title.startsWith(title) && trace;
    });
  const subject = (open: OpenGraph, name: string) => {
    const sceneId = sceneIds(open).find((id) => id.startsWith('container:') && id.includes(name));
    assert.ok(sceneId, `${name} is not drawn`);
    return { from: 'graph', source, sceneId };
  };
  /** The editor tells a moment later which of its editors is the active one. */
  const shownText = (start: RegExp) =>
    until(`${start.source} is shown`, () => {
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      return start.test(text) && text;
    });
  const matrices = () =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(
        ({ input }) =>
          input instanceof vscode.TabInputWebview && input.viewType.endsWith(matrixPanelType),
      );

  before(async () => {
    api = await activated();
    answers.install();
  });
  after(async () => {
    answers.restore();
    await closeAllEditors();
  });
  beforeEach(async () => {
    answers.asked.length = 0;
    await closeAllEditors();
    await vscode.commands.executeCommand(commands.showGraph, sampleUri());
    const [open] = api.graphs;
    assert.ok(open !== undefined && open.source.startsWith('compose:'), open?.source);
    ({ source } = await drawnGraph(api, open.source));
  });

  it('Trace Connection takes both ends, and shows the verdict in the graph', async () => {
    await vscode.commands.executeCommand(commands.traceConnection, { from: 'web', to: 'db:5432' });
    const trace = await shownTrace('three-tier-web-1 → db:5432');
    assert.equal(trace.verdict, 'dropped');
    assert.ok(trace.fixes.length > 0, 'nothing is proposed');
  });

  it('Trace Connection asks for both ends where none is given', async () => {
    const asking = vscode.commands.executeCommand(commands.traceConnection);
    const from = await answers.look();
    const [first] = from.items;
    from.value = 'nobody';
    await until('what is typed is offered', () =>
      from.items.some(({ label }) => label === 'nobody'),
    );
    // An answer that was given meanwhile names the same item as before.
    assert.equal(from.items[0]?.label, first?.label);
    from.value = '';
    await until('it is not any more', () => from.items.every(({ label }) => label !== 'nobody'));
    await answers.choose('three-tier-api-1');
    await answers.choose('three-tier-db-1');
    await asking;
    const trace = await shownTrace('three-tier-api-1 → three-tier-db-1');
    assert.ok(['arrives', 'delivered'].includes(trace.verdict), trace.verdict);
  });

  it('Trace from Here asks for the other end alone', async () => {
    const open = graph();
    assert.ok(open);
    const asking = vscode.commands.executeCommand(commands.traceFrom, subject(open, 'web'));
    await answers.choose('internet');
    await asking;
    await shownTrace('three-tier-web-1 → internet');
  });

  it('says in words what cannot be traced', async () => {
    await vscode.commands.executeCommand(commands.traceConnection, { from: 'nobody', to: 'db' });
    await answers.said(/Nothing here is called "nobody"/);
    assert.equal(graph()?.trace, undefined);
  });

  it('Show Names lists what a container can ask for', async () => {
    const open = graph();
    assert.ok(open);
    await vscode.commands.executeCommand(commands.showNames, subject(open, 'web'));
    const text = await shownText(/^Names that three-tier-web-1 can ask for/);
    assert.match(text, /^backend .*three-tier_front/m);
    assert.match(text, /^db: forwarded: no network of three-tier-web-1 has the name db/m);
  });

  it('Show Names asks for a container of the graph in sight where none is given', async () => {
    const asking = vscode.commands.executeCommand(commands.showNames);
    await answers.choose('three-tier-api-1');
    await asking;
    await shownText(/^Names that three-tier-api-1 can ask for/);
  });

  it('Connectivity Matrix opens once for each source, and goes with the others', async () => {
    const open = graph();
    assert.ok(open);
    const argument = subject(open, 'web');
    await vscode.commands.executeCommand(commands.showMatrix, argument);
    await until('the matrix has its title', () => {
      const [tab] = matrices();
      return tab !== undefined && /^Connectivity: .*docker-compose\.yml/.test(tab.label);
    });
    await vscode.commands.executeCommand(commands.showMatrix, argument);
    assert.equal(matrices().length, 1);
    await closeAllEditors();
    await until('it is closed', () => matrices().length === 0);
    await until('nobody looks at the project any more', () => api.graphs.length === 0);
  });
});
