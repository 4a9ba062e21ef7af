import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { packageExtension } from '../../scripts/packageExtension';
import { samplePath, vsixPath } from '../../scripts/projectPaths';
import { provisionServer } from '../../scripts/vscodeServer/provisionServer';
import { installExtension, startServer } from '../../scripts/vscodeServer/startServer';
import type { RunningServer } from '../../scripts/vscodeServer/startServer';
import { launchChromium } from '../support/browser';
import { EditorWindow } from './editorWindow';

/** Makes screenshots of lists whole at once, and keeps what is not under test quiet. */
const settings = {
  'workbench.reduceMotion': 'on',
  'workbench.editor.useModal': 'off',
  'git.enabled': false,
  'window.menuBarVisibility': 'compact',
  // Its texts are elements then, as everywhere else.
  'terminal.integrated.gpuAcceleration': 'off',
};

export interface WindowWishes {
  /** Without it the window stays in Restricted Mode. */
  readonly trusted: boolean;
}

/**
 * A real VS Code with the packaged extension installed, as a user has it: workspace trust is on, and
 * no test driver is in the way of notifications. Everything it writes lies in a folder of its own.
 */
export class TestEditor {
  #folders = 0;

  private constructor(
    readonly browser: Browser,
    readonly server: RunningServer,
    /** Removed by `stop`. */
    private readonly work: string,
  ) {}

  /**
   * `dockerHost` is where the extension looks for an engine, as DOCKER_HOST says it.
   */
  static async start(
    dockerHost?: string,
    machineSettings: Readonly<Record<string, unknown>> = {},
  ): Promise<TestEditor> {
    await packageExtension();
    const vscode = await provisionServer((line) => {
      console.log(line);
    });
    const work = await mkdtemp(path.join(tmpdir(), 'vethscope-ui-'));
    const dataDir = path.join(work, 'data');
    const extensionsDir = path.join(work, 'extensions');
    await installExtension(vscode, { vsix: vsixPath, dataDir, extensionsDir });
    const [server, browser] = await Promise.all([
      startServer(vscode, {
        dataDir,
        extensionsDir,
        settings,
        machineSettings,
        workspaceTrust: true,
        env: dockerHost === undefined ? {} : { DOCKER_HOST: dockerHost },
      }),
      launchChromium(),
    ]);
    return new TestEditor(browser, server, work);
  }

  /** Opens a fresh copy of the sample in a window of its own. */
  openSample(wishes: WindowWishes): Promise<EditorWindow> {
    return this.openFolder('three-tier', wishes, (folder) =>
      cp(samplePath, folder, { recursive: true }),
    );
  }

  /** Opens a folder that was just filled. */
  async openFolder(
    name: string,
    { trusted }: WindowWishes,
    fill: (folder: string) => Promise<void>,
  ): Promise<EditorWindow> {
    this.#folders += 1;
    const folder = path.join(this.work, `folder-${this.#folders}`, name);
    await mkdir(folder, { recursive: true });
    await fill(folder);
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      // What glides is not yet where a test points.
      reducedMotion: 'reduce',
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const window = new EditorWindow(page, folder);
    await page.goto(this.server.address(folder));
    await window.waitUntilOpen();
    if (trusted) await window.trustFolder();
    return window;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await rm(this.work, { recursive: true, force: true });
  }
}
