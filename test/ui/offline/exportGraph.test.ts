import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EditorWindow } from '../editorWindow';
import { TestEditor } from '../testEditor';
import { keepPictureOfFailure } from '../failurePictures';

describe('the graph as a file', function () {
  this.timeout(120_000);
  let editor: TestEditor;
  let window: EditorWindow;
  keepPictureOfFailure(() => window);

  before(async () => {
    editor = await TestEditor.start('unix:///nonexistent/docker.sock');
    window = await editor.openSample({ trusted: false });
    await window.graphWith('container:three-tier/api/1');
  });
  after(() => editor.stop());

  async function saved(format: string, extension: string): Promise<Buffer> {
    await window.runCommand('Vethscope: Export Graph');
    await window.quickPickRow(format).first().click();
    await window.quickPickRow('With legend').waitFor();
    const widget = window.page.locator('.quick-input-widget:visible');
    await widget.getByRole('button', { name: 'OK' }).click();
    await window.acceptFile(`.${extension}`);
    const message = window.page.locator('.notification-toast').filter({ hasText: 'is saved in' });
    await message.filter({ hasText: `.${extension}` }).waitFor();
    await window.screenshot(`export-${extension}`);
    const name = (await readdir(window.folder)).find((file) => file.endsWith(`.${extension}`));
    return readFile(path.join(window.folder, name ?? `no ${extension}`));
  }

  it('is saved as SVG, as it looks', async () => {
    const svg = (await saved('SVG', 'svg')).toString();
    assert.match(svg, /^<svg /);
    for (const name of ['three-tier_front', 'three-tier_back', 'three-tier-api-1'])
      assert.ok(svg.includes(`>${name}</text>`), name);
  });

  it('is saved as PNG, drawn in the page', async () => {
    const png = await saved('PNG 2x', 'png');
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    assert.ok(png.readUInt32BE(16) > 1000 && png.length > 20_000, `${png.length} bytes`);
  });

  it('is copied as PNG', async () => {
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await window.runCommand('Vethscope: Copy Graph As');
    await window.quickPickRow('PNG 2x').first().click();
    await window.page.getByText('The graph is in the clipboard.').first().waitFor();
    const graph = await window.graph();
    const size = await graph.frame.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const bitmap = await createImageBitmap((await item?.getType('image/png')) ?? new Blob());
      return { width: bitmap.width, height: bitmap.height };
    });
    assert.ok(size.width > 1000 && size.height > 500, `${size.width} × ${size.height}`);
  });

  it('says why when it cannot be written, and leaves nothing half done', async () => {
    await window.runCommand('Vethscope: Export Graph');
    await window.quickPickRow('Mermaid').first().click();
    await window.page.locator('.quick-input-widget:visible').getByText('Export Graph').waitFor();
    await window.openByPath('/proc/no-folder.mmd');
    const told = window.notification('The file could not be read or written: ');
    await told.waitFor();
    await window.screenshot('export-refused');
    assert.match(
      await told.innerText(),
      /: (there is no such file or folder|permission denied)\. /,
    );
  });

  it('is where the way to an engine is told, too', async () => {
    await window.runCommand('Vethscope: How to Reach an Engine');
    const page = window.page.locator('.gettingStartedContainer');
    await page.getByText('See How Docker Wires Your Containers').first().waitFor();
    await page.getByText('The view “Docker Networks” shows what really runs').waitFor();
    await window.screenshot('walkthrough');
  });
});
