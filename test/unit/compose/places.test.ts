import assert from 'node:assert/strict';
import type { ComposeResult } from '../../../src/compose/composeRequest';
import type { ComposeProject } from '../../../src/model/composeProject';
import type { Declared } from '../../../src/model/provenance';
import { folder, read, type Files } from './composeFiles';

/** Every fact of this project is written once, so that its text tells where it is. */
const files: Files = {
  'compose.yaml': `name: places
include:
  - lib/included.yaml
x-common: &common
  dns: [9.9.9.1]
  networks:
    anchored:
      aliases: [merged-alias]
services:
  web:
    <<: *common
    image: web-image
    hostname: web-host
    container_name: web-container
    scale: 1
    ports:
      - "8081:81"
      - target: 82
        published: "8082"
    expose: ["4001"]
    links: ["api:linked"]
    extra_hosts: ["one:10.9.9.1"]
    profiles: [some-profile]
  api:
    extends:
      service: base
      file: lib/base.yaml
    networks:
      front:
        ipv4_address: 10.1.0.10
        gw_priority: 5
        aliases:
          - api-alias
      back:
  alone:
    image: alone-image
    network_mode: none
  plain:
    image: plain-image
networks:
  front:
    driver: bridge
    internal: true
    driver_opts:
      some.option: option-value
    ipam:
      config:
        - subnet: 10.1.0.0/24
          gateway: 10.1.0.254
          ip_range: 10.1.0.128/25
          aux_addresses:
            reserved: 10.1.0.77
  back:
    name: back-name
  anchored:
`,
  'compose.override.yaml': `services:
  web:
    hostname: override-host
    ports:
      - "8083:83"
  api:
    dns_search: [override.search]
    networks:
      front:
        mac_address: 02:42:0a:01:00:0a
networks:
  back:
    attachable: true
`,
  'lib/base.yaml': `services:
  base:
    image: base-image
    domainname: base-domain
    dns_opt: [base-option]
    ports:
      - "8084:84/udp"
    networks:
      front:
        interface_name: base0
        driver_opts:
          endpoint.option: endpoint-value
`,
  'lib/included.yaml': `services:
  worker:
    image: worker-image
    networks:
      inner:
        aliases: [worker-alias]
        ipv6_address: fd00::5
networks:
  inner:
    enable_ipv6: true
    ipam:
      config:
        - subnet: fd00::/64
`,
};

type Fact = readonly [name: string, at: Declared | undefined, file: string, text: string];

function facts(project: ComposeProject): readonly Fact[] {
  const service = (name: string) => project.services.find((item) => item.name === name);
  const network = (key: string) => project.networks.find((item) => item.key === key);
  const web = service('web');
  const api = service('api');
  const worker = service('worker');
  const front = network('front');
  const back = network('back');
  const inner = network('inner');
  const on = (from: typeof web, key: string) => from?.networks.find((item) => item.network === key);
  const main = 'compose.yaml';
  const over = 'compose.override.yaml';
  const base = 'lib/base.yaml';
  const lib = 'lib/included.yaml';
  return [
    ['project name', project.name.at, main, 'places'],
    ['service', web?.at, main, 'web:'],
    ['service that extends', api?.at, main, 'api:'],
    ['included service', worker?.at, lib, 'worker:'],
    ['image', web?.image?.at, main, 'web-image'],
    ['image of a base', api?.image?.at, base, 'base-image'],
    ['image of an included service', worker?.image?.at, lib, 'worker-image'],
    ['host name that is overridden', web?.hostname?.at, over, 'override-host'],
    ['container name', web?.containerName?.at, main, 'web-container'],
    ['domain name of a base', api?.domainname?.at, base, 'base-domain'],
    ['replicas', web?.replicas.at, main, '1\n    ports'],
    ['replicas that are not said', api?.replicas.at, main, 'api:'],
    ['profile', web?.profiles[0]?.at, main, 'some-profile'],
    ['mode', service('alone')?.networkMode?.at, main, 'none'],
    ['short port', web?.ports[0]?.at, main, '"8081:81"'],
    ['long port', web?.ports[1]?.at, main, 'target: 82'],
    ['port of an override', web?.ports[2]?.at, over, '"8083:83"'],
    ['port of a base', api?.ports[0]?.at, base, '"8084:84/udp"'],
    ['exposed port', web?.expose[0]?.at, main, '"4001"'],
    ['link', web?.links[0]?.at, main, '"api:linked"'],
    ['extra host', web?.extraHosts[0]?.at, main, '"one:10.9.9.1"'],
    ['nameserver by anchor', web?.dns[0]?.at, main, '9.9.9.1'],
    ['search domain of an override', api?.dnsSearch[0]?.at, over, 'override.search'],
    ['resolver option of a base', api?.dnsOptions[0]?.at, base, 'base-option'],
    ['attachment by anchor', on(web, 'anchored')?.at, main, 'anchored:\n      aliases'],
    ['alias by anchor', on(web, 'anchored')?.aliases[0]?.at, main, 'merged-alias'],
    ['attachment of a base', on(api, 'front')?.at, base, 'front:'],
    ['attachment of a service', on(api, 'back')?.at, main, 'back:\n  alone'],
    ['implicit attachment', on(service('plain'), 'default')?.at, main, 'plain:'],
    ['static address', on(api, 'front')?.ipv4?.at, main, '10.1.0.10\n'],
    ['gateway priority', on(api, 'front')?.gatewayPriority?.at, main, '5\n'],
    ['alias', on(api, 'front')?.aliases[0]?.at, main, 'api-alias'],
    ['MAC address of an override', on(api, 'front')?.mac?.at, over, '02:42:0a:01:00:0a'],
    ['interface name of a base', on(api, 'front')?.interfaceName?.at, base, 'base0'],
    [
      'endpoint option of a base',
      on(api, 'front')?.driverOptions[0]?.value.at,
      base,
      'endpoint-value',
    ],
    ['included alias', on(worker, 'inner')?.aliases[0]?.at, lib, 'worker-alias'],
    ['included IPv6 address', on(worker, 'inner')?.ipv6?.at, lib, 'fd00::5'],
    ['network', front?.at, main, 'front:\n    driver'],
    ['driver', front?.driver?.at, main, 'bridge'],
    ['internal', front?.internal?.at, main, 'true\n    driver_opts'],
    ['network option', front?.driverOptions[0]?.value.at, main, 'option-value'],
    ['pool', front?.ipam[0]?.at, main, 'subnet: 10.1.0.0/24'],
    ['subnet', front?.ipam[0]?.subnet?.at, main, '10.1.0.0/24'],
    ['gateway', front?.ipam[0]?.gateway?.at, main, '10.1.0.254'],
    ['range', front?.ipam[0]?.ipRange?.at, main, '10.1.0.128/25'],
    ['reserved address', front?.ipam[0]?.aux[0]?.address.at, main, '10.1.0.77'],
    ['name of a network', back?.name.at, main, 'back-name'],
    ['attachable of an override', back?.attachable?.at, over, 'true'],
    ['included network', inner?.at, lib, 'inner:\n    enable'],
    ['included IPv6 switch', inner?.enableIpv6?.at, lib, 'true'],
    ['included subnet', inner?.ipam[0]?.subnet?.at, lib, 'fd00::/64'],
  ];
}

/** For the names of the facts alone, which must be known before the project is read. */
const nothing: ComposeProject = {
  name: { value: '', at: { kind: 'declared', file: '', line: 1, column: 1 } },
  files: [],
  services: [],
  networks: [],
};

describe('places of facts', () => {
  let result: ComposeResult;

  before(async () => {
    result = await read(files);
  });

  it('stand in a project without errors', () => {
    assert.deepEqual(
      result.problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  facts(nothing).forEach(([name, , file, text], index) => {
    it(`lead to the ${name}`, () => {
      const at = facts(result.project ?? nothing)[index]?.[1];
      assert.ok(at);
      assert.equal(at.file, `${folder}/${file}`);
      const content = files[file] ?? '';
      const lines = content.split('\n').slice(0, at.line - 1);
      const offset = lines.reduce((sum, line) => sum + line.length + 1, 0) + at.column - 1;
      assert.equal(content.slice(offset, offset + text.length), text);
    });
  });
});
