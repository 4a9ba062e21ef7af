import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { packageExtension } from '../../scripts/packageExtension';
import { root, vsixPath } from '../../scripts/projectPaths';

const maxPackageBytes = 600_000;
const packagingLimitMs = 180_000;

/** What may be shipped; l10n and package.nls files come with languages. */
const shipped =
  /^(package(\.nls(\.[\w-]+)?)?\.json|l10n\/bundle\.l10n(\.[\w-]+)?\.json|README\.md|CHANGELOG\.md|LICENSE|bin\/vethscope(\.cmd)?|dist\/(extension|webview|matrix|cli|core-\w+|dockerode|yaml)\.js|dist\/(webview\.(css|ttf)|matrix\.css)|media\/(icon\.png|activity-bar\.svg)|media\/walkthrough\/[\w-]+\.(md|svg))$/;

const needed = [
  'LICENSE',
  'README.md',
  'bin/vethscope',
  'bin/vethscope.cmd',
  'dist/cli.js',
  'dist/dockerode.js',
  'dist/extension.js',
  'dist/matrix.css',
  'dist/matrix.js',
  'dist/webview.css',
  'dist/webview.js',
  'dist/yaml.js',
  'media/activity-bar.svg',
  'media/icon.png',
  'package.json',
];

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;

describe('the package', () => {
  it('ships what is needed and nothing else', async function () {
    this.timeout(packagingLimitMs);
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    assert.deepEqual(
      needed.filter((file) => !files.includes(file)),
      [],
      'missing',
    );
    assert.deepEqual(
      files.filter((file) => !shipped.test(file)),
      [],
      'too much',
    );
  });

  it('stays within its budget', async function () {
    this.timeout(packagingLimitMs);
    await packageExtension();
    const { size } = statSync(vsixPath);
    assert.ok(size < maxPackageBytes, `${size} bytes`);
  });

  it("is checked against the oldest editor's types", () => {
    const types = manifest.devDependencies['@types/vscode'];
    assert.equal(manifest.engines.vscode, `^${types}`);
  });
});
