import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { activated, sampleUri, until } from './extensionUnderTest';

describe('the command line in a terminal', () => {
  const output = path.join(tmpdir(), `vethscope-graph-${process.pid}.json`);
  let terminal: vscode.Terminal | undefined;

  after(() => {
    terminal?.dispose();
    rmSync(output, { force: true });
  });

  it('is there without being installed', async () => {
    await activated();
    // Not the user's shell with its own start files: a plain one.
    terminal = vscode.window.createTerminal({ name: 'vethscope', shellPath: '/bin/sh' });
    const file = sampleUri().fsPath;
    terminal.sendText(`vethscope graph '${file}' --format json -o '${output}'`);
    const graph = await until('the graph is written', () => parsed(output));
    assert.match(JSON.stringify(graph), /"container:three-tier\/web\/1"/);
  });
});

/** The file as JSON, once it is written whole. */
function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
