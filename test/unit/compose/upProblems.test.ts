import assert from 'node:assert/strict';
import { upProblems } from '../../../src/compose/upProblems';
import { read } from './composeFiles';

/** Messages with the line each stands at. */
async function problemsOf(text: string, profiles: readonly string[] = []) {
  const { project, problems } = await read(text, { profiles });
  assert.deepEqual(problems, []);
  assert.ok(project);
  return upProblems(project).map(({ message, at }) => `${at.line}: ${message}`);
}

const service = (name: string, ...lines: readonly string[]) =>
  [`  ${name}:`, '    image: x', ...lines.map((line) => `    ${line}`), ''].join('\n');

const data = 'networks:\n  data:\n    ipam:\n      config:\n        - subnet: 10.5.0.0/24\n';
const gateway = `${data}          gateway: 10.5.0.1\n`;
const asks = (address: string) => `networks: { data: { ipv4_address: ${address} } }`;

describe('what the engine would refuse of a project', () => {
  const situations: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'one address for two',
      `services:\n${service('api', asks('10.5.0.9'))}${service('db', asks('10.5.0.9'))}${data}`,
      ['7: 10.5.0.9 is refused by the engine: api asks for it on data, too'],
    ],
    [
      'one address for several containers of a service',
      `services:\n${service('api', asks('10.5.0.9'), 'scale: 2')}${data}`,
      ['4: 10.5.0.9 is refused by the engine: api has 2 containers'],
    ],
    [
      'an address outside its network',
      `services:\n${service('api', asks('10.6.0.9'))}${data}`,
      ['4: 10.6.0.9 is refused by the engine: it lies outside data (10.5.0.0/24)'],
    ],
    [
      'the gateway’s address',
      `services:\n${service('api', asks('10.5.0.1'))}${gateway}`,
      ['4: 10.5.0.1 is refused by the engine: it is the gateway of data'],
    ],
    [
      'networks that overlap',
      `services:\n${service('api', 'networks: [data, more]')}${data}  more:\n    ipam:\n      config:\n        - subnet: 10.5.0.128/25\n`,
      [
        '13: 10.5.0.128/25 overlaps data (10.5.0.0/24); the engine refuses it: Pool overlaps with other one on this address space',
      ],
    ],
    [
      'a host port for two',
      `services:\n${service('api', 'ports: ["8080:80"]')}${service('db', 'ports: ["127.0.0.1:8080:5432"]')}`,
      [
        '7: Host port 8080: api publishes it, too; the second to start is refused: port is already allocated',
      ],
    ],
    [
      'a host port twice in one service, and for several containers',
      `services:\n${service('api', 'ports: ["53:53/udp", "53:54/udp"]')}${service('web', 'ports: ["80:80"]', 'scale: 3')}`,
      [
        '4: Host port 53/udp: api publishes it twice; the second to start is refused: port is already allocated',
        '7: Host port 80: web has 3 containers; the second to start is refused: port is already allocated',
      ],
    ],
    [
      'ports, names and servers of a service in another’s namespace',
      `services:\n${service('vpn', 'ports: ["80:80"]')}${service('db', 'network_mode: service:vpn', 'ports: ["80:80"]', 'hostname: x', 'dns: 1.1.1.1', 'extra_hosts: ["a:1.2.3.4"]')}${service('web', 'network_mode: container:other', 'expose: ["81"]')}`,
      [
        '9: db shares the network of vpn: the engine refuses it: conflicting options: hostname and the network mode; it has the host name of vpn',
        '10: db shares the network of vpn: the engine refuses it: conflicting options: dns and the network mode; write it at vpn',
        '11: db shares the network of vpn: the engine refuses it: conflicting options: custom host-to-IP mapping and the network mode; write it at vpn',
        '8: db shares the network of vpn: the engine refuses it: conflicting options: port publishing and the container type network mode; publish it at vpn',
        '15: web shares the network of other: the engine refuses it: conflicting options: port exposing and the container type network mode; write it at other',
      ],
    ],
  ];
  for (const [situation, text, said] of situations) {
    it(`is ${situation}`, async () => assert.deepEqual(await problemsOf(text), said));
  }

  const fine: readonly (readonly [string, string])[] = [
    [
      'ports of other protocols, addresses, families and ranges',
      `services:\n${service('api', 'ports: ["53:53", "127.0.0.1:80:80", "0.0.0.0:81:81"]')}${service('db', 'ports: ["53:53/udp", "127.0.0.2:80:80", "[::]:81:81", "8000-8010:90"]')}${service('web', 'ports: ["90", "8000-8010:90"]')}`,
    ],
    [
      'what only another profile starts',
      `services:\n${service('api', 'ports: ["80:80"]')}${service('db', 'ports: ["80:80"]', 'profiles: [x]')}`,
    ],
    [
      'networks that are not made',
      `services:\n${service('api', asks('10.5.0.9'))}${data}  unused:\n    ipam:\n      config:\n        - subnet: 10.5.0.0/24\n`,
    ],
    [
      'networks of others',
      `services:\n${service('api', asks('10.5.0.9'))}${service('db', asks('10.5.0.9'))}networks:\n  data:\n    external: true\n`,
    ],
    [
      'ports that are not bound: on the host, and on an internal network',
      `services:\n${service('in', 'networks: [data]', 'ports: ["80:80"]')}${service('api', 'ports: ["80:80"]')}${service('db', 'network_mode: host', 'ports: ["80:80"]')}networks: { data: { internal: true } }\n`,
    ],
    [
      'ports of a service on the host',
      `services:\n${service('api', 'ports: ["80:80"]')}${service('db', 'network_mode: host', 'ports: ["80:80"]')}`,
    ],
  ];
  for (const [situation, text] of fine) {
    it(`is not ${situation}`, async () => assert.deepEqual(await problemsOf(text), []));
  }
});
