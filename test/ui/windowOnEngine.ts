import { engineAvailable } from '../support/engine/engineAvailable';
import { TestEngine } from '../support/engine/testEngine';
import type { EditorWindow } from './editorWindow';
import { keepPictureOfFailure } from './failurePictures';
import { TestEditor } from './testEditor';

export interface EngineSuite {
  /** Of what is made on the engine, followed by a number. */
  readonly prefix: string;
  /** Makes what the suite is about. */
  readonly fill: (engine: TestEngine) => Promise<void>;
  /** Is told the window with the sample, once it is open. */
  readonly open: (window: EditorWindow) => void;
  /** Without it the window is trusted. */
  readonly restricted?: boolean;
  readonly asRoot?: boolean;
}

/** Hooks of a suite with things of its own on a real engine and a window; skipped where there is no engine. */
export function windowOnEngine({ prefix, fill, open, restricted, asRoot }: EngineSuite): void {
  // All three are undefined when the suite was skipped.
  let engine: TestEngine | undefined;
  let editor: TestEditor | undefined;
  let window: EditorWindow | undefined;

  before(async function () {
    const isAllowed = asRoot !== true || process.getuid?.() === 0;
    if (!isAllowed || !(await engineAvailable()).ok) this.skip();
    engine = await TestEngine.open(`${prefix}${process.pid}`);
    await fill(engine);
    editor = await TestEditor.start();
    window = await editor.openSample({ trusted: restricted !== true });
    open(window);
  });
  after(async () => {
    await editor?.stop();
    await engine?.cleanup();
  });
  keepPictureOfFailure(() => window);
}
