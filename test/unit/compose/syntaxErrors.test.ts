import assert from 'node:assert/strict';
import { read } from './composeFiles';

const start = 'services:\n  web:\n    image: nginx\n';

/** Words as docker compose 2.40.3 prints them. */
const tables: readonly (readonly [
  situation: string,
  text: string,
  message: string,
  line: number,
])[] = [
  [
    'a tab as indentation',
    'services:\n\tweb: x\n',
    'yaml: line 2: found character that cannot start any token',
    2,
  ],
  [
    'an unclosed list',
    `${start}    ports: [80\n`,
    "yaml: line 3: did not find expected ',' or ']'",
    5,
  ],
  [
    'a variable in a list without quotes',
    `${start}    ports: [ 80,\n      ${'${PORT:-8080}'}:80 ]\n`,
    "yaml: line 3: did not find expected ',' or ']'",
    5,
  ],
  [
    'a variable in a map without quotes',
    `${start}    labels: {a: ${'${X}'}, b: c}\n`,
    "yaml: line 3: did not find expected ',' or '}'",
    4,
  ],
  [
    'a question mark in a list without quotes',
    `${start}    dns: [a?b, c]\n`,
    "yaml: line 3: did not find expected ',' or ']'",
    4,
  ],
  [
    'a value close to its key in a map',
    `${start}    labels: {a:[b], c: d}\n`,
    "yaml: line 3: did not find expected ',' or '}'",
    4,
  ],
  [
    'a list that ends with the file',
    `${start}---\nservices: [\n`,
    'failed to parse /srv/shop/compose.yaml: yaml: line 5: did not find expected node content',
    6,
  ],
  [
    'an unclosed quote',
    `${start}    hostname: "x\n`,
    'yaml: line 4: found unexpected end of stream',
    5,
  ],
  [
    'two colons',
    'services:\n  web:\n    image: a: b\n',
    'yaml: line 3: mapping values are not allowed in this context',
    3,
  ],
  [
    'less indentation than its neighbour',
    `${start}   ports: []\n`,
    'yaml: line 1: did not find expected key',
    4,
  ],
  [
    'a key among the items of a list',
    `${start}    ports:\n      - "80"\n      expose: []\n      - "81"\n`,
    "yaml: line 4: did not find expected '-' indicator",
    6,
  ],
  [
    'a list below a key that has a value',
    `${start}    expose:\n    labels: {a: b}\n      - 80\n`,
    'yaml: line 2: did not find expected key',
    6,
  ],
  [
    'a missing colon',
    'services:\n  web:\n    image nginx\n    ports: []\n',
    'yaml: line 4: mapping values are not allowed in this context',
    3,
  ],
  [
    'a missing colon between keys',
    `${start}    ports\n    expose: []\n`,
    "yaml: line 4: could not find expected ':'",
    4,
  ],
  [
    'a reserved character',
    'services:\n  web:\n    image: @x\n',
    'yaml: line 3: found character that cannot start any token',
    3,
  ],
  ['an unknown alias', 'services:\n  web: *x\n', "yaml: unknown anchor 'x' referenced", 2],
  [
    'a key twice',
    `${start}    image: other\n`,
    'failed to parse /srv/shop/compose.yaml: line 4: mapping key "image" already defined at line 3',
    4,
  ],
  [
    'a section twice',
    `${start}services:\n  db: {image: x}\n`,
    'yaml: unmarshal errors:\n  line 4: mapping key "services" already defined at line 1',
    4,
  ],
  ['a key that is no string', `${start}networks:\n  1: {}\n`, 'non-string key in networks: 1', 5],
  [
    'a list at the top',
    '- a\n',
    'yaml: unmarshal errors:\n  line 1: cannot unmarshal !!seq into cli.named',
    1,
  ],
  [
    'an alias to itself',
    'services: &s\n  web: *s\n',
    'failed to parse /srv/shop/compose.yaml: cycle detected: node at path services.web.web references node at path services.web',
    2,
  ],
  [
    'a merge of no map',
    'x-a: &a text\nservices:\n  web:\n    <<: *a\n    image: i\n',
    'failed to parse /srv/shop/compose.yaml: yaml: map merge requires map or sequence of maps as the value',
    1,
  ],
  [
    'control characters',
    'services:\n  web: "\u0001"\n',
    'yaml: control characters are not allowed',
    1,
  ],
  ['nothing', '', 'empty compose file', 1],
  ['comments alone', '# nothing\n', 'empty compose file', 1],
];

describe('YAML syntax errors', () => {
  for (const [situation, text, message, line] of tables) {
    it(`are told at their place: ${situation}`, async () => {
      const { problems } = await read(text);
      const [first] = problems.filter(({ severity }) => severity === 'error');
      assert.deepEqual([first?.message, first?.at.line], [message, line]);
    });
  }

  it('leave what could be read', async () => {
    const { project } = await read(`${start}  db:\n    image: x\n    hostname: "h\n`);
    assert.deepEqual(
      project?.services.map(({ name }) => name),
      ['db', 'web'],
    );
  });
});
