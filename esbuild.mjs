import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));

/**
 * BuildKit's session is all that dockerode needs gRPC and protobuf for. Vethscope builds no images, and
 * without them the bundle is 40 % smaller.
 */
const emptyModule = path.join(root, 'scripts/emptyModule.cjs');

/** @typedef {'extension' | 'webview' | 'cli'} BundleName */

/**
 * The esbuild options of one bundle. `development` keeps names and adds source maps.
 * @param {BundleName} name
 * @param {{ readonly development?: boolean, readonly outdir?: string }} [how]
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
export function bundleOptions(name, { development = false, outdir = 'dist' } = {}) {
  /** @satisfies {esbuild.BuildOptions} */
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: !development,
    sourcemap: development ? 'linked' : false,
    logLevel: 'silent',
    legalComments: 'none',
    metafile: true,
    outdir,
  };
  /** @satisfies {esbuild.BuildOptions} */
  const host = {
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'cpu-features'],
    // ssh2 prefers native helpers that no .vsix can carry, and falls back to JavaScript.
    loader: { '.node': 'empty' },
    alias: {
      '@grpc/grpc-js': emptyModule,
      '@grpc/proto-loader': emptyModule,
      protobufjs: emptyModule,
    },
  };
  switch (name) {
    case 'extension':
      return { ...common, ...host, entryPoints: { extension: 'src/extension.ts' } };
    case 'cli':
      return {
        ...common,
        ...host,
        entryPoints: { cli: 'src/cli/main.ts' },
        banner: { js: '#!/usr/bin/env node' },
      };
    case 'webview':
      return {
        ...common,
        platform: 'browser',
        format: 'iife',
        target: 'chrome120',
        entryPoints: { webview: 'webview/main.ts' },
      };
  }
}

/** @type {readonly BundleName[]} */
export const bundleNames = ['extension', 'webview', 'cli'];

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
        if (name === 'cli') await chmod(path.join(root, 'dist/cli.js'), 0o755);
        const sizes = Object.entries(metafile.outputs)
          .filter(([file]) => !file.endsWith('.map'))
          .map(([file, { bytes }]) => `${file} ${Math.ceil(bytes / 1000)} KB`);
        console.log(sizes.join(', '));
      });
    },
  };
}

async function main() {
  const watch = process.argv.includes('--watch');
  const development = watch || process.argv.includes('--dev');
  const contexts = await Promise.all(
    bundleNames.map((name) =>
      esbuild.context({ ...bundleOptions(name, { development }), plugins: [report(name)] }),
    ),
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
