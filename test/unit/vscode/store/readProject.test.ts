import assert from 'node:assert/strict';
import { readComposeProject } from '../../../../src/compose/readComposeProject';
import type { ConfiguredProject } from '../../../../src/vscode/store/configuredProject';
import { readProject, type ProjectChoice } from '../../../../src/vscode/store/readProject';

type Files = Readonly<Record<string, string>>;

function read(
  choice: ProjectChoice,
  files: Files,
  environment: Files = {},
  profiles?: readonly string[],
) {
  const reader = { readFile: (file: string) => Promise.resolve(files[file]) };
  return readProject(choice, reader, environment, profiles, readComposeProject);
}

const file = (path: string): ProjectChoice => ({ kind: 'file', path });

async function activeServices(...of: Parameters<typeof read>): Promise<readonly string[]> {
  const { result } = await read(...of);
  const services = result.project?.services.filter(({ inactive }) => !inactive) ?? [];
  return services.map(({ name }) => name);
}

const web = 'services: { web: { image: a } }\n';
const db = 'services: { db: { image: b } }\n';

describe('readProject of a file', () => {
  it('reads the project that is found in the folder, when the file is part of it', async () => {
    const files = { '/p/compose.yaml': web, '/p/compose.override.yaml': db };
    for (const path of Object.keys(files)) {
      assert.deepEqual(await activeServices(file(path), files), ['db', 'web'], path);
      assert.equal((await read(file(path), files)).alone, false);
    }
  });

  it('reads a file alone that docker compose would not find', async () => {
    const files = { '/p/compose.yaml': web, '/p/compose.dev.yml': db };
    const { alone, request } = await read(file('/p/compose.dev.yml'), files);
    assert.deepEqual([alone, request.files], [true, ['compose.dev.yml']]);
    assert.deepEqual(await activeServices(file('/p/compose.dev.yml'), files), ['db']);
  });

  it('names the problems of the file, not of a missing standard one', async () => {
    const { result } = await read(file('/p/dev.yml'), { '/p/dev.yml': 'services: [\n' });
    assert.ok(result.problems.length > 0);
    for (const { at } of result.problems) assert.equal(at.file, '/p/dev.yml');
  });

  it('lets no COMPOSE_FILE of the editor’s surroundings choose another file', async () => {
    const files = { '/p/compose.yaml': web, '/q/compose.yaml': db };
    const environment = { COMPOSE_FILE: '/q/compose.yaml' };
    assert.deepEqual(await activeServices(file('/p/compose.yaml'), files, environment), ['web']);
  });
});

describe('profiles', () => {
  const files = {
    '/p/compose.yaml':
      'services: { web: { image: a }, debug: { image: b, profiles: [dev] }, x: { image: c, profiles: [x] } }\n',
    '/p/.env': 'COMPOSE_PROFILES=dev\n',
  };
  const cases: readonly (readonly [string, readonly string[] | undefined, readonly string[]])[] = [
    ['those of the environment, unless others are chosen', undefined, ['debug', 'web']],
    ['those that are chosen', ['x'], ['web', 'x']],
    ['none, when all were turned off', [], ['web']],
  ];
  for (const [name, chosen, expected] of cases) {
    it(`are ${name}`, async () => {
      const choice = file('/p/compose.yaml');
      assert.deepEqual(await activeServices(choice, files, {}, chosen), expected);
      const { result } = await read(choice, files, {}, chosen);
      assert.deepEqual(result.profiles, chosen ?? ['dev']);
    });
  }
});

describe('readProject of the settings', () => {
  const project: ConfiguredProject = {
    id: 'prod',
    name: 'prod',
    files: ['base.yml', 'deploy/prod.yml'],
    envFiles: ['prod.env'],
    profiles: ['metrics'],
  };
  const files = {
    '/w/compose.yaml': db,
    '/w/base.yml':
      'services: { web: { image: "a:${TAG}" }, m: { image: b, profiles: [metrics] } }\n',
    '/w/deploy/prod.yml': 'services: { web: { ports: ["80:80"] } }\n',
    '/w/prod.env': 'TAG=7\n',
  };
  const choice: ProjectChoice = { kind: 'configured', folder: '/w', project };

  it('takes files, env files, profiles and name from there', async () => {
    const { result } = await read(choice, files);
    assert.equal(result.project?.name.value, 'prod');
    const [m, own] = result.project.services;
    assert.deepEqual([m?.name, m?.inactive], ['m', false]);
    assert.deepEqual([own?.image?.value, own?.ports.length], ['a:7', 1]);
  });

  it('finds files as docker compose does where it names none', async () => {
    const found = { ...choice, project: { ...project, files: [], envFiles: [] } };
    assert.deepEqual(await activeServices(found, files), ['db']);
  });
});
