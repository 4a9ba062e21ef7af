import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CliIo } from '../../../src/cli/cliIo';
import { runCommandLine } from '../../../src/cli/runCommandLine';
import { oracleJson } from '../../support/oracleSnapshots';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Report {
  readonly format: string;
  readonly sources: readonly {
    readonly source: string;
    readonly refused: boolean;
    readonly findings: readonly { readonly code: string; readonly severity: string }[];
    readonly assertions: readonly { readonly holds: boolean | null; readonly verdict: string }[];
  }[];
}

const project = `name: shop
services:
  web: {image: x, networks: [front]}
  api: {image: x, networks: {front: {aliases: [db]}, back: {}}}
  db: {image: x, networks: [back]}
networks: {front: {}, back: {internal: true}}
`;

describe('check on the command line', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vethscope-cli-'));
    const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
    await write('s.json', JSON.stringify(oracleJson('docker28/a_three_tier')));
    await write('swarm.json', JSON.stringify(oracleJson('docker28/n_swarm_overlay')));
    await write('compose.yaml', project);
    const port = '{image: x, ports: ["80:80"]}';
    await write('twice.yaml', `services:\n  a: ${port}\n  b: ${port}\n`);
    const ports = Array.from({ length: 8 }, (_, n) => `  p${n}: ${port}\n`);
    await write('ports.yaml', `services:\n${ports.join('')}`);
    const apart = ['a', 'b'].flatMap((network) =>
      [0, 1, 2].map((n) => `  ${network}${n}: {image: x, networks: [${network}]}\n`),
    );
    await write('many.yaml', `name: many\nservices:\n${apart.join('')}networks: {a: {}, b: {}}\n`);
    await write('more.yaml', 'services:\n  web: {networks: [back]}\n');
    await write('broken.yaml', 'services:\n  web: {image: x, networks: [gone]}\n');
    await write(
      'wanted.txt',
      '# who may what\n\nweb -> api yes\nweb -> 172.21.0.3:80 no # isolated\n',
    );
  });

  after(() => rm(folder, { recursive: true }));

  async function run(...argv: readonly string[]): Promise<Run> {
    let out = '';
    let err = '';
    const io: CliIo = {
      stdout: (text) => void (out += text),
      stderr: (text) => void (err += text),
      environment: {},
      folder,
      signal: new AbortController().signal,
    };
    const code = await runCommandLine(['check', ...argv], io);
    return { code, out, err };
  }

  it('says what is good to know, and is fine with it', async () => {
    const { code, out, err } = await run('s.json');
    assert.equal(code, 0);
    assert.equal(err, '');
    assert.match(out, /^s\.json:\n/);
    assert.match(out, /information other-address: web reaches api by the name api/);
    assert.match(out, /findings: 0 error, 0 warning, \d+ information\n$/);
  });

  it('tells once what is only good to know, with the number and the first names of the rest', async () => {
    const { out } = await run('many.yaml', '--json');
    const [many] = (JSON.parse(out) as Report).sources;
    const outside = many?.findings.filter(({ code }) => code === 'asked-outside').length;
    assert.equal(outside, 6, 'each is there for programs');
    const { out: text, code } = await run('many.yaml');
    assert.equal(code, 0);
    const lines = text.split('\n').filter((line) => line.includes('asked-outside'));
    assert.equal(lines.length, 2, text);
    assert.match(
      lines[0] ?? '',
      /^information asked-outside: many-a0-1 asks a resolver outside for b0,/,
    );
    assert.equal(
      lines[1],
      '  5 more of asked-outside (many-a0-1 → b1, many-a0-1 → b2, many-b0-1 → a0, …); --json lists them',
    );
    assert.match(text, /findings: 0 error, 0 warning, 6 information\n$/);
  });

  it('tells each thing to act upon, up to five of a kind', async () => {
    const { out } = await run('ports.yaml');
    assert.equal(out.match(/^warning up-refused: /gm)?.length, 5);
    assert.match(
      out,
      /^ {2}2 more of up-refused \(.*ports\.yaml:8:.*, .*ports\.yaml:9:[^,]*\); --json/m,
    );
  });

  it('fails where a rule of Docker’s is missing, unless told otherwise', async () => {
    assert.equal((await run('swarm.json')).code, 1);
    assert.equal((await run('swarm.json', '--fail-on', 'never')).code, 0);
  });

  it('fails on lesser findings when asked to', async () => {
    assert.equal((await run('compose.yaml')).code, 0);
    const { code, out } = await run('compose.yaml', '--fail-on', 'warning');
    assert.equal(code, 1);
    assert.match(out, /^warning name-of-another: shop-web-1 gets shop-api-1 .* for db/m);
  });

  const assertions: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['that hold', ['web -> api yes', 'db -> web:80 no', 'web → db dropped'], 0, /3 of 3 hold/],
    ['of which one fails', ['web -> api no'], 1, /^FAILS: web -> api no \(delivered: /m],
    ['about the outside', ['web -> internet arrives'], 0, /^holds: web -> internet/m],
    ['about a name', ['web -> db unresolved', 'web -> db no'], 0, /2 of 2 hold/],
    ['about a name that there is', ['web -> api unresolved'], 1, /^FAILS: .* \(delivered: /m],
    ['in a file', ['--assertions', 'wanted.txt'], 0, /2 of 2 hold/],
  ];
  for (const [title, argv, wanted, said] of assertions) {
    it(`checks assertions ${title}`, async () => {
      const { code, out } = await run('s.json', ...argv);
      assert.match(out, said);
      assert.equal(code, wanted);
    });
  }

  it('says which assertion it could not tell, after all that it could', async () => {
    const { code, out, err } = await run('s.json', 'web -> api yes', 'ghost -> api yes');
    assert.equal(code, 2);
    assert.match(out, /^holds: web -> api yes/m);
    assert.match(err, /^vethscope: check: "ghost -> api yes" could not be told: .*\n$/);
  });

  it('takes compose files together as one project, other sources by themselves', async () => {
    const { out } = await run('compose.yaml', 's.json', 'more.yaml', '--json');
    const { format, sources } = JSON.parse(out) as Report;
    assert.equal(format, 'vethscope-check/1');
    assert.deepEqual(
      sources.map(({ source }) => source),
      ['compose.yaml more.yaml', 's.json'],
    );
    assert.equal((await run('compose.yaml', 'web -> shop-db-1 no')).code, 0);
    assert.equal((await run('compose.yaml', 'more.yaml', 'web -> shop-db-1 yes')).code, 0);
  });

  it('fails on what docker compose refuses, with its words and place', async () => {
    const { code, out } = await run('broken.yaml', 'web -> api yes');
    assert.equal(code, 1);
    assert.match(
      out,
      /^broken\.yaml: refused\nerror compose-refused: .*broken\.yaml:2:\d+: .*gone/,
    );
  });

  it('tells what only the engine would refuse, and where', async () => {
    const { code, out } = await run('twice.yaml', '--fail-on', 'warning');
    assert.equal(code, 1);
    assert.match(out, /^warning up-refused: .*Host port 80: a publishes it, too;/m);
    assert.equal((await run('twice.yaml')).code, 0);
  });

  const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no source', [], /no source given/],
    ['a verdict that is none', ['s.json', 'web -> api maybe'], /it is yes, no or one of/],
    ['half an assertion', ['s.json', 'web -> api'], /is no assertion; write it like/],
    ['a port that is none', ['s.json', 'web -> api:99999 yes'], /port is a number/],
    ['a severity that is none', ['s.json', '--fail-on', 'bad'], /--fail-on is one of/],
    ['a format that is none', ['s.json', '--format', 'xml'], /one of text, json/],
    ['assertions that are not there', ['s.json', '--assertions', 'no.txt'], /ENOENT/],
    ['a source that is not there', ['no.json'], /cannot read no\.json/],
    [
      'an assertion without quotes',
      ['s.json', 'web', 'yes'],
      /web: .*; name .* assertions in quotes/,
    ],
  ];
  for (const [title, argv, said] of mistakes) {
    it(`exits 2 with one line on ${title}`, async () => {
      const { code, err } = await run(...argv);
      assert.equal(code, 2);
      assert.match(err, said);
      assert.match(err, /^[^\n]+\n$/);
    });
  }
});
