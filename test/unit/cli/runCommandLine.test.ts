import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

interface GraphElement {
  readonly kind: string;
  readonly name: string;
  readonly ref: string;
}

describe('runCommandLine', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vethscope-cli-'));
    await writeFile(
      path.join(folder, 's.json'),
      JSON.stringify(oracleJson('docker28/a_three_tier')),
    );
    await writeFile(
      path.join(folder, 'compose.yaml'),
      'name: shop\nservices:\n  web:\n    image: x\n    ports: ["8080:80"]\n',
    );
    await writeFile(path.join(folder, 'broken.yaml'), 'services:\n  web: [\n');
    await writeFile(path.join(folder, 'other.json'), '{"format":"something-else"}');
  });

  after(() => rm(folder, { recursive: true }));

  async function run(...argv: readonly string[]): Promise<Run> {
    let out = '';
    let err = '';
    const io: CliIo = {
      stdout: (text) => void (out += text),
      stderr: (text) => void (err += text),
      environment: { DOCKER_HOST: `unix://${folder}/no.sock` },
      folder,
      signal: new AbortController().signal,
    };
    const code = await runCommandLine(argv, io);
    return { code, out, err };
  }

  function elements({ out }: Run): readonly GraphElement[] {
    return (JSON.parse(out) as { elements: readonly GraphElement[] }).elements;
  }

  it('draws a snapshot', async () => {
    const done = await run('graph', 's.json', '--format', 'json');
    assert.equal(done.code, 0);
    assert.deepEqual(
      elements(done)
        .filter(({ kind }) => kind === 'container')
        .map(({ name }) => name)
        .sort(),
      ['api', 'db', 'stopped', 'web'],
    );
  });

  it('draws several sources in frames of their own', async () => {
    const done = await run('graph', 's.json', 'compose.yaml', 's.json');
    assert.equal(done.code, 0, done.err);
    const frames = elements(done).filter(({ kind }) => kind === 'engine');
    assert.deepEqual(
      frames.map(({ name, ref }) => [ref, name.split(' ')[0]]),
      [
        ['s.json', 'Docker'],
        ['compose.yaml', 'Project'],
        ['s.json~2', 'Docker'],
      ],
    );
    const picture = await run('graph', 's.json', 'compose.yaml', '--format', 'svg');
    assert.match(picture.out, /^<svg [^]*Project shop, as planned/);
  });

  for (const [format, start] of [
    ['svg', '<svg xmlns='],
    ['mermaid', '%% written by Vethscope\nflowchart TB'],
    ['dot', '// written by Vethscope\ndigraph '],
    ['drawio', '<?xml version="1.0" encoding="UTF-8"?>\n<mxfile '],
  ] as const) {
    it(`draws as ${format}`, async () => {
      const done = await run('graph', 's.json', '--format', format);
      assert.equal(done.code, 0, done.err);
      assert.ok(done.out.startsWith(start), done.out.slice(0, 80));
      for (const name of ['api', 'db', 'stopped', 'web']) assert.ok(done.out.includes(name), name);
    });
  }

  it('draws in the asked depth', async () => {
    const kindsIn = async (depth: string) => {
      const { out } = await run('graph', 's.json', '--depth', depth);
      const { elements } = JSON.parse(out) as { readonly elements: readonly { kind: string }[] };
      return new Set(elements.map(({ kind }) => kind));
    };
    assert.ok((await kindsIn('wiring')).has('endpoint'));
    assert.ok(!(await kindsIn('networks')).has('endpoint'));
  });

  it('draws in the asked theme, with a legend, into a file', async () => {
    const asked = ['--format', 'svg', '--theme', 'print', '--legend', '-o', 'g.svg'];
    assert.equal((await run('graph', 's.json', ...asked)).code, 0);
    const svg = await readFile(path.join(folder, 'g.svg'), 'utf8');
    assert.match(svg, /Dashed: declared or predicted/);
    const colours = new Set(svg.match(/#[0-9a-f]{6}(?=")/g));
    assert.deepEqual([...colours].sort(), ['#000000', '#ffffff']);
  });

  it('lets the path of a trace stand out', async () => {
    const asked = ['--format', 'svg', '--legend', '--from', 'web', '--to', 'api:8080'];
    const done = await run('graph', 's.json', ...asked);
    assert.equal(done.code, 0, done.err);
    const card = (name: string) =>
      new RegExp(`<g([^>]*)><title>Container ${name},`).exec(done.out)?.[1];
    assert.equal(card('web'), '');
    assert.equal(card('api'), '');
    assert.equal(card('db'), ' opacity="0.25"');
    assert.match(done.out, /Not dimmed: the trace’s path/);
  });

  for (const [why, ...asked] of [
    ['give both', '--from', 'web'],
    ['Nothing here is called', '--from', 'nobody', '--to', 'db:5432', '--format', 'svg'],
    ['json has no highlight', '--from', 'web', '--to', 'db:5432'],
    ['family is 4 or 6', '--from', 'web', '--to', 'db:5432', '--family', '5'],
  ] as const) {
    it(`says why it lights no path: ${why}`, async () => {
      const done = await run('graph', 's.json', ...asked);
      assert.equal(done.code, 2);
      assert.ok(done.err.includes(why), done.err);
      assert.equal(done.out, '');
    });
  }

  it('draws a compose file', async () => {
    const done = await run('graph', 'compose.yaml');
    assert.equal(done.code, 0);
    assert.deepEqual(
      elements(done)
        .filter(({ kind }) => kind === 'network' || kind === 'container')
        .map(({ name }) => name)
        .sort(),
      ['shop-web-1', 'shop_default'],
    );
  });

  it('writes to a file', async () => {
    const done = await run('graph', 's.json', '-o', 'out.json');
    assert.deepEqual(done, { code: 0, out: '', err: '' });
    const text = await readFile(path.join(folder, 'out.json'), 'utf8');
    assert.equal((JSON.parse(text) as { format: string }).format, 'vethscope-scene/1');
  });

  it('explains itself', async () => {
    const done = await run('--help');
    assert.equal(done.code, 0);
    assert.match(done.out, /^usage: vethscope/);
  });

  it('explains one command, and tells its version', async () => {
    for (const argv of [
      ['trace', '--help'],
      ['trace', 's.json', '-h'],
      ['help', 'trace'],
    ]) {
      const { code, out } = await run(...argv);
      assert.equal(code, 0);
      assert.match(out, /^usage: vethscope trace SOURCE /);
      assert.match(out, /\nSOURCE is /);
      assert.doesNotMatch(out, /vethscope names/);
    }
    const graph = await run('graph', '--help');
    assert.match(graph.out, /--theme light/, 'its second line belongs to it');
    assert.match((await run('--version')).out, /^\d+\.\d+\.\d+\n$/);
  });

  it('finds no way from web to db, and says which', async () => {
    const done = await run('trace', 's.json', '--from', 'web', '--to', '172.21.0.3:80');
    assert.equal(done.code, 1);
    assert.match(done.out, /dropped/);
  });

  it('tells rules as JSON, with where they are from', async () => {
    const done = await run('rules', 'compose.yaml', '--json');
    assert.deepEqual([done.code, done.err], [0, '']);
    const told = JSON.parse(done.out) as Record<string, unknown> & { source: { kind: string } };
    assert.equal(told['format'], 'vethscope-rules/1');
    assert.equal(told.source.kind, 'predicted');
    assert.match(String(told['rules']), /^\*raw\n/);
  });

  const refusals: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['no command', [], 2, /^usage: vethscope/],
    ['an unknown command', ['paint'], 2, /unknown command "paint"/],
    ['an unknown theme', ['graph', 's.json', '--theme', 'sepia'], 2, /unknown theme "sepia"/],
    ['an unknown depth', ['graph', 's.json', '--depth', 'all'], 2, /unknown depth "all"/],
    ['an unknown format', ['graph', 's.json', '--format', 'pdf'], 2, /unknown format "pdf"/],
    [
      'an unknown option',
      ['graph', 's.json', '--fast'],
      2,
      /Unknown option '--fast'; vethscope --help lists/,
    ],
    ['no source', ['graph'], 2, /no source given/],
    [
      'a file that is not there',
      ['graph', 'none.json'],
      2,
      /cannot read none.json: there is no such file;/,
    ],
    ['a folder that is not there', ['graph', 's.json', '-o', 'no/x.json'], 2, /cannot write/],
    ['JSON that is no snapshot', ['graph', 'other.json'], 2, /is no snapshot/],
    ['a compose file that is broken', ['graph', 'broken.yaml'], 1, /broken\.yaml:\d+:\d+: /],
    ['an engine that is not there', ['graph', 'engine'], 2, /There is no engine/],
    ['a snapshot of no engine', ['snapshot'], 2, /There is no engine/],
    ['an unknown probe', ['snapshot', '--probe', 'root'], 2, /unknown probe "root"; use none/],
  ];
  for (const [situation, argv, code, message] of refusals) {
    it(`answers ${situation} with one line and exit code ${code}`, async () => {
      const done = await run(...argv);
      assert.equal(done.code, code);
      assert.match(done.err, message);
      assert.equal(done.out, '');
      if (argv.length > 0) assert.equal(done.err.trimEnd().split('\n').length, 1);
    });
  }
});
