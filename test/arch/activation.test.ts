import assert from 'node:assert/strict';
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { bundleOptions } from '../../esbuild.mjs';
import { root } from '../../scripts/projectPaths';

const outdir = 'out/test-arch';
const bundle = path.join(root, outdir, 'extension.js');

/** Packages that cost time or memory and that nobody needs before a graph or a tree is looked at. */
const lazy = /(^|\/)node_modules\/(dockerode|docker-modem|ssh2|yaml)\//;

interface Extension {
  readonly activate: (context: unknown) => unknown;
}

describe('activation', () => {
  it('evaluates neither dockerode nor yaml', async function () {
    this.timeout(30_000);
    await esbuild.build(bundleOptions('extension', { development: true, outdir }));
    const functions = await functionsOf(() => activateAlone());
    const ran = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
    const names = ran.map(({ functionName }) => functionName);
    assert.ok(names.includes('activate'), 'the extension was not activated');
    assert.ok(
      functions.some(({ functionName }) => lazy.test(functionName)),
      'modules are not known by their names: this test would see nothing',
    );
    assert.deepEqual(
      names.filter((name) => lazy.test(name)),
      [],
    );
  });
});

/** What V8 counted in the bundle. esbuild names the function around a CommonJS module after its file. */
async function functionsOf(run: () => Promise<void>): Promise<Profiler.FunctionCoverage[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await run();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result.find(({ url }) => url.endsWith(`${outdir}/extension.js`))?.functions ?? [];
  } finally {
    session.disconnect();
  }
}

/** Activates the bundle with an editor in which nothing is open, nothing is set and nothing is visible. */
async function activateAlone(): Promise<void> {
  const resolver = Module as unknown as {
    _load: (request: string, ...rest: unknown[]) => unknown;
  };
  const load = resolver._load;
  const editor = emptyEditor();
  resolver._load = (request, ...rest) => (request === 'vscode' ? editor : load(request, ...rest));
  try {
    const { activate } = createRequire(bundle)(bundle) as Extension;
    activate(inert());
    // What activation leaves running has its turn, too.
    await new Promise((resolve) => setTimeout(resolve, 200));
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
  const asked = readFileSync(bundle, 'utf8').matchAll(/\bvscode\d*\.(\w+)/g);
  const names = new Set([...asked].map(([, name = '']) => name));
  return Object.fromEntries([...names].map((name) => [name, known[name] ?? inert()]));
}
