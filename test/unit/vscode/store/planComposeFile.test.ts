import assert from 'node:assert/strict';
import { readComposeProject } from '../../../../src/compose/readComposeProject';
import { readProjectOfFile } from '../../../../src/vscode/store/planComposeFile';

function read(path: string, files: Readonly<Record<string, string>>, environment = {}) {
  const reader = { readFile: (file: string) => Promise.resolve(files[file]) };
  return readProjectOfFile(path, reader, environment, readComposeProject);
}

const web = 'services: { web: { image: a } }\n';
const db = 'services: { db: { image: b } }\n';

describe('readProjectOfFile', () => {
  it('reads the project that is found in the folder, when the file is part of it', async () => {
    const files = { '/p/compose.yaml': web, '/p/compose.override.yaml': db };
    for (const path of Object.keys(files)) {
      const { project } = await read(path, files);
      assert.deepEqual(
        project?.services.map(({ name }) => name),
        ['db', 'web'],
        path,
      );
    }
  });

  it('reads a file alone that docker compose would not find', async () => {
    const { project } = await read('/p/compose.dev.yml', {
      '/p/compose.yaml': web,
      '/p/compose.dev.yml': db,
    });
    assert.deepEqual(
      project?.services.map(({ name }) => name),
      ['db'],
    );
  });

  it('names the problems of the file, not of a missing standard one', async () => {
    const { problems } = await read('/p/dev.yml', { '/p/dev.yml': 'services: [\n' });
    assert.ok(problems.length > 0);
    for (const { at } of problems) assert.equal(at.file, '/p/dev.yml');
  });

  it('lets no COMPOSE_FILE of the editor’s surroundings choose another file', async () => {
    const files = { '/p/compose.yaml': web, '/q/compose.yaml': db };
    const { project } = await read('/p/compose.yaml', files, { COMPOSE_FILE: '/q/compose.yaml' });
    assert.deepEqual(
      project?.services.map(({ name }) => name),
      ['web'],
    );
  });
});
