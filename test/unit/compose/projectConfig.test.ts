import assert from 'node:assert/strict';
import { projectConfig } from '../../../src/compose/projectConfig';
import { resolveCompose } from '../../../src/compose/resolveCompose';

const file = `name: shop
services:
  web:
    image: nginx
    environment: {PASSWORD: "12"}
    ports: ["8080:80", "127.0.0.1:53:53/udp"]
    networks:
      front: {aliases: [www], ipv4_address: 10.7.0.5}
networks:
  front: {ipam: {config: [{subnet: 10.7.0.0/24}]}}
`;

/** As docker compose 2.40.3 prints that file. */
const printed = `{
  "name": "shop",
  "networks": {"front": {"name": "shop_front", "ipam": {"config": [{"subnet": "10.7.0.0/24"}]}}},
  "services": {"web": {
    "command": null, "entrypoint": null, "environment": {"PASSWORD": "12"}, "image": "nginx",
    "networks": {"front": {"aliases": ["www"], "ipv4_address": "10.7.0.5"}},
    "ports": [
      {"mode": "ingress", "target": 80, "published": "8080", "protocol": "tcp"},
      {"mode": "ingress", "host_ip": "127.0.0.1", "target": 53, "published": "53", "protocol": "udp"}
    ]
  }}
}
`;

describe('projectConfig', () => {
  it('brings what docker compose prints into the shape of our own reading', async () => {
    const reader = {
      readFile: (path: string) => Promise.resolve(path === '/p/compose.yml' ? file : undefined),
    };
    const own = await resolveCompose({ workingDirectory: '/p', environment: {} }, reader, false);
    assert.ok(own.projection);
    assert.deepEqual(projectConfig(printed), own.projection);
  });

  it('shows a difference', () => {
    const other = projectConfig(printed.replace('"10.7.0.5"', '"10.7.0.6"'));
    assert.ok(other);
    assert.notDeepEqual(projectConfig(printed), other);
  });

  for (const [name, text] of [
    ['no JSON', 'panic: {'],
    ['no project', '{}'],
    ['a list', '[]'],
    ['nothing', ''],
  ] as const) {
    it(`takes ${name} for no answer`, () => assert.equal(projectConfig(text), undefined));
  }
});
