import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { bundleNames } from '../../esbuild.mjs';
import type { BundleName } from '../../esbuild.mjs';
import { root } from '../../scripts/projectPaths';
import { packageOf, eagerInputs, readMetafile } from './metafile';

const maxBundleBytes = 650_000;

/** Packages and folders that must never get into a bundle. */
const forbidden: Readonly<Record<BundleName, RegExp>> = {
  extension: /^(webview|src\/cli|test)\/|node_modules\/(cytoscape|ssh2|@grpc|protobufjs)\//,
  cli: /^(webview|src\/vscode|src\/extension|test)\b|node_modules\/(cytoscape|ssh2|@grpc|protobufjs)\//,
  ssh2: /^(src|webview|test)\/|node_modules\/(dockerode|docker-modem|tar-fs|bcrypt-pbkdf)\//,
  webview:
    /^(src\/(?!protocol\/)|test\/)|node_modules\/(dockerode|yaml|zod|ipaddr\.js|docker-modem)\//,
};

/** ssh2 tries native helpers and does without. */
const externals: Readonly<Record<BundleName, readonly string[]>> = {
  extension: ['./ssh2.js', 'vscode'],
  cli: ['./ssh2.js'],
  webview: [],
  ssh2: ['./crypto/build/Release/sshcrypto.node', 'cpu-features'],
};

for (const name of bundleNames)
  describe(`dist/${name}.js`, () => {
    const metafile = readMetafile(name);

    it('stays within its budget', () => {
      const { size } = statSync(path.join(root, `dist/${name}.js`));
      assert.ok(size > 1_000 && size < maxBundleBytes, `${size} bytes`);
    });

    it('holds only what its layers allow', () => {
      const wrong = Object.keys(metafile.inputs).filter((input) => forbidden[name].test(input));
      assert.deepEqual(wrong, []);
    });

    it('leaves to the host only node, the editor and its neighbour', () => {
      const external = Object.values(metafile.inputs)
        .flatMap(({ imports }) => imports)
        .filter(({ external, path: to }) => external === true && !isBuiltin(to))
        .map(({ path: to }) => to);
      const list = externals[name];
      assert.deepEqual(
        [...new Set(external)].filter((to) => !list.includes(to)),
        [],
      );
    });
  });

describe('loading dist/extension.js', () => {
  it('reaches neither dockerode nor yaml', () => {
    const metafile = readMetafile('extension');
    const all = new Set(Object.keys(metafile.inputs).map(packageOf));
    const eager = new Set([...eagerInputs(metafile, 'src/extension.ts')].map(packageOf));
    for (const lazy of ['dockerode', 'docker-modem', 'yaml']) {
      assert.ok(all.has(lazy), `${lazy} is not in the bundle at all`);
      assert.ok(!eager.has(lazy), `${lazy} is evaluated when the extension is loaded`);
    }
  });
});
