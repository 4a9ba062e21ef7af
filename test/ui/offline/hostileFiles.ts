import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readXml } from '../../support/readXml';
import { steering } from './hostileWatch';
import { look, type HostileWalk } from './hostileWalk';

const files = { SVG: 'svg', 'PNG 1x': 'png', 'draw.io': 'drawio', JSON: 'json' };

/** Every kind of file that a graph is exported to, and what is copied of it. */
export async function walkExports(walk: HostileWalk): Promise<void> {
  const { window } = walk;
  for (const [format, extension] of Object.entries(files)) {
    await window.runCommand('Vethscope: Export Graph');
    await window.quickPickRow(format).first().click();
    if (extension !== 'json') await window.page.getByRole('button', { name: 'OK' }).click();
    await window.acceptFile(`.${extension}`);
    await window.notification(`.${extension}`).waitFor();
    const name = (await readdir(window.folder)).find((file) => file.endsWith(`.${extension}`));
    const content = await readFile(path.join(window.folder, name ?? `no ${extension}`));
    if (extension !== 'png') assert.ok(!steering.test(content.toString()), extension);
    if (extension === 'svg' || extension === 'drawio') readXml(content.toString());
    await look(walk, `export-${extension}`);
    await window.runCommand('Notifications: Clear All Notifications');
  }
  for (const format of ['Mermaid', 'DOT']) {
    await window.page.evaluate(() => navigator.clipboard.writeText(''));
    await window.runCommand('Vethscope: Copy Graph As');
    await window.quickPickRow(format).first().click();
    await window.page.waitForFunction(async () =>
      (await navigator.clipboard.readText()).includes('subgraph'),
    );
    const text = await window.page.evaluate(() => navigator.clipboard.readText());
    assert.ok(!steering.test(text), format);
  }
}
