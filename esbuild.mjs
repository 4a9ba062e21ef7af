import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));

const emptyModule = path.join(root, 'scripts/emptyModule.cjs');

/**
 * What dockerode and ssh2 need for building images, for serving SSH, for files over SSH and for reading
 * encrypted keys. Vethscope builds nothing and leaves keys to the agent; without these the bundles are
 * half the size.
 */
const unusedParts = [
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  'protobufjs',
  'tar-fs',
  '@balena/dockerignore',
  'bcrypt-pbkdf',
];

/** @typedef {'extension' | 'webview' | 'cli' | 'ssh2'} BundleName */

/**
 * SSH is for engines at `ssh://` addresses: a file of its own beside the bundles, which both of them
 * load when an engine is opened.
 * @type {esbuild.Plugin}
 */
const sshBeside = {
  name: 'ssh-beside',
  setup(build) {
    build.onResolve({ filter: /^ssh2$/ }, () => ({ path: './ssh2.js', external: true }));
  },
};

/** @type {esbuild.Plugin} */
const withoutFiles = {
  name: 'without-files',
  setup(build) {
    build.onResolve({ filter: /\/SFTP\.js$/ }, () => ({ path: emptyModule }));
  },
};

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
  };
  /** @satisfies {esbuild.BuildOptions} */
  const host = {
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // ssh2 asks for native helpers, which no .vsix can carry, and does without when they are not found.
    external: ['vscode', 'cpu-features', '*.node'],
    alias: Object.fromEntries(unusedParts.map((part) => [part, emptyModule])),
  };
  switch (name) {
    case 'extension':
      return {
        ...common,
        ...host,
        outdir,
        entryPoints: { extension: 'src/extension.ts' },
        plugins: [sshBeside],
      };
    case 'cli':
      return {
        ...common,
        ...host,
        outdir,
        entryPoints: { cli: 'src/cli/main.ts' },
        plugins: [sshBeside],
        banner: { js: '#!/usr/bin/env node' },
      };
    case 'ssh2':
      return {
        ...common,
        ...host,
        // Of all that ssh2 has, docker-modem uses the client alone.
        stdin: { contents: "exports.Client = require('ssh2/lib/client.js');", resolveDir: root },
        outfile: path.join(outdir, 'ssh2.js'),
        plugins: [withoutFiles],
      };
    case 'webview':
      return {
        ...common,
        outdir,
        platform: 'browser',
        format: 'iife',
        target: 'chrome120',
        entryPoints: { webview: 'webview/main.ts' },
      };
  }
}

/** @type {readonly BundleName[]} */
export const bundleNames = ['extension', 'webview', 'cli', 'ssh2'];

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
