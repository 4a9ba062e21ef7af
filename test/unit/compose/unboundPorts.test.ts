import assert from 'node:assert/strict';
import { unboundPorts } from '../../../src/compose/unboundPorts';
import { read } from './composeFiles';

/** Messages with the line each stands at; the networks are those every file has. */
async function problemsOf(service: string) {
  const { project, problems } = await read(
    `services:
  db:
    image: x
    ports: ["5432:5432", "5433:5433"]
    ${service}
networks:
  data: { internal: true }
  more: { internal: true }
  lan: { driver: macvlan }
  front:
  other: { external: true, internal: true }
`,
  );
  assert.deepEqual(problems, []);
  assert.ok(project);
  return unboundPorts(project).map(({ message, at }) => `${at.line}: ${message}`);
}

describe('published ports that the engine never binds', () => {
  const situations: readonly (readonly [string, string])[] = [
    [
      'networks: [data, more]',
      'it is only on internal networks (data, more), where the engine binds no host port',
    ],
    ['networks: [lan]', 'it is only on networks of drivers that bind no host port (lan)'],
    ['network_mode: host', 'network_mode host has the host’s own ports'],
    ['network_mode: none', 'network_mode none is on no network'],
  ];
  for (const [service, why] of situations) {
    it(`are those with ${service}`, async () => {
      assert.deepEqual(await problemsOf(service), [`4: Port 5432 of db is not published: ${why}`]);
    });
  }

  for (const service of [
    'tty: true',
    'networks: [data, front]',
    'networks: [data, other]',
    'network_mode: bridge',
    'networks: [data]\n    profiles: [debug]',
  ]) {
    it(`are not those with ${service}`, async () => {
      assert.deepEqual(await problemsOf(service), []);
    });
  }
});
