import assert from 'node:assert/strict';
import { placeInFile } from '../../../src/compose/placeInFile';

const text = `x-base: &base
  networks: [front]

services:
  web:
    image: nginx
    ports:
      - "80:80"
      - target: 443
        published: "8443"
    networks:
      front:
        aliases:
          - www

  db: {image: postgres, networks: [back, front]}
  api:
    <<: *base
networks:
  front:
  back: {}
`;

/** Steps and token at the `|` mark of a line that reads like this. */
function at(marked: string, source = text): readonly [string, string | undefined] {
  const column = marked.indexOf('|');
  const line = marked.replace('|', '');
  const start = source.indexOf(`\n${line}\n`) + 1;
  assert.ok(column >= 0 && start > 0, marked);
  const { steps, token } = placeInFile('/compose.yml', source, start + column);
  return [steps.map(({ name }) => name).join('.'), token?.text];
}

describe('placeInFile', () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['  w|eb:', 'services.web', 'web'],
    ['|    image: nginx', 'services.web.image', undefined],
    ['    image: ngi|nx', 'services.web.image', 'nginx'],
    ['      - "8|0:80"', 'services.web.ports.0', '80:80'],
    ['  |    - target: 443', 'services.web.ports.1.target', undefined],
    ['        published: |"8443"', 'services.web.ports.1.published', '8443'],
    ['      fr|ont:', 'services.web.networks.front', 'front'],
    ['          - w|ww', 'services.web.networks.front.aliases.0', 'www'],
    ['  db: {image: postgres, networks: [ba|ck, front]}', 'services.db.networks.0', 'back'],
    ['  db: {image: postgres, networks: [back, f|ront]}', 'services.db.networks.1', 'front'],
    ['    <<|: *base', 'services.api', undefined],
    ['  ba|ck: {}', 'networks.back', 'back'],
    ['networks|:', 'networks', 'networks'],
  ];
  for (const [marked, steps, token] of cases) {
    it(`finds ${steps} at "${marked.trim()}"`, () => assert.deepEqual(at(marked), [steps, token]));
  }

  it('ends a block with its last line', () => {
    const offset = text.indexOf('\n\n  db') + 1;
    assert.deepEqual(
      placeInFile('/compose.yml', text, offset).steps.map(({ name }) => name),
      ['services'],
    );
  });

  it('works on a file that is being written', () => {
    const broken = '\nservices:\n  web:\n    image: "x\n    ports: [\n';
    assert.deepEqual(at('  we|b:', broken)[0], 'services.web');
  });

  it('finds nothing in an empty file', () => {
    assert.deepEqual(placeInFile('/compose.yml', '', 0), { steps: [] });
  });
});
