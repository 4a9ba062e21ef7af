import assert from 'node:assert/strict';
import { resolve, serviceOf, web, type Files, type Settings } from './composeFiles';

type Row = readonly [
  situation: string,
  files: Files | string,
  expected: Readonly<Record<string, unknown>>,
  settings?: Settings,
];

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [situation, files, expected, settings] of rows) {
      it(situation, async () => {
        const { projection, error } = await resolve(files, settings);
        assert.equal(error, undefined);
        const service = serviceOf(projection);
        const found = Object.fromEntries(Object.keys(expected).map((key) => [key, service[key]]));
        assert.deepEqual(found, expected);
      });
    }
  });
}

const over = (base: readonly string[], lines: readonly string[]): Files => ({
  'compose.yaml': `${web(...base)}  db: {image: x}\nnetworks: {n: , m: }\n`,
  'compose.override.yaml': ['services:', '  web:', ...lines.map((line) => `    ${line}`), ''].join(
    '\n',
  ),
});

table('an override file', [
  ['replaces a scalar', over(['hostname: a'], ['hostname: b']), { hostname: 'b' }],
  ['changes nothing with null', over(['hostname: a'], ['hostname:']), { hostname: 'a' }],
  [
    'appends to lists once',
    over(['dns: [1.1.1.1]'], ['dns: [1.1.1.1, 8.8.8.8]']),
    { dns: ['1.1.1.1', '8.8.8.8'] },
  ],
  [
    'joins networks and their options',
    over(['networks: [n]'], ['networks: {n: {aliases: [x]}, m: }']),
    { networks: { n: { aliases: ['x'] }, m: null } },
  ],
  [
    'adds the second address of a host',
    over(['extra_hosts: ["h:1.1.1.1"]'], ['extra_hosts: {h: 2.2.2.2}']),
    { extra_hosts: ['h=1.1.1.1', 'h=2.2.2.2'] },
  ],
  [
    'replaces a port published alike',
    over(['ports: ["80:80"]'], ['ports: ["80:80", "81:80"]']),
    {
      ports: [80, 81].map((published) => ({
        mode: 'ingress',
        protocol: 'tcp',
        published: String(published),
        target: 80,
      })),
    },
  ],
  [
    'resets',
    over(['ports: ["80:80"]', 'hostname: a'], ['ports: !reset []', 'hostname: !reset x']),
    { ports: undefined, hostname: undefined },
  ],
  [
    'overrides as a whole',
    over(['networks: {n: {aliases: [x]}}'], ['networks: !override [m]']),
    { networks: { m: null } },
  ],
  [
    'takes networks away for a mode',
    over(['networks: [n]'], ['networks: !reset []', 'network_mode: host']),
    { networks: undefined, network_mode: 'host' },
  ],
]);

table('extends', [
  [
    'a service of the same file',
    `${web('extends: base')}  base: {image: x, hostname: h, dns: 1.1.1.1}\n`,
    { hostname: 'h', dns: ['1.1.1.1'] },
  ],
  [
    'a service of another file',
    {
      'compose.yaml': 'services: {web: {extends: {service: base, file: lib/base.yaml}}}\n',
      'lib/base.yaml': 'services: {base: {image: x, extends: {service: root, file: root.yaml}}}\n',
      'lib/root.yaml': 'services: {root: {hostname: deep}}\n',
    },
    { hostname: 'deep' },
  ],
  [
    'with own values over it',
    `${web('extends: base', 'hostname: own', 'ports: ["81:81"]')}  base: {image: x, hostname: h, ports: ["80:80"]}\n`,
    {
      hostname: 'own',
      ports: [80, 81].map((port) => ({
        mode: 'ingress',
        protocol: 'tcp',
        published: String(port),
        target: port,
      })),
    },
  ],
  [
    'and resets what it gets',
    `${web('extends: base', 'ports: !reset []')}  base: {image: x, ports: ["80:80"]}\n`,
    { ports: undefined },
  ],
]);

table('include', [
  [
    'copies services',
    {
      'compose.yaml': 'include: [lib/a.yaml]\n',
      'lib/a.yaml': web('hostname: ${V:-unset}'),
      'lib/.env': 'V=lib\n',
    },
    { hostname: 'lib' },
  ],
  [
    'lets the parent’s variables win',
    {
      'compose.yaml': 'include: [lib/a.yaml]\n',
      '.env': 'V=parent\n',
      'lib/a.yaml': web('hostname: ${V:-unset}'),
      'lib/.env': 'V=lib\n',
    },
    { hostname: 'parent' },
  ],
  [
    'reads the env file of the entry',
    {
      'compose.yaml': 'include: [{path: lib/a.yaml, env_file: v.env}]\n',
      'v.env': 'V=entry\n',
      'lib/a.yaml': web('hostname: ${V:-unset}'),
    },
    { hostname: 'entry' },
  ],
  [
    'merges several paths',
    {
      'compose.yaml': 'include: [{path: [a.yaml, b.yaml]}]\n',
      'a.yaml': web('hostname: a'),
      'b.yaml': 'services: {web: {hostname: b}}\n',
    },
    { hostname: 'b' },
  ],
  [
    'leaves overriding to the parent’s override file',
    {
      'compose.yaml': 'include: [a.yaml]\n',
      'compose.override.yaml': 'services: {web: {hostname: over}}\n',
      'a.yaml': web('hostname: a'),
    },
    { hostname: 'over' },
  ],
]);

table('variables', [
  [
    'come from .env',
    { 'compose.yaml': web('hostname: $V'), '.env': 'V=file\n' },
    { hostname: 'file' },
  ],
  [
    'of the environment win',
    { 'compose.yaml': web('hostname: $V'), '.env': 'V=file\n' },
    { hostname: 'os' },
    { environment: { V: 'os' } },
  ],
  [
    'come from named env files, the last first',
    { 'compose.yaml': web('hostname: $V$W'), a: 'V=a\nW=w\n', b: 'V=b\n', '.env': 'V=no\n' },
    { hostname: 'bw' },
    { envFiles: ['a', 'b'] },
  ],
  [
    'know the project’s name',
    { 'compose.yaml': `name: n\n${web('hostname: $COMPOSE_PROJECT_NAME')}` },
    { hostname: 'n' },
  ],
  ['make booleans and numbers', web('scale: "${N:-3}"'), { scale: 3 }],
]);

table('YAML', [
  [
    'merges anchors',
    `x-a: &a {image: i, hostname: h}\nservices:\n  web:\n    <<: *a\n    domainname: d\n`,
    { hostname: 'h', domainname: 'd' },
  ],
  [
    'lets earlier merged maps win',
    `x-a: &a {image: i, hostname: a}\nx-b: &b {hostname: b, domainname: b}\nservices:\n  web:\n    <<: [*a, *b]\n`,
    { hostname: 'a', domainname: 'b' },
  ],
  [
    'merges the documents of a file',
    `${web('hostname: a')}---\nservices: {web: {domainname: b}}\n`,
    { hostname: 'a', domainname: 'b' },
  ],
  [
    'reads numbers as docker compose does',
    web('expose: [017, 0x10, 1_000]'),
    { expose: ['15', '16', '1000'] },
  ],
]);

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
      { workingDirectory: '/work/shop/x/y' },
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
