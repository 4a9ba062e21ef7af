import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { cureCytoscape } from './scripts/cureCytoscape.mjs';
import { fewFiles } from './scripts/fewFiles.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));

const nodeTarget = 'node20';

const emptyModule = path.join(root, 'scripts/emptyModule.cjs');
const silentDebug = path.join(root, 'scripts/silentDebug.cjs');

/**
 * What dockerode needs for building images and for SSH. Vethscope builds nothing and leaves SSH to the
 * user's own program; without these the bundle is a fraction of the size.
 */
const unusedParts = [
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  'protobufjs',
  'tar-fs',
  '@balena/dockerignore',
  'ssh2',
];

/** What is loaded on first use, as wholes: what a file that is imported on demand belongs to. */
const parts = {
  engine: /^src\/sources\/engine\//,
  compose: /^src\/(compose|sources\/compose)\//,
  features: /^src\/(vscode|analysis)\//,
};

/** @typedef {'host' | 'webview' | 'dockerode' | 'yaml'} BundleName */

/**
 * What extension and command line both need, and neither at once: dockerode when an engine is opened, yaml
 * when a compose file is read. Each is a file beside the bundles.
 * @param {readonly string[]} packages
 * @returns {esbuild.Plugin}
 */
function beside(...packages) {
  return {
    name: 'beside',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(${packages.join('|')})$`) }, ({ path: name }) => ({
        path: `./${name}.js`,
        external: true,
      }));
    },
  };
}

/**
 * esbuild shares code between entry points in ES modules only, and the editor takes CommonJS: each file is
 * translated on its way to the disk.
 * @param {{ readonly outdir: string, readonly development: boolean }} how
 * @returns {esbuild.Plugin}
 */
function asCommonJs({ outdir, development }) {
  return {
    name: 'as-common-js',
    setup(build) {
      build.onEnd(async ({ outputFiles = [] }) => {
        if (outputFiles.length === 0) return;
        const folder = path.resolve(root, outdir);
        await mkdir(folder, { recursive: true });
        const stale = (await readdir(folder)).filter((file) => /^core-\w+\.js$/.test(file));
        await Promise.all(stale.map((file) => rm(path.join(folder, file))));
        for (const { path: file, text } of outputFiles) {
          const { code } = await esbuild.transform(text, {
            format: 'cjs',
            platform: 'node',
            target: nodeTarget,
            minify: !development,
            sourcemap: development ? 'inline' : false,
            legalComments: 'none',
            // The editor's extension host is sure to know `require`.
            supported: { 'dynamic-import': false },
          });
          const program = path.basename(file) === 'cli.js';
          await writeFile(file, program ? `#!/usr/bin/env node\n${code}` : code);
          if (program) await chmod(file, 0o755);
        }
      });
    },
  };
}

/**
 * What all bundles have in common. `development` keeps names and adds source maps.
 * @param {boolean} development
 */
const common = (development) => ({
  absWorkingDir: root,
  bundle: true,
  minify: !development,
  sourcemap: development ? /** @type {const} */ ('linked') : false,
  logLevel: /** @type {const} */ ('silent'),
  legalComments: /** @type {const} */ ('none'),
  metafile: /** @type {const} */ (true),
});

/**
 * What runs in node has in common.
 * @param {boolean} development
 */
export const nodeOptions = (development) => ({
  ...common(development),
  platform: /** @type {const} */ ('node'),
  format: /** @type {const} */ ('cjs'),
  target: nodeTarget,
  external: ['vscode'],
  alias: Object.fromEntries(unusedParts.map((part) => [part, emptyModule])),
});

/**
 * The esbuild options of one bundle.
 * @param {BundleName} name
 * @param {{ readonly development?: boolean, readonly outdir?: string }} [how]
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
export function bundleOptions(name, { development = false, outdir = 'dist' } = {}) {
  const node = nodeOptions(development);
  const besides = beside('dockerode', 'yaml');
  switch (name) {
    // Extension and command line with what they share; what is behind `import()` stands in files of its own.
    case 'host':
      return {
        ...node,
        format: 'esm',
        splitting: true,
        chunkNames: 'core-[hash]',
        sourcemap: development ? 'inline' : false,
        write: false,
        outdir,
        entryPoints: { extension: 'src/extension.ts', cli: 'src/cli/main.ts' },
        plugins: [
          besides,
          fewFiles(parts, { main: 'src/extension.ts', plugins: [besides] }),
          asCommonJs({ outdir, development }),
        ],
      };
    case 'dockerode':
      return {
        ...node,
        outdir,
        entryPoints: { dockerode: 'dockerode' },
        // docker-modem's duplex stream is node's own; the package is for older ones. What is said to an engine
        // is nobody else's business, whatever DEBUG says.
        alias: { ...node.alias, 'readable-stream': 'stream', debug: silentDebug },
      };
    case 'yaml':
      return { ...node, outdir, entryPoints: { yaml: 'yaml' } };
    case 'webview':
      return {
        ...common(development),
        outdir,
        platform: 'browser',
        format: 'iife',
        target: 'chrome120',
        entryPoints: { webview: 'webview/main.ts', matrix: 'webview/matrixMain.ts' },
        plugins: [cureCytoscape],
      };
  }
}

/** @type {readonly BundleName[]} */
export const bundleNames = ['host', 'webview', 'dockerode', 'yaml'];

/**
 * Prints what went wrong, writes the metafile, makes the command line executable.
 * @param {BundleName} name
 * @returns {esbuild.Plugin}
 */
function report(name) {
  return {
    name: 'report',
    setup(build) {
      build.onEnd(async ({ errors, warnings, metafile }) => {
        const lines = [
          ...(await esbuild.formatMessages(errors, { kind: 'error' })),
          ...(await esbuild.formatMessages(warnings, { kind: 'warning' })),
        ];
        for (const line of lines) console.error(line);
        if (metafile === undefined) return;
        await mkdir(path.join(root, 'out/meta'), { recursive: true });
        await writeFile(path.join(root, `out/meta/${name}.json`), JSON.stringify(metafile));
        const sizes = Object.entries(metafile.outputs)
          .filter(([file, { bytes }]) => !file.endsWith('.map') && bytes > 9_000)
          .map(([file, { bytes }]) => `${file} ${Math.ceil(bytes / 1000)} KB`);
        console.log(sizes.join(', '));
      });
    },
  };
}

async function main() {
  // Who runs several things that want a build at the same time has built before.
  if (process.env['VETHSCOPE_BUILT'] === '1') return;
  const watch = process.argv.includes('--watch');
  const development = watch || process.argv.includes('--dev');
  const contexts = await Promise.all(
    bundleNames.map((name) => {
      const options = bundleOptions(name, { development });
      return esbuild.context({ ...options, plugins: [...(options.plugins ?? []), report(name)] });
    }),
  );
  if (watch) {
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  const results = await Promise.allSettled(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.dispose()));
  if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
}

// No top-level await: tests load this file as CommonJS.
if (process.argv[1] === fileURLToPath(import.meta.url))
  main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
