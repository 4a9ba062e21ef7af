import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../../src/vscode/ids';
import { findDockerCompose } from '../../support/engine/dockerCompose';
import { ComposeFolder } from './composeFolder';
import { activated, closeAllEditors, until } from './extensionUnderTest';
import { Answers } from './quickInputs';

describe('comparing with the real docker compose', () => {
  const folder = new ComposeFolder('compared');
  const answers = new Answers();
  const { PATH = '' } = process.env;
  let programs: string;
  let compose: string;

  /** Puts it on the path under its usual name. What it prints goes through `filter`. */
  const install = (filter: string) =>
    writeFile(
      path.join(programs, 'docker'),
      `#!/bin/sh\nPATH='${PATH}'\n[ "$1" = compose ] && shift\n${filter}\n`,
      { mode: 0o755 },
    );

  before(async function () {
    programs = await mkdtemp(path.join(tmpdir(), 'vethscope-programs-'));
    const found = await findDockerCompose();
    if (found === undefined) this.skip();
    compose = found.command;
    await install(`exec '${compose}' "$@"`);
    process.env['PATH'] = `${programs}:${PATH}`;
    await activated();
    await closeAllEditors();
    await folder.write({
      'compose.yml':
        'services:\n  web: {image: a, ports: ["8080:80"], networks: [front]}\n  db: {image: b}\n' +
        'networks: {front: {ipam: {config: [{subnet: 10.9.0.0/24}]}}}\n',
      'refused/compose.yml': 'services:\n  web: {image: a, networks: [front]}\n',
    });
    answers.install();
  });

  after(async () => {
    process.env['PATH'] = PATH;
    answers.restore();
    await closeAllEditors();
    await folder.remove();
    await rm(programs, { recursive: true });
  });

  beforeEach(async () => {
    answers.asked.splice(0);
    // The next test's project is read in its own surroundings.
    await closeAllEditors();
  });

  it('says that both read the project in the same way', async () => {
    await folder.show('compose.yml');
    await vscode.commands.executeCommand(commands.compareCompose);
    await answers.said(/reads the networking of .*compared\/compose\.yml in the same way/);
  });

  it('says that both refuse it with the same words', async () => {
    await folder.show('refused/compose.yml');
    await vscode.commands.executeCommand(commands.compareCompose);
    await answers.said(/refuses .*refused\/compose\.yml with the same words/);
  });

  it('shows side by side what another version reads differently', async () => {
    // As if it chose another subnet.
    await install(`'${compose}' "$@" | sed s/10.9.0.0/10.7.0.0/`);
    await folder.show('compose.yml');
    await vscode.commands.executeCommand(commands.compareCompose);
    const diff = await until('a comparison is shown', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff && input;
    });
    const text = async (uri: vscode.Uri) => {
      const document = await vscode.workspace.openTextDocument(uri);
      return JSON.parse(document.getText()) as { readonly networks: unknown };
    };
    const [own, theirs] = [await text(diff.original), await text(diff.modified)];
    assert.match(JSON.stringify(own.networks), /10\.9\.0\.0/);
    assert.equal(JSON.stringify(theirs), JSON.stringify(own).replaceAll('10.9.0.0', '10.7.0.0'));
  });

  it('says what to do where there is none', async () => {
    process.env['PATH'] = '/nonexistent';
    await folder.show('compose.yml');
    await vscode.commands.executeCommand(commands.compareCompose);
    await answers.said(/no docker compose on this machine\. Install its plugin/);
  });
});
