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

table('a colon in a collection in brackets', [
  ['ends an address', web('dns: [fe80::, "::1"]'), { dns: ['fe80::', '::1'] }],
  ['is text before a bracket', web('dns_search: [a:]'), { dns_search: ['a:'] }],
  ['ends a key in quotes', web('extra_hosts: {"a":1.2.3.4}'), { extra_hosts: ['a=1.2.3.4'] }],
]);
