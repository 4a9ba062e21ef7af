import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root, vsixPath } from './projectPaths';
import { runCommand } from './runCommand';

/** Everything the package is made of; see .vscodeignore. */
const parts = ['package.json', '.vscodeignore', 'README.md', 'CHANGELOG.md', 'LICENSE'];
const folders = ['dist', 'media', 'l10n'];

/**
 * Builds dist/. Throws an Error with what the bundler said.
 */
export async function buildExtension(): Promise<void> {
  const { code, output } = await runCommand(process.execPath, ['esbuild.mjs'], { cwd: root });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}

/**
 * Packages what dist/ holds, unless the package is up to date. Returns a fingerprint of the content:
 * the same fingerprint, the same extension.
 */
export async function packageExtension(): Promise<string> {
  const fingerprint = await contentFingerprint();
  const stamp = path.join(root, 'out/vethscope.vsix.stamp');
  if (existsSync(vsixPath) && existsSync(stamp) && (await readFile(stamp, 'utf8')) === fingerprint)
    return fingerprint;
  await mkdir(path.dirname(vsixPath), { recursive: true });
  const { code, output } = await runCommand('npm', ['run', '--silent', 'package'], {
    cwd: root,
    timeoutMs: 180_000,
  });
  if (code !== 0) throw new Error(`Packaging failed:\n${output}`);
  await writeFile(stamp, fingerprint);
  return fingerprint;
}

async function contentFingerprint(): Promise<string> {
  const files = [...parts];
  for (const name of await readdir(root)) if (/^package\.nls.*\.json$/.test(name)) files.push(name);
  for (const folder of folders) {
    if (!existsSync(path.join(root, folder))) continue;
    const names = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of names)
      if (entry.isFile()) files.push(path.relative(root, path.join(entry.parentPath, entry.name)));
  }
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    if (!existsSync(path.join(root, file))) continue;
    hash.update(`${file}\0`).update(await readFile(path.join(root, file)));
  }
  return hash.digest('hex');
}
