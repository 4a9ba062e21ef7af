import { cp } from 'node:fs/promises';
import path from 'node:path';
import { samplePath } from '../../scripts/projectPaths';
import { engineAvailable } from '../support/engine/engineAvailable';
import { TestEngine } from '../support/engine/testEngine';
import type { EditorWindow } from './editorWindow';
import { keepPictureOfFailure } from './failurePictures';
import { TestEditor, type WindowWishes } from './testEditor';

export interface EngineSuite {
  /** Of what is made on the engine, followed by a number. */
  readonly prefix: string;
  /** Makes what the suite is about. */
  readonly fill: (engine: TestEngine) => Promise<void>;
  /** Is told the window with the sample, once its file is open; no graph is. */
  readonly open: (window: EditorWindow) => void;
  /** The window is not trusted yet. */
  readonly restricted?: boolean;
  /** No suite had the window before: places in the graph are as in one that was never drawn. */
  readonly fresh?: boolean;
  readonly asRoot?: boolean;
}

const file = 'docker-compose.yml';

/** One editor for all suites that take it as it is, and a trusted window that one of them left. */
let editor: Promise<TestEditor> | undefined;
let left: EditorWindow | undefined;
after(async () => {
  const started = await editor?.catch(() => undefined);
  [editor, left] = [undefined, undefined];
  await started?.stop();
});

/** Hooks of a suite with things of its own on a real engine and a window; skipped where there is no engine. */
export function windowOnEngine({ prefix, fill, open, asRoot, ...wishes }: EngineSuite): void {
  const { restricted = false, fresh = restricted } = wishes;
  // Both are undefined when the suite was skipped.
  let engine: TestEngine | undefined;
  let window: EditorWindow | undefined;

  before(async function () {
    const isAllowed = asRoot !== true || process.getuid?.() === 0;
    if (!isAllowed || !(await engineAvailable()).ok) this.skip();
    const made = await TestEngine.open(`${prefix}${process.pid}`);
    engine = made;
    // The one waits for the engine, the other for the editor.
    const [, opened] = await Promise.all([
      fill(made),
      fresh ? newWindow({ trusted: !restricted }) : windowThatIsLeft(),
    ]);
    window = opened;
    open(opened);
  });
  after(async function () {
    const tests = this.test?.parent?.tests ?? [];
    // What a test that failed left behind is nobody's to go on with.
    const isFit =
      !restricted &&
      left === undefined &&
      tests.every((test) => test.isPassed() || test.isPending());
    if (isFit) {
      // What nobody looks at need not be drawn.
      await window?.runCommand('View: Close All Editors');
      left = window;
    } else await window?.close();
    await engine?.cleanup();
  });
  keepPictureOfFailure(() => window);
}

/** With its file open and nothing else, as a new one has it. */
async function windowThatIsLeft(): Promise<EditorWindow> {
  const window = left;
  left = undefined;
  if (window === undefined) return newWindow({ trusted: true });
  await window.runCommand('Notifications: Clear All Notifications');
  await window.openFile(file);
  return window;
}

/** The sample without its settings, so that no graph opens by itself and takes the place of one that a test opens. */
async function newWindow(wishes: WindowWishes): Promise<EditorWindow> {
  editor ??= TestEditor.start();
  const started = await editor;
  const window = await started.openFolder('three-tier', wishes, (folder) =>
    cp(samplePath, folder, {
      recursive: true,
      filter: (name) => path.basename(name) !== '.vscode',
    }),
  );
  await window.openFile(file);
  return window;
}
