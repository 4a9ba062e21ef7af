import type { EditorWindow } from './editorWindow';

/** After a failed test of the surrounding suite, keeps what the window shows then. */
export function keepPictureOfFailure(shown: () => EditorWindow | undefined): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.title.replace(/[^a-z0-9]+/gi, '-');
    await shown()?.screenshot(`failed-${name}`);
  });
}
