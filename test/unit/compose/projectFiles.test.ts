import assert from 'node:assert/strict';
import { resolve, serviceOf, web, type Files, type Settings } from './composeFiles';

describe('files of a project', () => {
  const rows: readonly (readonly [string, Files, readonly string[], Settings?])[] = [
    [
      'the first standard name wins',
      { 'compose.yml': web('hostname: b'), 'compose.yaml': web('hostname: a') },
      ['a'],
    ],
    [
      'names of file and override need not pair',
      {
        'compose.yaml': web('hostname: a'),
        'docker-compose.override.yml': 'services: {web: {hostname: o}}\n',
      },
      ['o'],
    ],
    [
      'no override beside named files',
      { 'a.yaml': web('hostname: a'), 'compose.override.yml': 'services: {web: {hostname: o}}\n' },
      ['a'],
      { files: ['a.yaml'] },
    ],
    [
      'COMPOSE_FILE names them',
      {
        'a.yaml': web('hostname: a'),
        'b.yaml': 'services: {web: {hostname: b}}\n',
        '.env': 'COMPOSE_FILE=a.yaml:b.yaml\n',
      },
      ['b'],
    ],
    [
      'folders above are searched',
      { 'compose.yaml': web('hostname: up') },
      ['up'],
      { workingDirectory: '/srv/shop/x/y' },
    ],
    [
      'paths start at the first file’s folder',
      {
        'x/a.yaml': web('hostname: a'),
        'x/.env': '',
        'y/b.yaml': 'services: {web: {env_file: e}}\n',
        'x/e': '',
      },
      ['a'],
      { files: ['x/a.yaml', 'y/b.yaml'] },
    ],
  ];
  for (const [situation, files, [hostname], settings] of rows) {
    it(situation, async () => {
      const { projection, error } = await resolve(files, settings);
      assert.equal(error, undefined);
      assert.equal(serviceOf(projection)['hostname'], hostname);
    });
  }

  it('are needed', async () => {
    assert.equal((await resolve({})).error, 'no configuration file provided: not found');
  });
});

describe('the name of a project', () => {
  const rows: readonly (readonly [string, Files, string, Settings?])[] = [
    [
      'is given',
      { 'compose.yaml': `name: file\n${web()}` },
      'flag',
      { projectName: 'flag', environment: { COMPOSE_PROJECT_NAME: 'env' } },
    ],
    [
      'is in the environment',
      { 'compose.yaml': `name: file\n${web()}` },
      'env',
      { environment: { COMPOSE_PROJECT_NAME: 'env' } },
    ],
    [
      'is in .env',
      { 'compose.yaml': `name: file\n${web()}`, '.env': 'COMPOSE_PROJECT_NAME=dot\n' },
      'dot',
    ],
    [
      'is in the last file that has one',
      { 'compose.yaml': `name: one\n${web()}`, 'compose.override.yaml': 'name: two\n' },
      'two',
    ],
    ['is cleaned', { 'compose.yaml': `name: "My Project.1"\n${web()}` }, 'myproject1'],
    ['is the folder’s', { 'compose.yaml': web() }, 'shop'],
  ];
  for (const [situation, files, name, settings] of rows) {
    it(situation, async () => {
      assert.equal(((await resolve(files, settings)).projection as { name: string }).name, name);
    });
  }

  it('must be valid when given', async () => {
    assert.match(
      (await resolve(web(), { projectName: 'Foo Bar' })).error ?? '',
      /^invalid project name "Foo Bar": must/,
    );
  });
});

describe('networks of a project', () => {
  const rows: readonly (readonly [string, string, unknown, Settings?])[] = [
    ['the default one, when a service uses it', web(), { default: { name: 'shop_default' } }],
    [
      'no default one otherwise',
      `${web('networks: [n]')}networks: {n: }\n`,
      { n: { name: 'shop_n' } },
    ],
    ['no default one for modes', web('network_mode: host'), {}],
    [
      'unused ones are left out',
      `${web()}networks: {n: }\n`,
      { default: { name: 'shop_default' } },
    ],
    [
      'unused ones on demand',
      `${web()}networks: {n: }\n`,
      { default: { name: 'shop_default' }, n: { name: 'shop_n' } },
      { allResources: true },
    ],
    [
      'external ones keep their name',
      `${web('networks: [n]')}networks: {n: {external: true}}\n`,
      { n: { external: true, name: 'n' } },
    ],
    [
      'the old form of external names',
      `${web('networks: [n]')}networks: {n: {external: {name: x}}}\n`,
      { n: { external: true, name: 'x' } },
    ],
    [
      'of disabled services are left out',
      `${web()}  db: {image: x, profiles: [p], networks: [n]}\nnetworks: {n: }\n`,
      { default: { name: 'shop_default' } },
    ],
    [
      'of enabled services are there',
      `${web()}  db: {image: x, profiles: [p], networks: [n]}\nnetworks: {n: }\n`,
      { default: { name: 'shop_default' }, n: { name: 'shop_n' } },
      { profiles: ['p'] },
    ],
  ];
  for (const [situation, file, networks, settings] of rows) {
    it(situation, async () => {
      const { projection } = await resolve(file, settings);
      assert.deepEqual((projection as { networks: unknown }).networks, networks);
    });
  }

  it('keep docker compose’s way with address pools of an override', async () => {
    const pool = (subnet: string) =>
      `networks:\n  default:\n    ipam:\n      config:\n        - subnet: ${subnet}\n`;
    const { projection } = await resolve({
      'compose.yaml': web() + pool('10.0.0.0/24'),
      'compose.override.yaml': pool('10.1.0.0/24'),
    });
    const { networks } = projection as { networks: { default: { ipam: unknown } } };
    assert.deepEqual(networks.default.ipam, { config: [{ subnet: '10.1.0.0/24' }] });
  });
});
