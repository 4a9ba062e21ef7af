import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundlePath, bundleText, collectStrings } from '../../scripts/exportStrings';
import { root } from '../../scripts/projectPaths';
import { manifest, manifestText, menuEntries, textOf, texts } from './manifest';

describe('the texts of package.json', () => {
  it('has every %key% in package.nls.json, and no key that nothing uses', () => {
    const used = new Set([...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key));
    assert.deepEqual([...used].sort(), Object.keys(texts).sort());
  });

  it('translates every text a user reads', () => {
    const { contributes, capabilities } = manifest;
    const shown = [
      ...contributes.commands.flatMap(({ title, category }) => [title, category]),
      ...contributes.viewsWelcome.map(({ contents }) => contents),
      ...Object.values(contributes.views).flatMap((all) => all.map(({ name }) => name)),
      ...contributes.walkthroughs.flatMap(({ steps }) =>
        steps.map(({ description }) => description),
      ),
      capabilities.untrustedWorkspaces.description,
      capabilities.virtualWorkspaces.description,
    ];
    assert.deepEqual(
      shown.filter((text) => !/^%[^%]+%$/.test(text)),
      [],
    );
  });

  it('has every command found in the palette by what the extension is called', () => {
    const settings = manifest.contributes.configuration[0]?.title ?? '';
    for (const { category } of manifest.contributes.commands)
      assert.equal(textOf(category), settings);
    assert.ok(settings !== '' && texts['displayName']?.startsWith(settings));
  });

  it('names the actions as users of Container Tools know them', () => {
    const titles = manifest.contributes.commands.map(({ title }) => textOf(title));
    for (const title of [
      'Connect Container…',
      'Disconnect…',
      'Create Network…',
      'Remove Network…',
      'Prune Networks…',
      'Inspect',
      'Show in Graph',
      'Copy Address',
      'Copy Name',
      'Refresh',
      'Open Snapshot…',
      'Save Snapshot…',
    ]) {
      assert.ok(titles.includes(title), title);
    }
  });

  it('has every text of the code in the l10n bundle, and no other', () => {
    assert.equal(
      readFileSync(bundlePath, 'utf8'),
      bundleText(collectStrings()),
      'run `npx tsx scripts/exportStrings.ts`',
    );
  });

  it('names icons and pages that exist', () => {
    const files = [
      manifest.icon,
      ...Object.values(manifest.contributes.viewsContainers).flatMap((all) =>
        all.map(({ icon }) => icon),
      ),
      ...Object.values(manifest.contributes.views).flatMap((all) => all.map(({ icon }) => icon)),
      ...manifest.contributes.walkthroughs.flatMap(({ steps }) =>
        steps.map(({ media }) => media.markdown),
      ),
    ];
    assert.deepEqual(
      files.filter((file) => !existsSync(path.join(root, file))),
      [],
    );
  });

  it('names only icons that VS Code has', () => {
    const css = readFileSync(
      path.join(root, 'node_modules/@vscode/codicons/dist/codicon.css'),
      'utf8',
    );
    const names = [
      ...manifest.contributes.commands.flatMap(({ icon }) =>
        icon === undefined ? [] : [/^\$\((.+)\)$/.exec(icon)?.[1] ?? icon],
      ),
      ...iconsOfTheTree(),
    ];
    assert.ok(names.length > 12);
    assert.deepEqual(
      names.filter((name) => !css.includes(`.codicon-${name}:before`)),
      [],
    );
  });

  it('gives every menu entry a group, the inline ones an icon', () => {
    const icons = new Map(
      manifest.contributes.commands.map(({ command, icon }) => [command, icon]),
    );
    for (const { menu, command, group } of menuEntries) {
      if (menu === 'commandPalette') continue;
      assert.match(group ?? '', /^\w+@\d+$/, `${menu} ${command}`);
      if (group?.startsWith('inline') === true) assert.ok(icons.get(command), command);
    }
  });
});

/** Quoted names in the file that chooses the rows' icons. */
function iconsOfTheTree(): readonly string[] {
  const source = readFileSync(path.join(root, 'src/vscode/tree/treeRow.ts'), 'utf8');
  const chosen = source.slice(source.indexOf('const networkIcons'));
  return [...chosen.matchAll(/(?:: |return )'([a-z-]+)'/g)].map(([, name = '']) => name);
}
