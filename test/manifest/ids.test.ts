import assert from 'node:assert/strict';
import {
  commands,
  contextKeys,
  engineConditions,
  graphPanelType,
  matrixPanelType,
  settings,
  standardComposeNames,
  viewContainers,
  views,
  walkthrough,
} from '../../src/vscode/ids';
import { manifest, menuEntries, textOf, texts } from './manifest';

const { contributes } = manifest;
const sorted = (ids: readonly string[]) => [...ids].sort();

describe('the ids of package.json', () => {
  it('has exactly the commands of the code', () => {
    assert.deepEqual(
      sorted(contributes.commands.map(({ command }) => command)),
      sorted(Object.values(commands)),
    );
  });

  it('has exactly the settings of the code', () => {
    assert.deepEqual(
      sorted(contributes.configuration.flatMap(({ properties }) => Object.keys(properties))),
      sorted(Object.values(settings)),
    );
  });

  it('has the views, the view container and the walkthrough of the code', () => {
    assert.deepEqual(
      Object.values(contributes.viewsContainers)
        .flat()
        .map(({ id }) => id),
      Object.values(viewContainers),
    );
    assert.deepEqual(
      Object.entries(contributes.views).map(([container, all]) => [
        container,
        all.map(({ id }) => id),
      ]),
      [[viewContainers.networks, Object.values(views)]],
    );
    assert.deepEqual(
      contributes.walkthroughs.map(({ id }) => id),
      [walkthrough],
    );
  });

  it('is activated by compose files and by its panels, and by nothing else', () => {
    assert.deepEqual(sorted(manifest.activationEvents), [
      'onLanguage:dockercompose',
      `onWebviewPanel:${graphPanelType}`,
      `onWebviewPanel:${matrixPanelType}`,
      ...standardComposeNames.map((name) => `workspaceContains:${name}`),
    ]);
  });

  it('names existing commands in every menu', () => {
    const known = new Set<string>(Object.values(commands));
    assert.deepEqual(
      menuEntries.filter(({ command }) => !known.has(command)),
      [],
    );
  });

  it('names existing commands in every welcome text and walkthrough', () => {
    const known = new Set<string>([
      ...Object.values(commands),
      ...Object.values(views).map((id) => `${id}.focus`),
      'vscode.openFolder',
      'workbench.trust.manage',
    ]);
    const links = [
      ...Object.values(texts)
        .join('\n')
        .matchAll(/\]\(command:([^)]+)\)/g),
    ];
    assert.ok(links.length > 10);
    assert.deepEqual(
      links.map(([, id = '']) => id).filter((id) => !known.has(id)),
      [],
    );
  });

  it('gives every welcome text to the view, at least one button, and a condition the code sets', () => {
    for (const { view, contents, when } of contributes.viewsWelcome) {
      assert.equal(view, views.networks);
      assert.match(textOf(contents), /\]\(command:/, contents);
      for (const [, key, value = ''] of when.matchAll(/(vethscope\.\w+) [!=]= (\w+)/g)) {
        if (key === contextKeys.engine) {
          assert.ok(
            engineConditions.some((condition) => condition === value),
            value,
          );
        } else {
          assert.equal(key, contextKeys.composeFiles);
          assert.match(value, /^(some|none)$/);
        }
      }
    }
  });

  it('has a welcome text for every way of having nothing to show', () => {
    for (const condition of engineConditions.filter((one) => one !== 'idle' && one !== 'ready')) {
      assert.ok(
        contributes.viewsWelcome.some(
          ({ when }) => when === `${contextKeys.engine} == ${condition}`,
        ),
        condition,
      );
    }
  });

  it('completes walkthrough steps by existing commands and views', () => {
    const events = contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap(({ completionEvents }) => completionEvents),
    );
    const known = new Set([
      ...Object.values(commands).map((id) => `onCommand:${id}`),
      ...Object.values(views).map((id) => `onView:${id}`),
    ]);
    assert.deepEqual(
      events.filter((event) => !known.has(event)),
      [],
    );
  });
});
