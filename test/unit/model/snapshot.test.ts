import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSnapshot, snapshotFormat, type Snapshot } from '../../../src/model/snapshot';
import { oracleJson, oracleNames } from '../../support/oracleSnapshots';

/** Answers of an engine with everything in them that Docker can tell. */
function fullAnswers(): Readonly<Record<string, unknown>> {
  const file = path.join(__dirname, '../sources/engine/fullAnswers.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

function snapshotOf(answers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    format: snapshotFormat,
    takenAt: '2026-01-01T00:00:00.000Z',
    engine: { version: answers['version'], info: answers['info'] },
    networks: answers['networks'],
    containers: answers['containers'],
    containersList: answers['containersList'],
  };
}

function parsed(json: unknown): Snapshot {
  const result = parseSnapshot(json);
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problems));
  return result.snapshot;
}

/** Keys of these maps are names and ids, not fields. */
const maps = new Set([
  'Containers',
  'Networks',
  'Services',
  'Subnets',
  'PortBindings',
  'Ports',
  'ExposedPorts',
]);

/** Puts `secret<path>` in the place of every string, and a field nobody knows into every record. */
function plant(value: unknown, at: string, inMap = false): unknown {
  if (typeof value === 'string') return `secret<${at}>`;
  if (Array.isArray(value)) return value.map((item) => plant(item, `${at}[]`));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [
    key,
    plant(member, `${at}.${inMap ? '*' : key}`, maps.has(key)),
  ]);
  return Object.fromEntries([
    ...members,
    ...(inMap ? [] : [['Unheard', `secret<${at}.Unheard>`]]),
  ]) as unknown;
}

/** Every place whose text may be kept, and why: they are ids, names, addresses or settings of networks. */
const keptPlaces = [
  // What and where the engine is.
  'version.ApiVersion',
  'version.Arch',
  'version.Components[].Name',
  'version.Components[].Version',
  'version.KernelVersion',
  'version.MinAPIVersion',
  'version.Os',
  'version.Platform.Name',
  'version.Version',
  'info.DefaultAddressPools[].Base',
  'info.FirewallBackend.Driver',
  'info.ID',
  'info.KernelVersion',
  'info.Name',
  'info.OSType',
  'info.OperatingSystem',
  'info.Plugins.Network[]',
  'info.SecurityOptions[]',
  'info.ServerVersion',
  'info.Swarm.LocalNodeState',
  'info.Swarm.NodeAddr',
  'info.Swarm.NodeID',
  // Networks: all of what makes them, their own labels, and compose's names.
  'networks[].ConfigFrom.Network',
  'networks[].Containers.*.EndpointID',
  'networks[].Containers.*.IPv4Address',
  'networks[].Containers.*.IPv6Address',
  'networks[].Containers.*.MacAddress',
  'networks[].Containers.*.Name',
  'networks[].Created',
  'networks[].Driver',
  'networks[].IPAM.Config[].AuxiliaryAddresses.Unheard',
  'networks[].IPAM.Config[].AuxiliaryAddresses.router',
  'networks[].IPAM.Config[].Gateway',
  'networks[].IPAM.Config[].IPRange',
  'networks[].IPAM.Config[].Subnet',
  'networks[].IPAM.Driver',
  'networks[].Id',
  'networks[].Labels.com.docker.compose.network',
  'networks[].Labels.com.docker.compose.project',
  'networks[].Labels.com.docker.compose.version',
  'networks[].Labels.com.docker.network.owner',
  'networks[].Name',
  'networks[].Options.Unheard',
  'networks[].Options.com.docker.network.bridge.name',
  'networks[].Peers[].IP',
  'networks[].Peers[].Name',
  'networks[].Scope',
  'networks[].Services.*.Ports[]',
  'networks[].Services.*.Tasks[].EndpointID',
  'networks[].Services.*.Tasks[].EndpointIP',
  'networks[].Services.*.Tasks[].Name',
  'networks[].Services.*.VIP',
  // Containers: names, addresses, name resolution.
  'containers[].Config.Domainname',
  'containers[].Config.Hostname',
  'containers[].Config.Image',
  'containers[].Config.MacAddress',
  'containers[].HostConfig.DnsOptions[]',
  'containers[].HostConfig.DnsSearch[]',
  'containers[].HostConfig.Dns[]',
  'containers[].HostConfig.ExtraHosts[]',
  'containers[].HostConfig.Links[]',
  'containers[].HostConfig.NetworkMode',
  'containers[].HostConfig.PortBindings.*[].HostIp',
  'containers[].HostConfig.PortBindings.*[].HostPort',
  'containers[].Id',
  'containers[].Name',
  'containers[].NetworkSettings.Ports.*[].HostIp',
  'containers[].NetworkSettings.Ports.*[].HostPort',
  'containers[].NetworkSettings.SandboxID',
  'containers[].NetworkSettings.SandboxKey',
  'containers[].State.Status',
  'containersList[].HostConfig.NetworkMode',
  'containersList[].Id',
  'containersList[].Image',
  'containersList[].Names[]',
  'containersList[].Ports[].IP',
  'containersList[].Ports[].Type',
  'containersList[].State',
  ...['containers[].Config', 'containersList[]'].flatMap((owner) =>
    ['config-hash', 'container-number', 'oneoff', 'project', 'service', 'version'].map(
      (label) => `${owner}.Labels.com.docker.compose.${label}`,
    ),
  ),
  ...['containers[]', 'containersList[]'].flatMap((owner) =>
    [
      'Aliases[]',
      'DNSNames[]',
      'DriverOpts.Unheard',
      'DriverOpts.com.docker.network.endpoint.ifname',
      'EndpointID',
      'Gateway',
      'GlobalIPv6Address',
      'IPAMConfig.IPv4Address',
      'IPAMConfig.IPv6Address',
      'IPAMConfig.LinkLocalIPs[]',
      'IPAddress',
      'IPv6Gateway',
      'Links[]',
      'MacAddress',
      'NetworkID',
    ].map((field) => `${owner}.NetworkSettings.Networks.*.${field}`),
  ),
];

describe('the allow-list of snapshots', () => {
  it('lets in only what is listed, when every string of every answer is a secret', () => {
    const answers = fullAnswers();
    const planted = Object.fromEntries(
      Object.entries(answers).map(([part, value]) => [part, plant(value, part)]),
    );
    const text = JSON.stringify(parsed(snapshotOf(planted)));
    const found = new Set([...text.matchAll(/secret<(.*?)>/g)].map(([, place]) => place));
    assert.deepEqual([...found].sort(), [...keptPlaces].sort());
  });

  it('plants secrets in the places people put them, so that the case above can fail', () => {
    const text = JSON.stringify(plant(fullAnswers(), ''));
    for (const place of [
      '.containers[].Config.Env[]',
      '.containers[].Config.Cmd[]',
      '.containers[].Config.Entrypoint[]',
      '.containers[].Config.Healthcheck.Test[]',
      '.containers[].State.Health.Log[].Output',
      '.containers[].Mounts[].Source',
      '.containers[].HostConfig.Binds[]',
      '.containers[].HostConfig.LogConfig.Config.splunk-token',
      '.containers[].Config.Labels.traefik.http.middlewares.auth.basicauth.users',
      '.containers[].Config.Labels.com.docker.compose.project.working_dir',
      '.containersList[].Command',
      '.info.HttpProxy',
    ]) {
      assert.ok(text.includes(`secret<${place}>`), place);
    }
  });

  it('drops options of drivers that are named like a secret', () => {
    const Options = { 'com.example.token': 'hunter2', 'com.docker.network.driver.mtu': '1400' };
    const networks = [{ Id: 'a', Name: 'front', Driver: 'bridge', Scope: 'local', Options }];
    const text = JSON.stringify(parsed(snapshotOf({ ...fullAnswers(), networks })));
    assert.ok(text.includes('driver.mtu') && !/token|hunter2/.test(text), text);
  });

  it('drops foreign labels with their names', () => {
    const text = JSON.stringify(parsed(snapshotOf(fullAnswers())));
    assert.ok(text.includes('EnableUserlandProxy'));
    for (const word of [
      'ReloadedAt',
      'traefik',
      'working_dir',
      'foreign',
      'hunter2',
      'password',
      'splunk',
    ]) {
      assert.ok(!text.includes(word), word);
    }
  });

  it('names the engine’s own programs among the listeners, and no other process', () => {
    const listeners = [
      'tcp LISTEN 0 4096 0.0.0.0:8080 0.0.0.0:* users:(("docker-proxy",pid=18553,fd=7))',
      'tcp LISTEN 0 64 *:22 *:* users:(("sshd",pid=17605,fd=3),("se))cret",pid=1,fd=1))',
      'tcp LISTEN 0 64 *:53 *:*',
    ].join('\n');
    const host = parsed({ ...snapshotOf(fullAnswers()), host: { listeners } }).host;
    assert.equal(
      host?.listeners,
      [
        'tcp LISTEN 0 4096 0.0.0.0:8080 0.0.0.0:* users:(("docker-proxy",pid=18553,fd=7))',
        'tcp LISTEN 0 64 *:22 *:* users:(("",pid=17605,fd=3),("",pid=1,fd=1))',
        'tcp LISTEN 0 64 *:53 *:*',
      ].join('\n'),
    );
  });

  it('lets what it let in pass again unchanged', () => {
    const once = parsed(snapshotOf(fullAnswers()));
    assert.deepEqual(parsed(JSON.parse(JSON.stringify(once))), once);
    for (const name of oracleNames()) {
      const stored = parsed(oracleJson(name));
      assert.deepEqual(parsed(JSON.parse(JSON.stringify(stored))), stored, name);
    }
  });
});

describe('what is no snapshot', () => {
  const table: Readonly<Record<string, { json: unknown; at: string }>> = {
    'no object': { json: [], at: '' },
    'another format': { json: { ...snapshotOf(fullAnswers()), format: 'other/1' }, at: 'format' },
    'networks that are no list': {
      json: { ...snapshotOf(fullAnswers()), networks: {} },
      at: 'networks',
    },
    'a network without an id': {
      json: { ...snapshotOf(fullAnswers()), networks: [{ Name: 'x' }] },
      at: 'networks.0.Id',
    },
    'a number where a name belongs': {
      json: { ...snapshotOf(fullAnswers()), networks: [{ Id: 'x', Name: 5 }] },
      at: 'networks.0.Name',
    },
  };
  for (const [situation, { json, at }] of Object.entries(table)) {
    it(`names the place of the fault: ${situation}`, () => {
      const result = parseSnapshot(json);
      assert.ok(!result.ok);
      assert.equal(result.problems[0]?.path, at);
    });
  }
});
