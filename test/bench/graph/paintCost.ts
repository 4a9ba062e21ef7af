import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { sceneChanged, type SceneUpdate } from '../../../src/protocol/messages';
import { legendOf } from '../../../src/scene/legendOf';
import type { Scene } from '../../../src/scene/scene';
import { drawnElements } from '../../../webview/drawnElements';
import { Panel, PanelLab } from '../../page/openPanel';
import { darkTheme } from '../../page/themes';
import type {} from './plainDrawing';

/** Milliseconds. */
export interface Cost {
  /** Of all of Chromium's processes that compute and draw. */
  readonly processor: number;
  /** By the clock, from the message's arrival to the frame after the picture. */
  readonly clock: number;
}

/** Chromium with the panel as it is built, and beside it a page that does nothing but draw with cytoscape as published. */
export class PaintLab {
  private constructor(
    private readonly own: PanelLab,
    private readonly plain: PanelLab,
    private readonly folder: string,
  ) {}

  static async start(): Promise<PaintLab> {
    const folder = await mkdtemp(path.join(tmpdir(), 'vethscope-bench-'));
    const script = path.join(folder, 'plainDrawing.js');
    await esbuild.build({
      entryPoints: [path.join(__dirname, 'plainDrawing.ts')],
      outfile: script,
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'chrome120',
    });
    return new PaintLab(await PanelLab.start(), await PanelLab.start(script), folder);
  }

  async stop(): Promise<void> {
    await Promise.all([this.own.stop(), this.plain.stop()]);
    await rm(this.folder, { recursive: true });
  }

  /** P: the elements of the scene, drawn on a fresh page. */
  async plainly(scene: Scene): Promise<Cost> {
    const page = await this.plain.browser.newPage({ viewport: { width: 1280, height: 800 } });
    try {
      await page.addInitScript((given) => {
        globalThis.initialTheme = given;
      }, darkTheme);
      const { port } = this.plain.server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/`);
      return await costOf(page, JSON.stringify(drawnElements(scene)), 'drawPlainly');
    } finally {
      await page.close();
    }
  }

  get browser(): Browser {
    return this.own.browser;
  }

  /** The panel on a fresh page; `use` gets it before it is closed. */
  async panel<T>(use: (panel: Panel) => Promise<T>): Promise<T> {
    const panel = await Panel.open(this.own, { cold: true });
    try {
      return await use(panel);
    } finally {
      await panel.page.close();
    }
  }
}

/** What it costs to show the scene in the panel, first or as an update. */
export function showing(panel: Panel, scene: Scene, version: number): Promise<Cost> {
  const params: SceneUpdate = {
    version,
    scene,
    status: { kind: 'fresh' },
    legend: legendOf(scene),
  };
  const message = { kind: 'notification', method: sceneChanged.method, params };
  return costOf(panel.page, JSON.stringify(message), 'deliver');
}

async function costOf(page: Page, text: string, how: 'drawPlainly' | 'deliver'): Promise<Cost> {
  await idle(page);
  await page.evaluate((given) => void (globalThis.benchInput = given), text);
  const before = await processorTime(page);
  const clock = await page.evaluate(async (called) => {
    const start = performance.now();
    if (called === 'drawPlainly') globalThis.drawPlainly(globalThis.benchInput);
    else globalThis.fakeVscode.deliver(globalThis.benchInput);
    // A message's task comes before the next frame's.
    await new Promise((done) => setTimeout(done));
    for (let frame = 0; frame < 2; frame++) {
      await new Promise((done) => requestAnimationFrame(done));
    }
    await new Promise((done) => setTimeout(done));
    return performance.now() - start;
  }, how);
  return { processor: (await processorTime(page)) - before, clock };
}

declare global {
  var benchInput: string;
}

/** One frame while the picture is dragged by the pointer, in milliseconds of processor time. */
export async function draggedFrame(panel: Panel): Promise<number> {
  const { page } = panel;
  const { mouse } = page;
  const [x, y] = await emptySpot(page);
  await mouse.move(x, y);
  await mouse.down();
  const drag = async (frames: number) => {
    for (let step = 0; step < frames; step++) {
      const way = step % 40;
      await mouse.move(x + 3 * (way < 20 ? way : 40 - way), y);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    }
  };
  await drag(20);
  const before = await processorTime(page);
  const frames = 60;
  await drag(frames);
  const cost = ((await processorTime(page)) - before) / frames;
  await mouse.up();
  await mouse.move(1, 1);
  await panel.settle();
  return cost;
}

/** In the middle of the drawing: whatever is there, dragging it moves the picture. */
async function emptySpot(page: Page): Promise<readonly [number, number]> {
  const box = await page.locator('.canvas').boundingBox();
  if (box === null) throw new Error('the panel shows no drawing');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** What opening this page, and closing the one before, left to do is not the picture's. */
async function idle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((done) => requestIdleCallback(() => done(), { timeout: 2000 })),
  );
  let before = -Infinity;
  for (let tries = 0; tries < 100; tries++) {
    const now = await processorTime(page);
    // The clock of processes ticks every 10 ms.
    if (now - before < 10) return;
    before = now;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('the browser never came to rest before the picture was to be drawn');
}

/** Milliseconds so far of the processes that run the page and draw it; the browser's own talks to us. */
export async function processorTime(page: Page): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo
    .filter(({ type }) => type !== 'browser')
    .reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}
