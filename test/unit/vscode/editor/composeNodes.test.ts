import assert from 'node:assert/strict';
import { placeInFile } from '../../../../src/compose/placeInFile';
import { readComposeProject } from '../../../../src/compose/readComposeProject';
import { planTopology } from '../../../../src/topology/planTopology';
import { isNoun, nodesAt, placeOfElement } from '../../../../src/vscode/editor/composeNodes';

const files: Readonly<Record<string, string>> = {
  '/p/compose.yml': `include:
  - db.yml
services:
  web:
    extends: {file: common.yml, service: base}
    ports:
      - "8080:80"
      - target: 443
        published: "8443"
    networks:
      front:
        aliases:
          - www
  worker:
    image: x
    scale: 2
    networks: [front, shared]
networks:
  front:
    ipam:
      config:
        - subnet: 10.9.0.0/24
  shared:
    external: true
    name: shared-net
`,
  '/p/compose.override.yml': `services:
  web:
    networks:
      back:
        ipv4_address: 10.8.0.5
networks:
  back:
    ipam: {config: [{subnet: 10.8.0.0/24}]}
`,
  '/p/db.yml': `services:
  db:
    image: postgres
  backup:
    image: busybox
    network_mode: service:db
`,
  '/p/common.yml': `services:
  base:
    image: nginx
    ports:
      - "9000:9000"
`,
};

async function planned() {
  const { project, problems } = await readComposeProject(
    { workingDirectory: '/p', environment: {} },
    { readFile: (path) => Promise.resolve(files[path]) },
  );
  assert.ok(project);
  assert.deepEqual(problems, []);
  return { project, topology: planTopology(project, {}) };
}

/** Scene ids at the `|` of the first line in the file that reads like this. */
async function at(file: string, marked: string): Promise<readonly string[]> {
  const { topology } = await planned();
  return nodesAt(topology, placeAt(file, marked));
}

function placeAt(file: string, marked: string) {
  const text = files[file] ?? '';
  const line = marked.replace('|', '');
  const start = `\n${text}`.indexOf(`\n${line}\n`);
  assert.ok(start >= 0, marked);
  return {
    ...placeInFile(file, text, start + marked.indexOf('|')),
    file,
    lineOf: (offset: number) => text.slice(0, offset).split('\n').length,
  };
}

describe('nodesAt', () => {
  const main = '/p/compose.yml';
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['a service', main, '  w|eb:', ['container:p/web/1']],
    [
      'any line of a service',
      main,
      '    image: |x',
      ['container:p/worker/1', 'container:p/worker/2'],
    ],
    ['a network of a service', main, '      fro|nt:', ['endpoint:p/web/1@p/front']],
    ['an alias', main, '          - w|ww', ['endpoint:p/web/1@p/front']],
    [
      'one of several networks on a line',
      main,
      '    networks: [front, sh|ared]',
      ['endpoint:p/worker/1@shared-net', 'endpoint:p/worker/2@shared-net'],
    ],
    [
      'a port in short form',
      main,
      '      - "80|80:80"',
      ['port:p/web/1/0.0.0.0:8080/80/tcp', 'port:p/web/1/[::]:8080/80/tcp'],
    ],
    [
      'a port in long form',
      main,
      '        published: |"8443"',
      ['port:p/web/1/0.0.0.0:8443/443/tcp', 'port:p/web/1/[::]:8443/443/tcp'],
    ],
    ['a network', main, '  fro|nt:', ['network:p/front']],
    ['a network’s subnet', main, '        - subnet: 10.9|.0.0/24', ['network:p/front']],
    ['an external network', main, '    name: shared|-net', ['network:shared-net']],
    ['a service in an override file', '/p/compose.override.yml', '  w|eb:', ['container:p/web/1']],
    [
      'an address in an override file',
      '/p/compose.override.yml',
      '        ipv4_address: 10.8.|0.5',
      ['endpoint:p/web/1@p/back'],
    ],
    ['a service of an included file', '/p/db.yml', '  d|b:', ['container:p/db/1']],
    ['a service that another extends', '/p/common.yml', '    image: ngi|nx', ['container:p/web/1']],
    ['what draws nothing', main, '  - db|.yml', []],
    ['the heading', main, 'serv|ices:', []],
  ];
  for (const [name, file, marked, expected] of cases) {
    it(`finds what is drawn for ${name}`, async () => {
      assert.deepEqual(await at(file, marked), expected);
    });
  }
});

describe('isNoun', () => {
  const main = '/p/compose.yml';
  const over = '/p/compose.override.yml';
  const cases: readonly (readonly [string, string, boolean])[] = [
    [main, '  w|eb:', true],
    [main, '          - w|ww', true],
    [main, '      - "80|80:80"', true],
    [main, '    image: |x', false],
    [over, '        ipv4_address: 10.8.|0.5', true],
    [over, '        ipv4_|address: 10.8.0.5', false],
    ['/p/db.yml', '    network_mode: service:|db', true],
    ['/p/db.yml', '    network|_mode: service:db', false],
  ];
  for (const [file, marked, told] of cases) {
    it(`${told ? 'tells' : 'leaves to others'} ${marked.trim()}`, () => {
      assert.equal(isNoun(placeAt(file, marked)), told);
    });
  }
});

describe('placeOfElement', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['container:p/web/1', '/p/compose.yml', 4],
    ['container:p/worker/2', '/p/compose.yml', 14],
    ['container:p/db/1', '/p/db.yml', 2],
    ['endpoint:p/web/1@p/front', '/p/compose.yml', 11],
    ['endpoint:p/web/1@p/back', '/p/compose.override.yml', 4],
    ['endpoint:p/db/1@p/default', '/p/db.yml', 2],
    ['port:p/web/1/0.0.0.0:8443/443/tcp', '/p/compose.yml', 8],
    ['port:p/web/1/0.0.0.0:9000/9000/tcp', '/p/common.yml', 5],
    ['network:p/front', '/p/compose.yml', 19],
    ['bridge:p/back', '/p/compose.override.yml', 7],
    ['network:shared-net', '/p/compose.yml', 23],
  ];
  for (const [id, file, line] of cases) {
    it(`leads from ${id} to ${file}:${line}`, async () => {
      const { project, topology } = await planned();
      const place = placeOfElement(project, topology, id);
      assert.deepEqual([place?.file, place?.line], [file, line]);
    });
  }

  it('leads nowhere from what no file declares', async () => {
    const { project, topology } = await planned();
    for (const id of ['host:host', 'outside:world', 'container:p/gone/1']) {
      assert.equal(placeOfElement(project, topology, id), undefined);
    }
  });
});
