import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { bundleOptions } from '../../esbuild.mjs';
import { root } from '../../scripts/projectPaths';

const outdir = 'out/test-arch';
const bundle = path.join(root, outdir, 'extension.js');

/** Files beside the bundle that cost time or memory and that nobody needs before a graph or a tree is looked at. */
const lazy = ['./dockerode.js', './yaml.js'];

interface Extension {
  readonly activate: (context: unknown) => unknown;
}

describe('activation', () => {
  it('evaluates neither dockerode nor yaml', async function () {
    this.timeout(30_000);
    await esbuild.build(bundleOptions('host', { development: true, outdir }));
    const texts = bundled().map((file) => readFileSync(file, 'utf8'));
    for (const file of lazy) {
      const used = texts.some((text) => text.includes(`require("${file}")`));
      assert.ok(used, `${file} is not used: this test would see nothing`);
    }
    const required = await activateAlone();
    assert.ok(required.includes('vscode'), 'the extension was not loaded');
    assert.deepEqual(
      required.filter((request) => lazy.includes(request)),
      [],
    );
  });
});

/** The extension with the files it shares with the command line. */
function bundled(): readonly string[] {
  const folder = path.dirname(bundle);
  return readdirSync(folder)
    .filter((file) => /^(extension|core-\w+)\.js$/.test(file))
    .map((file) => path.join(folder, file));
}

/**
 * Activates the bundle with an editor in which nothing is open, nothing is set and nothing is visible.
 * @returns all that was required meanwhile
 */
async function activateAlone(): Promise<readonly string[]> {
  const resolver = Module as unknown as {
    _load: (request: string, ...rest: unknown[]) => unknown;
  };
  const load = resolver._load;
  const editor = emptyEditor();
  const required: string[] = [];
  resolver._load = (request, ...rest) => {
    required.push(request);
    return request === 'vscode' ? editor : load(request, ...rest);
  };
  try {
    const { activate } = createRequire(bundle)(bundle) as Extension;
    activate(inert({ extensionPath: root }));
    // What activation leaves running has its turn, too.
    await new Promise((resolve) => setTimeout(resolve, 200));
    return required;
  } finally {
    resolver._load = load;
  }
}

/** Anything asked of it is such a thing again: can be called, constructed, subclassed. */
function inert(known: Readonly<Record<string, unknown>> = {}): object {
  return new Proxy(class {}, {
    get: (target, key) => {
      if (typeof key === 'symbol' || key === 'then') return undefined;
      if (key === 'prototype') return Reflect.get(target, key) as unknown;
      return key in known ? known[key] : inert();
    },
    apply: () => inert(),
    construct: () => inert(),
  });
}

const known: Readonly<Record<string, unknown>> = {
  workspace: inert({
    workspaceFolders: undefined,
    textDocuments: [],
    getConfiguration: () => ({ get: () => undefined, inspect: () => undefined }),
  }),
  window: inert({ visibleTextEditors: [], activeTextEditor: undefined }),
};

/** Has everything that the bundle asks of the editor by name. */
function emptyEditor(): object {
  const asked = bundled().flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/\bvscode\d*\.(\w+)/g),
  ]);
  const names = new Set(asked.map(([, name = '']) => name));
  return Object.fromEntries([...names].map((name) => [name, known[name] ?? inert()]));
}
