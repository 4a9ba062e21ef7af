import assert from 'node:assert/strict';
import { read, web, type Files } from './composeFiles';

const F = '/srv/shop/compose.yaml';

/** Words as docker compose 2.40.3 prints them, and the text the problem stands on. */
const tables: readonly (readonly [
  situation: string,
  files: Files | string,
  message: string,
  at: string,
])[] = [
  [
    'an unknown key',
    web('network: x'),
    `validating ${F}: services.web additional properties 'network' not allowed`,
    'network',
  ],
  [
    'an unknown section',
    `${web()}network: {}\n`,
    `validating ${F}:  additional properties 'network' not allowed`,
    'network',
  ],
  [
    'a file of version 1',
    'web:\n  image: x\n',
    `validating ${F}:  additional properties 'web' not allowed`,
    'web',
  ],
  [
    'a service without anything',
    'services:\n  web:\n',
    `validating ${F}: services.web must be a mapping`,
    '',
  ],
  [
    'a key whose colon has no space behind it',
    web('networks: {front:, back: }'),
    `validating ${F}: services.web.networks additional properties 'front:' not allowed`,
    'front:',
  ],
  ['services as a list', 'services: [web]\n', 'services must be a mapping', '[web]'],
  [
    'ports as text',
    web('ports: "80"'),
    `validating ${F}: services.web.ports must be a array`,
    '"80"',
  ],
  [
    'networks without anything',
    web('networks:'),
    `validating ${F}: services.web.networks must be a array`,
    '',
  ],
  [
    'an alias as text',
    `${web('networks: {n: {aliases: x}}')}networks: {n: }\n`,
    `validating ${F}: services.web.networks.n.aliases must be a array`,
    'x',
  ],
  [
    'the same network twice',
    `${web('networks: [n, n]')}networks: {n: }\n`,
    `validating ${F}: services.web.networks items at 0 and 1 are equal`,
    'n',
  ],
  [
    'a network that is text',
    `${web()}networks: {n: x}\n`,
    `validating ${F}: networks.n must be a mapping or null`,
    'x',
  ],
  [
    'an unquoted date',
    web('hostname: 2024-01-01'),
    `validating ${F}: services.web.hostname invalid jsonType time.Time`,
    '2024-01-01',
  ],
  [
    'a name with a pattern',
    web("container_name: ''"),
    `validating ${F}: services.web.container_name '' does not match pattern '[a-zA-Z0-9][a-zA-Z0-9_.-]+'`,
    "''",
  ],
  [
    'one of some values',
    web('cgroup: x'),
    `validating ${F}: services.web.cgroup value must be one of 'host', 'private'`,
    'x',
  ],
  [
    'a version that is a number',
    `version: 3\n${web()}`,
    `validating ${F}: version must be a string`,
    '3',
  ],
  [
    'a required variable',
    web('hostname: "${H:?why}"'),
    'error while interpolating services.web.hostname: required variable H is missing a value: why',
    '${H',
  ],
  [
    'no variable at all',
    web('ports: ["${1}:80"]'),
    'invalid interpolation format for services.web.ports.[].\nYou may need to escape any $ with another $.\n${1}:80',
    '${1}:80',
  ],
  [
    'no boolean',
    `${web()}networks: {default: {internal: maybe}}\n`,
    'error while interpolating networks.default.internal: failed to cast to expected type: invalid boolean: maybe',
    'maybe',
  ],
  [
    'no number',
    web('scale: abc'),
    'error while interpolating services.web.scale: failed to cast to expected type: strconv.Atoi: parsing "abc": invalid syntax',
    'abc',
  ],
  ['a port that is none', web('ports: ["80:x"]'), 'invalid containerPort: x', '"80:x"'],
  [
    'a port that is a fraction',
    web('ports: [80.5]'),
    'services.web.ports: invalid type float64 for port',
    '80.5',
  ],
  [
    'a long port without target',
    web('ports: [{published: 80}]'),
    'service ports services.web.ports.[0] is missing a target port',
    '{published: 80}',
  ],
  [
    'a long port with a bad address',
    web('ports: [{target: 80, host_ip: bad}]'),
    'services.web.ports.[]: invalid ip address: bad',
    'bad',
  ],
  [
    'a host without address',
    web('extra_hosts: [x]'),
    "decoding failed due to the following error(s):\n\n'services[web].extra_hosts' invalid additional host, missing IP: x",
    'x',
  ],
  [
    'an unknown network',
    web('networks: [nope]'),
    'service "web" refers to undefined network nope: invalid compose project',
    'nope',
  ],
  [
    'networks and a mode',
    web('network_mode: host', 'networks: [default]'),
    'service web declares mutually exclusive `network_mode` and `networks`: invalid compose project',
    'host',
  ],
  [
    'the mode of an unknown service',
    web('network_mode: service:db'),
    'service "web" depends on undefined service "db": invalid compose project',
    'service:db',
  ],
  [
    'a link to an unknown service',
    web('links: ["db:data"]'),
    'service "web" depends on undefined service "db": invalid compose project',
    '"db:data"',
  ],
  [
    'a circle',
    `${web('depends_on: [db]')}  db: {image: x, links: [web]}\n`,
    'dependency cycle detected: db -> web -> db',
    'web',
  ],
  [
    'nothing to run',
    'services: {web: {hostname: x}}\n',
    'service "web" has neither an image nor a build context specified: invalid compose project',
    'web',
  ],
  [
    'two numbers of replicas',
    web('scale: 2', 'deploy: {replicas: 3}'),
    "services.web: can't set distinct values on 'scale' and 'deploy.replicas': invalid compose project",
    '2',
  ],
  [
    'one name for two containers',
    web('scale: 2', 'container_name: x1'),
    "services.scale: can't set container_name and web as container name must be unique: invalid compose project",
    'x1',
  ],
  [
    'an unknown volume',
    web('volumes: ["data:/x"]'),
    'service "web" refers to undefined volume data: invalid compose project',
    '"data:/x"',
  ],
  [
    'an external volume with a driver',
    `${web()}volumes: {v: {external: true, driver: x}}\n`,
    'volumes.v: conflicting parameters "external" and "driver" specified',
    'driver',
  ],
  [
    'an env file that is missing',
    web('env_file: x.env'),
    'env file /srv/shop/x.env not found: stat /srv/shop/x.env: no such file or directory',
    'x.env',
  ],
  [
    'an included file that is missing',
    'include: [other.yaml]\n',
    'open /srv/shop/other.yaml: no such file or directory',
    '',
  ],
  [
    'an include that is text',
    'include: other.yaml\n',
    '`include` must be a list, got other.yaml',
    'other.yaml',
  ],
  [
    'an included service that differs',
    {
      'compose.yaml': `include: [b.yaml]\n${web()}`,
      'b.yaml': 'services: {web: {image: other}}\n',
    },
    'services.web conflicts with imported resource',
    'web',
  ],
  [
    'an unknown service extended',
    web('extends: x'),
    `cannot extend service "web" in ${F}: service "x" not found`,
    'x',
  ],
  [
    'services that extend each other',
    'services:\n  a: {extends: b}\n  b: {extends: a}\n',
    `Circular reference:\n  a in ${F}\n  extends b in ${F}\n  extends a in ${F}`,
    'extends',
  ],
  [
    'another shape over ports',
    {
      'compose.yaml': web('ports: ["80"]'),
      'compose.override.yaml': 'services: {web: {ports: {a: b}}}\n',
    },
    'cannot override services.web.ports',
    '{a: b}',
  ],
  ['a name of nothing', `name: "!"\n${web()}`, 'project name must not be empty', '"!"'],
];

describe('what docker compose refuses', () => {
  for (const [situation, files, message, at] of tables) {
    it(`is told in its words and at its place: ${situation}`, async () => {
      const { problems } = await read(files);
      const [first] = problems.filter(({ severity }) => severity === 'error');
      assert.ok(first, 'no error was told');
      assert.equal(first.message, message);
      if (at === '') return;
      const name = first.at.file.slice('/srv/shop/'.length);
      const content = typeof files === 'string' ? files : (files[name] ?? '');
      const line = content.split('\n')[first.at.line - 1] ?? '';
      assert.equal(line.slice(first.at.column - 1, first.end.column - 1), at);
    });
  }

  it('is told all at once', async () => {
    const { problems } = await read(
      `${web('hostname: "${H:?why}"', 'ports: ["x"]', 'networks: [nope]')}  db: {image: x, foo: y}\n`,
    );
    assert.deepEqual(
      problems.map(({ message }) => message.split('\n')[0]),
      [
        'error while interpolating services.web.hostname: required variable H is missing a value: why',
        `validating ${F}: services.db additional properties 'foo' not allowed`,
        'invalid containerPort: x',
        'service "web" refers to undefined network nope: invalid compose project',
      ],
    );
  });

  it('is told once of a file that is read twice', async () => {
    const { problems } = await read({
      'compose.yaml': 'include: [a.yaml, b.yaml]\n',
      'a.yaml': 'include: [c.yaml]\n',
      'b.yaml': 'include: [c.yaml]\n',
      'c.yaml': web('foo: x'),
    });
    const twice = problems.filter(({ message }) => message.includes("'foo'"));
    assert.equal(twice.length, 1);
  });
});
