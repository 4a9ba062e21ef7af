import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { VethscopeApi } from '../../../src/vscode/api';
import { commands } from '../../../src/vscode/ids';
import { ComposeFolder, rangeOf } from './composeFolder';
import {
  activated,
  closeAllEditors,
  drawnGraph,
  graphOf,
  sceneIds,
  until,
} from './extensionUnderTest';

const files = {
  'compose.yml': `name: multi
include:
  - db.yml
services:
  web:
    extends: {file: common.yml, service: base}
    env_file: web.env
    ports:
      - "8080:80"
    networks:
      front:
        aliases:
          - www
networks:
  front:
    ipam:
      config:
        - subnet: \${SUBNET}
`,
  'compose.override.yml': `services:
  web:
    networks:
      back:
        ipv4_address: 10.8.0.5
networks:
  back:
    ipam: {config: [{subnet: 10.8.0.0/24}]}
`,
  'db.yml': 'services:\n  db:\n    image: postgres\n',
  'common.yml': 'services:\n  base:\n    image: nginx\n',
  'web.env': 'A=1\n',
  '.env': 'SUBNET=10.9.0.0/24\n',
};

describe('a project of several files', () => {
  let api: VethscopeApi;
  const folder = new ComposeFolder('multi');
  const source = () => folder.source('compose.yml');
  const graph = () => graphOf(api, source());

  before(async () => {
    api = await activated();
    await closeAllEditors();
    await folder.write(files);
  });

  after(async () => {
    await closeAllEditors();
    await folder.remove();
  });

  describe('its problems', () => {
    it('show without a graph once a file is open: all at once, in every file, at their places', async () => {
      await folder.show('compose.yml');
      await folder.waitForMarks('compose.yml', []);
      await folder.edit('compose.yml', '"8080:80"', '"80800:80"');
      await folder.edit('compose.yml', '          - www\n', '          - www\n        nope: 1\n');
      await folder.edit('compose.override.yml', 'ipv4_address: 10.8.0.5', 'ipv4_adress: 10.8.0.5');
      await until('the file is marked', () => folder.marks('compose.yml').length >= 2);
      await until('the override is marked', () => folder.marks('compose.override.yml').length > 0);
      const main = folder.marks('compose.yml').join('\n');
      assert.match(main, /9:9-9:19 Error .*80800/);
      assert.match(main, /14:9-14:13 Error validating .*compose\.yml: .*nope/);
      const [override = ''] = folder.marks('compose.override.yml');
      assert.match(override, /5:9-5:20 Error validating .*ipv4_adress/);
    });

    it('go when they are fixed', async () => {
      await folder.edit('compose.yml', '"80800:80"', '"8080:80"');
      await folder.edit('compose.yml', '        nope: 1\n', '');
      await folder.edit('compose.override.yml', 'ipv4_adress: 10.8.0.5', 'ipv4_address: 10.8.0.5');
      await folder.waitForMarks('compose.yml', []);
      await folder.waitForMarks('compose.override.yml', []);
    });

    it('tell what the engine would refuse, and the graph stays up to date', async () => {
      await folder.edit('compose.override.yml', '10.8.0.5', '10.7.0.5');
      await folder.waitForMarks('compose.override.yml', [
        '5:23-5:31 Warning 10.7.0.5 is refused by the engine: it lies outside back (10.8.0.0/24)',
      ]);
      await folder.edit('compose.override.yml', '10.7.0.5', '10.8.0.5');
      await folder.waitForMarks('compose.override.yml', []);
    });

    const sides: readonly (readonly [string, string, string, RegExp])[] = [
      ['db.yml', 'image: postgres', 'imagine: postgres', /3:5-3:12 Error .*imagine/],
      [
        '.env',
        'SUBNET=10.9.0.0/24',
        'SUBNET="10.9.0.0/24',
        /1:1-1:20 Error failed to read .*\.env/,
      ],
      ['common.yml', 'image: nginx', 'image: [', /Error .*yaml/],
    ];
    for (const [name, right, wrong, expected] of sides) {
      it(`stand in ${name} as it is typed there, and go when it is closed without saving`, async () => {
        await folder.show(name);
        await folder.edit(name, right, wrong);
        await until(`${expected.source} is told`, () =>
          folder.marks(name).some((mark) => expected.test(mark)),
        );
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
        await folder.waitForMarks(name, []);
      });
    }

    it('follow files on the disk: a missing env file is told at its name', async () => {
      await vscode.workspace.fs.delete(folder.file('web.env'));
      const path = folder.path('web.env');
      await folder.waitForMarks('compose.yml', [
        `7:15-7:22 Error env file ${path} not found: stat ${path}: no such file or directory`,
      ]);
      await folder.write({ 'web.env': 'A=2\n' });
      await folder.waitForMarks('compose.yml', []);
    });

    it('go with the last editor of the project', async () => {
      await folder.show('compose.yml');
      await folder.edit('compose.yml', 'env_file: web.env', 'env_file: none.env');
      await until('it is marked', () => folder.marks('compose.yml').length > 0);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await closeAllEditors();
      await until('the marks are gone', () => folder.marks('compose.yml').length === 0);
    });

    it('are not told of a file that lies over others, until its graph is asked for', async () => {
      await folder.write({ 'compose.prod.yml': 'services:\n  web:\n    ports: ["80:80"]\n' });
      await folder.show('compose.prod.yml');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      assert.deepEqual(folder.marks('compose.prod.yml'), []);
      await vscode.commands.executeCommand(commands.showGraph, folder.file('compose.prod.yml'));
      await until('it is marked', () => folder.marks('compose.prod.yml').length > 0);
      assert.match(folder.marks('compose.prod.yml').join(), /neither an image nor a build context/);
      await closeAllEditors();
      await until('the marks are gone', () => folder.marks('compose.prod.yml').length === 0);
    });
  });

  describe('its graph', () => {
    before(async () => {
      await folder.show('compose.yml');
      await vscode.commands.executeCommand(commands.showGraph, folder.file('compose.override.yml'));
      await drawnGraph(api, source());
    });

    it('is one for all of its files', async () => {
      await vscode.commands.executeCommand(commands.showGraph, folder.file('compose.yml'));
      assert.deepEqual(
        api.graphs.map((one) => one.source),
        [source()],
      );
      const ids = sceneIds(graph());
      for (const id of ['container:multi/web/1', 'container:multi/db/1', 'network:multi/back']) {
        assert.ok(ids.includes(id), id);
      }
    });

    it('follows unsaved text of every file, side files too', async () => {
      const subnet = () =>
        JSON.stringify(graph()?.topology?.networks.find(({ key }) => key === 'multi/front')?.ipam);
      await folder.edit('.env', '10.9.0.0/24', '10.9.1.0/24');
      await until('the subnet is the new one', () => subnet().includes('10.9.1.0/24'));
      await folder.edit('db.yml', '  db:', '  store:');
      await until('the new name is drawn', () =>
        sceneIds(graph()).includes('container:multi/store/1'),
      );
      await folder.edit('db.yml', '  store:', '  db:');
      await folder.edit('.env', '10.9.1.0/24', '10.9.0.0/24');
      await until('the old name is back', () => sceneIds(graph()).includes('container:multi/db/1'));
    });

    const cursors: readonly (readonly [string, string, string, readonly string[]])[] = [
      ['a service', 'compose.yml', '  web:', ['container:multi/web/1']],
      [
        'a network of a service',
        'compose.yml',
        'front:\n        al',
        ['endpoint:multi/web/1@multi/front'],
      ],
      ['an alias', 'compose.yml', 'www', ['endpoint:multi/web/1@multi/front']],
      [
        'a port',
        'compose.yml',
        '8080:80',
        ['port:multi/web/1/0.0.0.0:8080/80/tcp', 'port:multi/web/1/[::]:8080/80/tcp'],
      ],
      ['a network', 'compose.override.yml', 'back:\n    ipam', ['network:multi/back']],
      ['a service of an included file', 'db.yml', 'db:', ['container:multi/db/1']],
      ['an extended service', 'common.yml', 'image', ['container:multi/web/1']],
    ];
    for (const [name, file, text, expected] of cursors) {
      it(`selects what the cursor stands on: ${name}`, async () => {
        const editor = await folder.show(file);
        const { start } = rangeOf(editor.document, text);
        const inside = start.translate(0, 2);
        editor.selection = new vscode.Selection(inside, inside);
        await until(`${expected.join()} is selected`, () => {
          const selection = graph()?.selection ?? [];
          return selection.join() === expected.join();
        });
      });
    }
  });

  describe('hovering', () => {
    async function hover(file: string, text: string): Promise<string> {
      const { document } = await folder.show(file);
      const position = rangeOf(document, text).start.translate(0, 2);
      const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      const contents = hovers.flatMap(({ contents: all }) => all);
      return contents
        .map((content) => (typeof content === 'string' ? content : content.value))
        .join('\n');
    }
    const shows = (text: string, words: readonly string[]) => {
      const plain = text.replaceAll('\\', '').replaceAll('&nbsp;', ' ');
      for (const word of words) assert.ok(plain.includes(word), `"${word}" is not in: ${plain}`);
    };

    it('a service tells its networks, addresses and names, and from where', async () => {
      const text = await hover('compose.yml', '  web:');
      shows(text, ['multi-web-1', 'multi_front', '10.8.0.5', 'www', 'declared: ', 'predicted: ']);
      shows(text, ['_declared: common.yml:3_']);
    });

    it('a network tells its subnet', async () => {
      shows(await hover('compose.override.yml', 'back:\n    ipam'), ['multi_back', '10.8.0.0/24']);
    });

    it('says nothing where others know more', async () => {
      assert.equal(await hover('compose.yml', 'extends'), '');
    });

    it('shows foreign text as text', async () => {
      const wild = '[x](command:workbench.action.quit) <b>b</b> **c**';
      await folder.edit('db.yml', 'image: postgres', `image: '${wild}'`);
      const text = await until('the new text is there', async () => {
        const said = await hover('db.yml', 'db:');
        return said.includes('workbench') && said;
      });
      assert.ok(!text.includes('](command:'), text);
      assert.ok(!text.includes('<b>'), text);
      assert.ok(!text.includes('**c**'), text);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });
  });
});
