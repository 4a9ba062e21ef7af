import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import type { BundleName } from '../../esbuild.mjs';
import { root } from '../../scripts/projectPaths';
import { filesFor, readMetafile } from './metafile';

/** What one of them makes its program load at once. */
const maxBundleBytes = 650_000;
/** The same with what is loaded on first use. */
const maxBytesWithLazy = 900_000;
/** Extension and command line with all that they share: each file more costs bytes in the package. */
const maxHostFiles = 12;

/** Some of what activation must not load. */
const onDemand = [
  'src/compose/readComposeProject.ts',
  'src/scene/export/svgOf.ts',
  'src/sources/engine/dockerodeEngine.ts',
  'src/vscode/commands/createNetwork.ts',
  'src/vscode/matrix/matrixPanel.ts',
];

interface Expected {
  readonly bundle: BundleName;
  /** Packages and folders that must never get into it. */
  readonly forbidden: RegExp;
  /** What it leaves to its surroundings: the editor, files beside it, native helpers that may be missing. */
  readonly externals: readonly string[];
}

const expected: Readonly<Record<string, Expected>> = {
  'dist/extension.js': {
    bundle: 'host',
    forbidden:
      /^(webview|src\/cli|test)\/|node_modules\/(cytoscape|dockerode|docker-modem|yaml|ssh2)\//,
    externals: ['./dockerode.js', './yaml.js', 'vscode'],
  },
  'dist/cli.js': {
    bundle: 'host',
    forbidden:
      /^(webview|src\/vscode|src\/extension|test)\b|node_modules\/(cytoscape|dockerode|docker-modem|yaml|ssh2)\//,
    externals: ['./dockerode.js', './yaml.js'],
  },
  'dist/webview.js': {
    bundle: 'webview',
    forbidden:
      /^(src\/(?!protocol\/)|test\/)|node_modules\/(dockerode|yaml|zod|ipaddr\.js|docker-modem)\//,
    externals: [],
  },
  'dist/matrix.js': {
    bundle: 'webview',
    forbidden:
      /^(src\/(?!protocol\/)|test\/)|node_modules\/(cytoscape|dockerode|yaml|zod|ipaddr\.js|docker-modem)\//,
    externals: [],
  },
  'dist/dockerode.js': {
    bundle: 'dockerode',
    forbidden: /^(src|webview|test)\/|node_modules\/(ssh2|@grpc|protobufjs|readable-stream)\//,
    externals: [],
  },
  'dist/yaml.js': {
    bundle: 'yaml',
    forbidden: /^(src|webview|test)\/|node_modules\/(?!yaml\/)/,
    externals: [],
  },
};

for (const [file, { bundle, forbidden, externals }] of Object.entries(expected))
  describe(file, () => {
    const metafile = readMetafile(bundle);
    const files = [...filesFor(metafile, file, { lazyToo: true })];
    const sizeOf = (some: Iterable<string>) =>
      [...some].reduce((total, one) => total + statSync(path.join(root, one)).size, 0);

    it('stays within its budget', () => {
      const bytes = sizeOf(filesFor(metafile, file, { lazyToo: false }));
      assert.ok(bytes > 1_000 && bytes < maxBundleBytes, `${bytes} bytes`);
    });

    it('stays within its budget with all that it may load of ours', () => {
      const bytes = sizeOf(files);
      assert.ok(bytes < maxBytesWithLazy, `${bytes} bytes`);
    });

    it('holds only what its layers allow', () => {
      const inputs = files.flatMap((one) => Object.keys(metafile.outputs[one]?.inputs ?? {}));
      assert.ok(inputs.length > 0, 'the build wrote nothing about it');
      assert.deepEqual(
        inputs.filter((input) => forbidden.test(input)),
        [],
      );
    });

    it('leaves to others only node, the editor and its neighbours', () => {
      const external = files
        .flatMap((one) => metafile.outputs[one]?.imports ?? [])
        .filter(({ external, path: to }) => external === true && !isBuiltin(to))
        .map(({ path: to }) => to);
      assert.deepEqual(
        [...new Set(external)].filter((to) => !externals.includes(to)),
        [],
      );
    });
  });

describe('extension and command line', () => {
  const metafile = readMetafile('host');

  it('come in few files', () => {
    const files = Object.keys(metafile.outputs);
    assert.ok(files.length <= maxHostFiles, files.join('\n'));
  });

  it('leave what is imported on demand out of what is loaded at once', () => {
    const inputsOf = (lazyToo: boolean) =>
      [...filesFor(metafile, 'dist/extension.js', { lazyToo })].flatMap((file) =>
        Object.keys(metafile.outputs[file]?.inputs ?? {}),
      );
    const atOnce = new Set(inputsOf(false));
    const all = inputsOf(true);
    for (const file of onDemand) {
      assert.ok(all.includes(file), `${file} is in no file`);
      assert.ok(!atOnce.has(file), `${file} is loaded at once`);
    }
  });
});

describe('loading dist/extension.js', () => {
  const metafile = readMetafile('host');
  const neighbours = (files: Iterable<string>) =>
    [...files]
      .flatMap((file) => metafile.outputs[file]?.imports ?? [])
      .filter(({ kind }) => kind !== 'dynamic-import')
      .map(({ path: to }) => to);

  for (const lazy of ['./dockerode.js', './yaml.js'])
    it(`does not load ${lazy}`, () => {
      const all = metafile.outputs;
      const used = Object.values(all).some(({ imports }) =>
        imports.some(({ path: to }) => to === lazy),
      );
      assert.ok(used, `nothing uses ${lazy}`);
      const eager = filesFor(metafile, 'dist/extension.js', { lazyToo: false });
      assert.ok(!neighbours(eager).includes(lazy));
    });
});
