import assert from 'node:assert/strict';
import { configuredProjects } from '../../../../src/vscode/store/configuredProject';

describe('configuredProjects', () => {
  it('reads every field, and calls a project without a name after its files', () => {
    const value = [
      { name: 'shop', files: ['a.yml', 'b.yml'], envFiles: ['.env.dev'], profiles: ['x'] },
      { files: ['c.yml', 'd.yml'] },
    ];
    assert.deepEqual(configuredProjects(value), [
      {
        id: 'shop',
        name: 'shop',
        files: ['a.yml', 'b.yml'],
        envFiles: ['.env.dev'],
        profiles: ['x'],
      },
      { id: 'c.yml d.yml', name: undefined, files: ['c.yml', 'd.yml'], envFiles: [], profiles: [] },
    ]);
  });

  const foreign: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['text', 'compose.yml'],
    ['an object', { files: ['a.yml'] }],
    ['entries that are no projects', ['a.yml', null, 7, { files: 'a.yml' }, { files: [''] }]],
    ['entries that say nothing', [{}, { files: [] }, { name: '' }]],
  ];
  for (const [name, value] of foreign) {
    it(`takes no project from ${name}`, () => assert.deepEqual(configuredProjects(value), []));
  }

  it('keeps the first of two that are called the same', () => {
    const projects = configuredProjects([
      { name: 'a', files: ['1.yml'] },
      { name: 'a', files: ['2.yml'] },
    ]);
    assert.deepEqual(
      projects.map(({ files }) => files),
      [['1.yml']],
    );
  });
});
