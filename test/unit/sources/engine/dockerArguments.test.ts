import assert from 'node:assert/strict';
import {
  connectArguments,
  createArguments,
  disconnectArguments,
  removeArguments,
} from '../../../../src/sources/engine/dockerArguments';
import { networkAgain } from '../../../../src/sources/engine/networkAgain';
import { networkBody } from '../../../../src/sources/engine/networkBody';

const names = { network: 'front', container: 'web' };
const ids = { networkId: 'n'.repeat(64), containerId: 'c'.repeat(64) };

describe('a docker command', () => {
  it('connects with every option of an endpoint', () => {
    const settings = {
      ipv4: '172.18.0.9',
      ipv6: 'fd00::9',
      linkLocalIps: ['169.254.1.1'],
      aliases: ['www', 'shop'],
      links: ['db:database'],
      mac: '02:42:00:00:00:09',
      driverOptions: { 'com.docker.network.endpoint.ifname': 'foo0' },
      gatewayPriority: -3,
    };
    assert.deepEqual(connectArguments({ ...ids, settings }, names), [
      'docker',
      'network',
      'connect',
      '--alias=www',
      '--alias=shop',
      '--ip=172.18.0.9',
      '--ip6=fd00::9',
      '--link=db:database',
      '--link-local-ip=169.254.1.1',
      '--mac-address=02:42:00:00:00:09',
      '--driver-opt=com.docker.network.endpoint.ifname=foo0',
      '--gw-priority=-3',
      'front',
      'web',
    ]);
  });

  it('disconnects and removes, names that look like options kept apart', () => {
    assert.deepEqual(disconnectArguments({ ...ids, force: true }, names).slice(2), [
      'disconnect',
      '--force',
      'front',
      'web',
    ]);
    assert.deepEqual(removeArguments(['-f', 'back']).slice(2), ['rm', '--', '-f', 'back']);
  });

  it('creates, and says nothing that was not asked for', () => {
    assert.deepEqual(createArguments({ name: 'front', driver: 'bridge' }).slice(2), [
      'create',
      '--driver=bridge',
      'front',
    ]);
  });
});

describe('a network made again', () => {
  const inspected = {
    Name: 'shop_front',
    Id: 'x',
    Created: '2026-01-01T00:00:00Z',
    Scope: 'local',
    Driver: 'macvlan',
    EnableIPv4: true,
    EnableIPv6: true,
    IPAM: {
      Driver: 'default',
      Options: null,
      Config: [
        {
          Subnet: '10.1.0.0/24',
          IPRange: '10.1.0.128/25',
          Gateway: '10.1.0.1/24',
          AuxiliaryAddresses: { router: '10.1.0.2' },
        },
      ],
    },
    Internal: true,
    Attachable: false,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: { c: { Name: 'web' } },
    Options: { parent: 'eth0' },
    Labels: { 'com.docker.compose.project': 'shop', 'org.example.any': 'kept' },
  };

  it('is asked for as it was', () => {
    const request = networkAgain(inspected);
    assert.deepEqual(createArguments(request).slice(3), [
      '--driver=macvlan',
      '--internal',
      '--ipv6',
      '--subnet=10.1.0.0/24',
      '--ip-range=10.1.0.128/25',
      '--gateway=10.1.0.1',
      '--aux-address=router=10.1.0.2',
      '--opt=parent=eth0',
      '--label=com.docker.compose.project=shop',
      '--label=org.example.any=kept',
      'shop_front',
    ]);
    const body = networkBody(request);
    assert.equal(body['CheckDuplicate'], true);
    assert.deepEqual(body['Labels'], inspected.Labels);
    assert.equal('EnableIPv4' in body, false, 'older engines do not know it');
  });

  it('takes its settings from another network again', () => {
    const request = networkAgain({ ...inspected, ConfigFrom: { Network: 'settings' } });
    assert.equal(request.configFrom, 'settings');
    assert.equal(request.ipam, undefined);
    assert.equal(request.options, undefined);
  });

  it('is without IPv4 again, and lets the engine choose its VXLAN id again', () => {
    const request = networkAgain({
      ...inspected,
      Scope: 'swarm',
      Driver: 'overlay',
      EnableIPv4: false,
      IPAM: { Driver: 'default', Config: [{ Subnet: 'fd00:1::/64' }] },
      Options: { 'com.docker.network.driver.overlay.vxlanid_list': '4097', encrypted: '' },
    });
    assert.deepEqual([request.ipv4, request.scope], [false, 'swarm']);
    assert.deepEqual(request.options, { encrypted: '' });
  });

  it('keeps the IPv4 subnet that Podman tells of, though it says that IPv4 is off', () => {
    const request = networkAgain({ ...inspected, EnableIPv4: false });
    assert.deepEqual([request.ipv4, request.ipam?.pools[0]?.subnet], [undefined, '10.1.0.0/24']);
  });

  it('is not made from what makes no sense', () => {
    assert.throws(() => networkAgain({ Name: 7 }), /makes no sense/);
  });
});
