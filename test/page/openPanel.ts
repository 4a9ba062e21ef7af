import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { transform } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { FontMetrics } from '../../src/scene/fontMetrics';
import { legendOf } from '../../src/scene/legendOf';
import type { Point, Scene } from '../../src/scene/scene';
import { parseFromWebview } from '../../src/protocol/guards';
import type { ElementAction, EmptyAction, GraphStatus } from '../../src/protocol/messages';
import * as messages from '../../src/protocol/messages';
import { Rpc } from '../../src/protocol/rpc';
import type { Card } from '../../src/scene/card';
import type { FirewallAnswer } from '../../src/scene/firewallView';
import type { SearchAnswer } from '../../src/scene/searchTopology';
import type { TraceView } from '../../src/scene/traceView';
import type { TopologyFilter } from '../../src/scene/filterTopology';
import type { TestHook } from '../../webview/testHook';
import { launchChromium } from '../support/browser';
import type {} from './fakeVscodeApi';
import { pageStrings } from './pageStrings';
import type { PageTheme } from './themes';
import { darkTheme } from './themes';

const root = join(__dirname, '..', '..');
const files: ReadonlyMap<string, readonly [path: string, type: string]> = new Map([
  ['/webview.css', ['dist/webview.css', 'text/css']],
  ['/matrix.js', ['dist/matrix.js', 'text/javascript']],
  ['/matrix.css', ['dist/matrix.css', 'text/css']],
  ['/fakeVscodeApi.js', ['test/page/fakeVscodeApi.ts', 'text/javascript']],
]);

/** Chromium and a server of the built bundle under the policy the extension sets. */
export class PanelLab {
  #context: BrowserContext | undefined;

  private constructor(
    readonly browser: Browser,
    readonly server: Server,
  ) {}

  /** In one context for all, whose pages share what was compiled; `cold`: in one of its own. */
  async newPage(width: number, height: number, cold = false): Promise<Page> {
    if (cold) return this.browser.newPage({ viewport: { width, height } });
    this.#context ??= await this.browser.newContext();
    const page = await this.#context.newPage();
    await page.setViewportSize({ width, height });
    return page;
  }

  /** @param script the page's program, where it is not the one that was built */
  static async start(script = join(root, 'dist/webview.js')): Promise<PanelLab> {
    const browser = await launchChromium();
    const server = createServer(
      (request, response) => void serve(request.url ?? '', response, script),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PanelLab(browser, server);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function serve(url: string, response: ServerResponse, script: string): Promise<void> {
  if (url === '/webview.js') {
    response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' });
    response.end(await readFile(script, 'utf8'));
    return;
  }
  const file = files.get(url);
  if (file !== undefined) {
    response.writeHead(200, { 'content-type': `${file[1]}; charset=utf-8` });
    const content = await readFile(join(root, file[0]), 'utf8');
    const isSource = file[0].endsWith('.ts');
    response.end(
      isSource ? (await transform(content, { loader: 'ts', format: 'iife' })).code : content,
    );
    return;
  }
  const bundle = url === '/matrix' ? 'matrix' : 'webview';
  const nonce = randomBytes(16).toString('base64');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; img-src 'self' data:; font-src 'self'; style-src 'self'; script-src 'nonce-${nonce}'`,
  });
  response.end(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Panel</title>
<link id="__________cytoscape_stylesheet" rel="stylesheet" href="/${bundle}.css"></head>
<body class="vscode-dark"><div id="app"></div>
<script nonce="${nonce}" src="/fakeVscodeApi.js"></script>
<script nonce="${nonce}" src="/${bundle}.js"></script></body></html>`);
}

/** What the panel told the extension. */
export interface Heard {
  readonly metrics: FontMetrics[];
  readonly selections: (readonly string[])[];
  readonly cards: string[];
  readonly menus: string[];
  readonly actions: { readonly id: string; readonly action: ElementAction }[];
  readonly connects: { readonly container: string; readonly network: string }[];
  readonly emptyActions: EmptyAction[];
  readonly traceActions: {
    readonly action: messages.TraceAction;
    readonly fix?: messages.ChosenFix;
  }[];
  readonly log: string[];
}

/** Frames after which a page has done what a message asks. */
const settledFrames = 4;
/** A page and its extension that still talk after so many rounds never stop. */
const maxRounds = 20;

/** An open panel with the extension's side of it: the real Rpc and guards, and answers made here. */
export class Panel {
  readonly heard: Heard = {
    metrics: [],
    selections: [],
    cards: [],
    menus: [],
    actions: [],
    connects: [],
    emptyActions: [],
    traceActions: [],
    log: [],
  };
  card: (id: string) => Card | undefined | Promise<Card> = (id) => ({
    id,
    title: id,
    subtitle: '',
    sections: [],
  });
  /** What the extension does about a new filter. */
  filterChanged: (filter: TopologyFilter) => Promise<void> = () => Promise.resolve();
  /** What the extension does about a move; true when something changed. */
  layoutWished: (wish: messages.LayoutWish) => Promise<boolean> = () => Promise.resolve(false);
  firewall: () => FirewallAnswer | undefined = () => undefined;
  search: (text: string) => SearchAnswer | Promise<SearchAnswer> = () => ({ hits: [], total: 0 });
  menu: (id: string) => messages.ElementMenu = () => ({ items: [] });
  readonly rpc: Rpc;
  #version = 0;
  /** Messages of both directions so far. */
  #passed = 0;

  private constructor(readonly page: Page) {
    const { heard } = this;
    this.rpc = new Rpc(
      (message) => void this.#deliver(message),
      (line) => heard.log.push(line),
      parseFromWebview,
    );
    this.rpc.handle(messages.ready, ({ metrics }) => {
      heard.metrics.push(metrics);
      return { strings: pageStrings, restoreKey: 'engine:local' };
    });
    this.rpc.on(messages.metricsChanged, ({ metrics }) => heard.metrics.push(metrics));
    this.rpc.on(messages.elementSelected, ({ ids }) => heard.selections.push(ids));
    this.rpc.handle(messages.cardRequested, ({ id }) => {
      heard.cards.push(id);
      return this.card(id);
    });
    this.rpc.handle(messages.firewallRequested, () => this.firewall());
    this.rpc.handle(messages.searchRequested, ({ text }) => this.search(text));
    this.rpc.handle(messages.menuRequested, ({ id }) => {
      heard.menus.push(id);
      return this.menu(id);
    });
    this.rpc.handle(messages.filterChanged, async ({ filter }) => {
      await this.filterChanged(filter);
      return {};
    });
    this.rpc.handle(messages.layoutWished, async (wish) => ({
      done: await this.layoutWished(wish),
    }));
    this.rpc.on(messages.connectWished, (wished) => heard.connects.push(wished));
    this.rpc.on(messages.actionChosen, (chosen) => heard.actions.push(chosen));
    this.rpc.on(messages.emptyActionChosen, ({ action }) => heard.emptyActions.push(action));
    this.rpc.on(messages.traceActionChosen, (chosen) => heard.traceActions.push(chosen));
    this.rpc.on(messages.webviewFailed, ({ message }) => heard.log.push(message));
  }

  static async open(
    lab: PanelLab,
    {
      theme = darkTheme,
      width = 1280,
      height = 800,
      cold = false,
    }: { theme?: PageTheme; width?: number; height?: number; cold?: boolean } = {},
  ): Promise<Panel> {
    const page = await lab.newPage(width, height, cold);
    const panel = new Panel(page);
    page.on('pageerror', (error) => panel.heard.log.push(String(error)));
    page.on('console', (message) => {
      if (message.type() !== 'log') panel.heard.log.push(message.text());
    });
    await page.exposeFunction('toExtension', (message: string) => {
      panel.#passed += 1;
      panel.rpc.receive(JSON.parse(message));
    });
    await page.addInitScript((given) => {
      globalThis.initialTheme = given;
    }, theme);
    const { port } = lab.server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.locator('.toolbar').waitFor();
    return panel;
  }

  async send(
    scene: Scene | undefined,
    status: GraphStatus = { kind: 'fresh' },
    filter?: messages.FilterView,
  ): Promise<void> {
    const version = ++this.#version;
    const update = {
      version,
      scene,
      status,
      ...(filter === undefined ? {} : { filter }),
      ...(scene === undefined ? {} : { legend: legendOf(scene) }),
    };
    this.rpc.notify(messages.sceneChanged, update);
    await this.settle();
  }

  async select(ids: readonly string[], reveal = true): Promise<void> {
    this.rpc.notify(messages.selectionChanged, { ids, reveal });
    await this.settle();
  }

  async showFirewall(): Promise<void> {
    this.rpc.notify(messages.firewallShown, {});
    await this.settle();
  }

  async showTrace(trace: TraceView | undefined): Promise<void> {
    this.rpc.notify(messages.traceChanged, trace === undefined ? {} : { trace });
    await this.settle();
  }

  async setTheme(theme: PageTheme): Promise<void> {
    await this.page.evaluate((given) => globalThis.fakeVscode.setTheme(given), theme);
    await this.settle();
  }

  /**
   * Until what was sent before is drawn, and what the page asked for then is answered and drawn as well: messages are
   * tasks, drawing takes a frame, and an answer takes as long as the two processes need.
   */
  async settle(): Promise<void> {
    for (let round = 0; round < maxRounds; round += 1) {
      const before = this.#passed;
      await this.page.evaluate(async (frames) => {
        for (let frame = 0; frame < frames; frame++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      }, settledFrames);
      if (this.#passed === before) return;
    }
    throw new Error('the page and its extension do not stop talking');
  }

  /** Calls one of the hook's functions. */
  async graph<K extends keyof TestHook>(
    name: K,
    ...parameters: Parameters<TestHook[K]>
  ): Promise<ReturnType<TestHook[K]>> {
    return this.page.evaluate(
      ([called, given]) => {
        const hook = globalThis.__vethscopeGraph;
        if (hook === undefined) throw new Error('the panel exposes no test hook');
        return (hook[called] as (...values: unknown[]) => never)(...given);
      },
      [name, parameters] as const,
    );
  }

  async position(id: string): Promise<Point> {
    const found = await this.graph('renderedPosition', id);
    assert.ok(found, `${id} is not drawn`);
    return found;
  }

  /** Moves the pointer onto an element, and onto no other on its way: on a slow machine it would rest there. */
  async point(id: string): Promise<void> {
    const { x, y } = await this.position(id);
    await this.page.mouse.move(x - 1, y - 1);
    await this.page.mouse.move(x, y);
  }

  async ink(): Promise<ReadonlyMap<string, number>> {
    return new Map(await this.page.evaluate(() => globalThis.fakeVscode.ink()));
  }

  async state(): Promise<Readonly<Record<string, unknown>> | null> {
    return this.page.evaluate(() => globalThis.fakeVscode.state());
  }

  async violations(): Promise<readonly string[]> {
    return this.page.evaluate(() => globalThis.fakeVscode.violations);
  }

  async #deliver(message: unknown): Promise<void> {
    this.#passed += 1;
    await this.page.evaluate(
      (text) => globalThis.fakeVscode.deliver(text),
      JSON.stringify(message),
    );
  }
}
