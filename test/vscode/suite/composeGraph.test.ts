import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands } from '../../../src/vscode/ids';
import {
  activated,
  closeAllEditors,
  drawnGraph,
  graphOf,
  sampleUri,
  sceneIds,
  until,
} from './extensionUnderTest';

describe('the graph of a compose file', () => {
  let api: VethscopeApi;
  let document: vscode.TextDocument;
  const source = () => `compose:${sampleUri().toString()}`;
  const graph = () => graphOf(api, source());

  async function edit(search: string, replacement: string): Promise<void> {
    const at = document.getText().indexOf(search);
    assert.ok(at >= 0, `"${search}" is not in the file`);
    const change = new vscode.WorkspaceEdit();
    const range = new vscode.Range(
      document.positionAt(at),
      document.positionAt(at + search.length),
    );
    change.replace(document.uri, range, replacement);
    assert.ok(await vscode.workspace.applyEdit(change));
  }

  before(async () => {
    api = await activated();
    document = await vscode.workspace.openTextDocument(sampleUri());
  });

  after(async () => {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeAllEditors();
  });

  it('opens by itself in the sample, beside the file', async () => {
    const { sent, topology } = await drawnGraph(api, source());
    assert.equal(sent?.status.kind, 'fresh');
    assert.equal(sent.scene?.origin, 'compose');
    assert.deepEqual(
      topology?.networks.map(({ key }) => key),
      ['three-tier/back', 'three-tier/front'],
    );
    const columns = vscode.window.tabGroups.all.map(({ viewColumn }) => viewColumn);
    assert.deepEqual(columns, [vscode.ViewColumn.One, vscode.ViewColumn.Two]);
  });

  it('draws every container, endpoint and published port of the file', async () => {
    const drawn = await drawnGraph(api, source());
    const ids = sceneIds(drawn);
    for (const wanted of [
      'network:three-tier/back',
      'network:three-tier/front',
      'container:three-tier/api/1',
      'container:three-tier/db/1',
      'container:three-tier/web/1',
      'endpoint:three-tier/api/1@three-tier/back',
      'endpoint:three-tier/api/1@three-tier/front',
    ]) {
      assert.ok(ids.includes(wanted), wanted);
    }
    // One for each address family.
    assert.deepEqual(
      drawn.topology?.publishedPorts.map(({ hostAddress }) => hostAddress.value),
      ['0.0.0.0', '::'],
    );
    for (const { key } of drawn.topology.publishedPorts) assert.ok(ids.includes(`port:${key}`));
  });

  it('opens once, however often it is asked for', async () => {
    await vscode.commands.executeCommand(commands.showGraph, sampleUri());
    await vscode.commands.executeCommand(commands.showGraph, sampleUri());
    assert.equal(api.graphs.length, 1);
  });

  it('follows what is typed and not saved', async () => {
    const before = graph()?.sent?.version ?? 0;
    await edit('back:\n    internal: true', 'back:\n    internal: true\n  extra:');
    await edit('      - back\n', '      - back\n      - extra\n');
    assert.equal(document.isDirty, true);
    const wanted = 'endpoint:three-tier/db/1@three-tier/extra';
    await until('the new endpoint is drawn', () => sceneIds(graph()).includes(wanted));
    assert.ok((graph()?.sent?.version ?? 0) > before);
    assert.equal(graph()?.sent?.status.kind, 'fresh');
  });

  it('keeps the last good picture while the file is broken, and underlines the place', async () => {
    const good = sceneIds(graph());
    const line = document.getText().split('\n').indexOf('services:');
    await edit('services:\n', 'services: [\n');
    await until('the picture is stale', () => graph()?.sent?.status.kind === 'stale');
    assert.deepEqual(sceneIds(graph()), good);
    const errors = await until('the place is underlined', () => {
      const found = vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ source: from }) => from === 'Vethscope');
      return found.length > 0 && found;
    });
    assert.equal(errors[0]?.severity, vscode.DiagnosticSeverity.Error);
    const [{ range } = assert.fail()] = errors;
    assert.ok(range.start.line >= line, `line ${range.start.line}`);
    assert.ok(range.end.line < document.lineCount);
  });

  it('takes the marks off when the file is right again', async () => {
    await edit('services: [\n', 'services:\n');
    await until('the picture is fresh', () => graph()?.sent?.status.kind === 'fresh');
    assert.deepEqual(
      vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ source: from }) => from === 'Vethscope'),
      [],
    );
  });

  it('comes back whole after it was hidden', async () => {
    const before = graph()?.sent?.version ?? 0;
    const other = await vscode.workspace.openTextDocument({ content: 'in front of it' });
    await vscode.window.showTextDocument(other, { viewColumn: vscode.ViewColumn.Two });
    await edit('      - extra\n', '');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('it was sent again', () => (graph()?.sent?.version ?? 0) > before);
    const gone = 'endpoint:three-tier/db/1@three-tier/extra';
    await until('what changed meanwhile is drawn', () => !sceneIds(graph()).includes(gone));
  });

  it('ends with its tab, and so do its marks', async () => {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const graphs = tabs.filter(({ input }) => input instanceof vscode.TabInputWebview);
    assert.equal(graphs.length, 1);
    await vscode.window.tabGroups.close(graphs);
    await until('the graph is gone', () => api.graphs.length === 0);
  });

  it('plans a file that docker compose would not find on its own', async () => {
    const uri = vscode.Uri.joinPath(sampleUri(), '../compose.other.yml');
    await vscode.workspace.fs.writeFile(
      uri,
      new TextEncoder().encode('services:\n  lone:\n    image: busybox\n'),
    );
    await vscode.commands.executeCommand(commands.showGraph, uri);
    const ids = sceneIds(await drawnGraph(api, `compose:${uri.toString()}`));
    assert.ok(
      ids.includes('container:three-tier/lone/1'),
      ids.filter((id) => id.startsWith('container:')).join(),
    );
    await vscode.workspace.fs.delete(uri);
  });
});
