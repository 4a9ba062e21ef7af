import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { ConnectivityMatrix } from '../../src/analysis/matrix/connectivityMatrix';
import type { AddressFamily } from '../../src/model/network';
import type { Topology } from '../../src/model/topology';
import { parseFromMatrix } from '../../src/protocol/matrixGuards';
import * as messages from '../../src/protocol/matrixMessages';
import { webviewFailed } from '../../src/protocol/messages';
import { Rpc } from '../../src/protocol/rpc';
import { matrixView, type MatrixView } from '../../src/scene/matrixView';
import { matrixStrings } from '../../src/vscode/matrix/matrixStrings';
import { english } from '../unit/vscode/englishTexts';
import type {} from './fakeVscodeApi';
import type { PanelLab } from './openPanel';
import type { PageTheme } from './themes';
import { darkTheme } from './themes';

/** The page of a matrix with the extension's side of it: the real Rpc and guards, and real matrices. */
export class MatrixTab {
  readonly cells: { readonly version: number; readonly source: number; readonly target: number }[] =
    [];
  readonly actions: messages.MatrixAction[] = [];
  readonly families: AddressFamily[] = [];
  readonly log: string[] = [];
  readonly #rpc: Rpc;
  #version = 0;

  private constructor(readonly page: Page) {
    this.#rpc = new Rpc(
      (message) => void this.#deliver(message),
      (line) => this.log.push(line),
      parseFromMatrix,
    );
    this.#rpc.handle(messages.matrixReady, ({ family }) => {
      this.families.push(family);
      return { strings: matrixStrings(english), restoreKey: 'engine' };
    });
    this.#rpc.on(messages.familyChosen, ({ family }) => this.families.push(family));
    this.#rpc.on(messages.cellChosen, (cell) => this.cells.push(cell));
    this.#rpc.on(messages.matrixActionChosen, ({ action }) => this.actions.push(action));
    this.#rpc.on(webviewFailed, ({ message }) => this.log.push(message));
  }

  static async open(
    lab: PanelLab,
    {
      theme = darkTheme,
      width = 1280,
      height = 800,
    }: { theme?: PageTheme; width?: number; height?: number } = {},
  ): Promise<MatrixTab> {
    const page = await lab.newPage(width, height);
    const tab = new MatrixTab(page);
    page.on('pageerror', (error) => tab.log.push(String(error)));
    page.on('console', (message) => {
      if (message.type() !== 'log') tab.log.push(message.text());
    });
    await page.exposeFunction('toExtension', (message: string) =>
      tab.#rpc.receive(JSON.parse(message)),
    );
    await page.addInitScript((given) => {
      globalThis.initialTheme = given;
    }, theme);
    const { port } = lab.server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/matrix`);
    await tab.grid.waitFor({ state: 'attached' });
    return tab;
  }

  get grid(): Locator {
    return this.page.locator('[role=grid]');
  }

  /** The cell, by what is read out of it. */
  cell(name: string | RegExp): Locator {
    return this.page.getByRole('gridcell', { name });
  }

  async send(topology: Topology, family: AddressFamily = 4): Promise<void> {
    const matrix = new ConnectivityMatrix(topology, family);
    await this.sendView(await matrixView(matrix, () => Promise.resolve()));
  }

  async sendView(matrix: MatrixView): Promise<void> {
    this.#version += 1;
    this.#rpc.notify(messages.matrixChanged, {
      version: this.#version,
      title: 'Connectivity: test',
      matrix,
      notes: [],
    });
    await this.settle();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.grid.waitFor({ state: 'attached' });
  }

  /** What is kept for when the page is made anew. */
  state(): Promise<Readonly<Record<string, unknown>> | null> {
    return this.page.evaluate(() => globalThis.fakeVscode.state());
  }

  async violations(): Promise<readonly string[]> {
    return this.page.evaluate(() => globalThis.fakeVscode.violations);
  }

  /** Until what was sent before is drawn: messages are tasks, drawing takes a frame. */
  async settle(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 4; frame++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
  }

  async #deliver(message: unknown): Promise<void> {
    await this.page.evaluate(
      (text) => globalThis.fakeVscode.deliver(text),
      JSON.stringify(message),
    );
  }
}
