import assert from 'node:assert/strict';
import type {
  ContainerRecord,
  EndpointSettingsRecord,
} from '../../../../src/model/records/containerRecord';
import { endpointConfig } from '../../../../src/sources/engine/endpointConfig';
import {
  addressChange,
  undoConnect,
  undoDisconnect,
  type UndoEngine,
} from '../../../../src/sources/engine/undo';
import { oracleSnapshot } from '../../../support/oracleSnapshots';

/** What an undo asks for after this container is taken off this network of a real engine. */
function undone(oracle: string, container: string, networkName: string): unknown {
  const snapshot = oracleSnapshot(oracle);
  const record = snapshot.containers.find((candidate) => candidate.Name === `/${container}`);
  const network = snapshot.networks.find((candidate) => candidate.Name === networkName);
  assert.ok(record !== undefined && network !== undefined);
  const request = undoDisconnect(record, { id: network.Id, name: network.Name }, snapshot.engine);
  assert.equal(request?.networkId, network.Id);
  assert.equal(request.containerId, record.Id);
  return request.settings;
}

describe('undoDisconnect, on records of real engines', () => {
  for (const engine of ['docker20', 'docker26', 'docker28']) {
    const scenario = `${engine}/e_static_ports`;
    const table: Readonly<Record<string, readonly [string, string, object]>> = {
      'a static address, aliases and a hostname': [
        's1',
        'st',
        { ipv4: '172.25.0.10', aliases: ['shared', 'alpha'] },
      ],
      'a dynamic address': ['s2', 'st', { aliases: ['shared', 'beta'] }],
      'a link': ['s3', 'st', { links: ['s1:linked'] }],
      'the second network of a container': [
        's3',
        'st2',
        { ipv4: '172.26.0.77', aliases: ['gamma'] },
      ],
    };
    for (const [situation, [container, network, settings]] of Object.entries(table)) {
      it(`${engine}: ${situation}`, () => {
        assert.deepEqual(undone(scenario, container, network), settings);
      });
    }
  }

  it('docker20: keeps the container’s name where compose asked for it as an alias', () => {
    assert.deepEqual(undone('docker20/p_compose', 'shop-db-1', 'shop_back'), {
      ipv4: '172.21.0.50',
      aliases: ['shop-db-1', 'db'],
    });
  });

  it('docker28: restores the gateway priority', () => {
    const snapshot = oracleSnapshot('docker28/j2_gw_priority');
    const wishes = snapshot.containers.flatMap((container) =>
      Object.entries(container.NetworkSettings?.Networks ?? {}).map(([name, endpoint]) => ({
        asked: endpoint.GwPriority ?? 0,
        undone: undoDisconnect(container, { id: endpoint.NetworkID ?? '', name }, snapshot.engine)
          ?.settings.gatewayPriority,
      })),
    );
    assert.ok(wishes.some(({ asked }) => asked > 0));
    for (const { asked, undone } of wishes) assert.equal(undone, asked === 0 ? undefined : asked);
  });

  it('podman5: drops the short id, and keeps the MAC address, which Podman honours', () => {
    assert.deepEqual(undone('podman5/a_three_tier', 'api', 'back'), {
      aliases: ['api-back'],
      mac: '8e:bf:89:1b:22:1f',
    });
  });
});

const network = { id: 'n'.repeat(64), name: 'front' };

function engineOf(ApiVersion: string): UndoEngine {
  return { version: { ApiVersion }, info: {}, options: undefined } as UndoEngine;
}

function containerWith(
  endpoint: Partial<EndpointSettingsRecord>,
  more: { readonly mac?: string; readonly mode?: string; readonly key?: string } = {},
): ContainerRecord {
  return {
    Id: 'c'.repeat(64),
    Name: '/web',
    HostConfig: { NetworkMode: more.mode ?? network.name },
    Config: { MacAddress: more.mac, Labels: {} },
    NetworkSettings: {
      Networks: { [more.key ?? network.name]: { NetworkID: network.id, ...endpoint } },
    },
  } as unknown as ContainerRecord;
}

describe('undoDisconnect', () => {
  const mac = 'de:ad:be:ef:00:01';
  const derived = '02:42:ac:12:00:02';
  const macs: Readonly<Record<string, readonly [ContainerRecord, string, string | undefined]>> = {
    'derived from the address': [
      containerWith({ MacAddress: derived, IPAddress: '172.18.0.2' }),
      '1.41',
      undefined,
    ],
    'derived, where a wish would be honoured': [
      containerWith({ MacAddress: derived, IPAddress: '172.18.0.2' }),
      '1.55',
      undefined,
    ],
    'not derived, where all chosen ones are (up to 27)': [
      containerWith({ MacAddress: mac, IPAddress: '172.18.0.2' }),
      '1.47',
      mac,
    ],
    'perhaps chosen at random, and a wish would not be honoured (28)': [
      containerWith({ MacAddress: mac, IPAddress: '172.18.0.2' }),
      '1.51',
      undefined,
    ],
    'perhaps chosen at random, and a wish is honoured (29.3)': [
      containerWith({ MacAddress: mac, IPAddress: '172.18.0.2' }),
      '1.54',
      mac,
    ],
    'asked for by --mac-address, on the first network': [
      containerWith({ MacAddress: mac, IPAddress: '172.18.0.2' }, { mac }),
      '1.51',
      mac,
    ],
    'asked for by --mac-address, but for another network': [
      containerWith({ MacAddress: mac, IPAddress: '172.18.0.2' }, { mac: derived, mode: 'back' }),
      '1.51',
      undefined,
    ],
    'of a container that does not run': [containerWith({ MacAddress: '' }), '1.55', undefined],
  };
  for (const [situation, [container, api, expected]] of Object.entries(macs)) {
    it(`MAC address ${situation}: ${expected ?? 'the engine chooses'}`, () => {
      assert.equal(undoDisconnect(container, network, engineOf(api))?.settings.mac, expected);
    });
  }

  it('restores everything that was asked for', () => {
    const container = containerWith({
      IPAMConfig: {
        IPv4Address: '10.0.0.5',
        IPv6Address: 'fd00::5',
        LinkLocalIPs: ['169.254.1.1'],
      },
      IPAddress: '10.0.0.5',
      GlobalIPv6Address: 'fd00::5',
      Aliases: ['a', 'b'],
      Links: ['db:database'],
      DriverOpts: { 'com.docker.network.endpoint.ifname': 'web0', own: '1' },
      GwPriority: -3,
    });
    assert.deepEqual(undoDisconnect(container, network, engineOf('1.51')), {
      networkId: network.id,
      containerId: container.Id,
      settings: {
        ipv4: '10.0.0.5',
        ipv6: 'fd00::5',
        linkLocalIps: ['169.254.1.1'],
        aliases: ['a', 'b'],
        links: ['db:database'],
        driverOptions: { 'com.docker.network.endpoint.ifname': 'web0', own: '1' },
        gatewayPriority: -3,
      },
    });
  });

  it('asks for nothing where nothing was asked for', () => {
    const container = containerWith({
      IPAMConfig: {} as EndpointSettingsRecord['IPAMConfig'],
      IPAddress: '10.0.0.5',
      Aliases: ['c'.repeat(12)],
      Links: [],
      DriverOpts: {},
      GwPriority: 0,
    });
    assert.deepEqual(undoDisconnect(container, network, engineOf('1.41'))?.settings, {});
  });

  it('finds the network by id where another has the same name', () => {
    const container = {
      ...containerWith({}),
      NetworkSettings: {
        Networks: {
          front: { NetworkID: 'other', Aliases: ['wrong'] },
          'front ': { NetworkID: network.id, Aliases: ['right'] },
        },
      },
    } as unknown as ContainerRecord;
    assert.deepEqual(undoDisconnect(container, network, engineOf('1.41'))?.settings.aliases, [
      'right',
    ]);
  });

  for (const key of [network.name, network.id]) {
    it(`finds the network of a container that never ran, under ${key.slice(0, 5)}`, () => {
      const container = containerWith({ NetworkID: '', Aliases: ['x'] }, { key });
      assert.deepEqual(undoDisconnect(container, network, engineOf('1.41'))?.settings.aliases, [
        'x',
      ]);
    });
  }

  it('has nothing to undo where the container was not on the network', () => {
    const container = containerWith({ NetworkID: 'other' }, { key: 'other' });
    assert.equal(undoDisconnect(container, network, engineOf('1.41')), undefined);
  });
});

describe('undoConnect', () => {
  it('takes the container off again', () => {
    assert.deepEqual(undoConnect({ networkId: 'n', containerId: 'c', settings: { ipv4: 'x' } }), {
      networkId: 'n',
      containerId: 'c',
      force: false,
    });
  });
});

describe('addressChange', () => {
  const table: Readonly<
    Record<
      string,
      readonly [
        Partial<EndpointSettingsRecord>,
        Partial<EndpointSettingsRecord>,
        readonly (readonly [string, string, string])[],
      ]
    >
  > = {
    'the same as before': [{ IPAddress: '10.0.0.2' }, { IPAddress: '10.0.0.2' }, []],
    'another IPv4 address': [
      { IPAddress: '10.0.0.2' },
      { IPAddress: '10.0.0.4' },
      [['ipv4', '10.0.0.2', '10.0.0.4']],
    ],
    'another IPv6 and MAC address': [
      { IPAddress: '10.0.0.2', GlobalIPv6Address: 'fd00::2', MacAddress: 'a' },
      { IPAddress: '10.0.0.2', GlobalIPv6Address: 'fd00::3', MacAddress: 'b' },
      [
        ['ipv6', 'fd00::2', 'fd00::3'],
        ['mac', 'a', 'b'],
      ],
    ],
    'no address any more, because it does not run': [
      { IPAddress: '10.0.0.2' },
      { IPAddress: '' },
      [],
    ],
  };
  for (const [situation, [before, after, expected]] of Object.entries(table)) {
    it(situation, () => {
      assert.deepEqual(
        addressChange(containerWith(before), containerWith(after), network),
        expected.map(([kind, old, now]) => ({ kind, before: old, after: now })),
      );
    });
  }

  it('compares nothing where the container is not on the network', () => {
    const elsewhere = containerWith({ NetworkID: 'other' }, { key: 'other' });
    assert.deepEqual(addressChange(containerWith({ IPAddress: 'x' }), elsewhere, network), []);
  });
});

describe('endpointConfig', () => {
  it('spells every wish as the engine does', () => {
    assert.deepEqual(
      endpointConfig({
        ipv4: '10.0.0.5',
        ipv6: 'fd00::5',
        linkLocalIps: ['169.254.1.1'],
        aliases: ['a'],
        links: ['db:database'],
        mac: 'de:ad:be:ef:00:01',
        driverOptions: { own: '1' },
        gatewayPriority: 0,
      }),
      {
        IPAMConfig: {
          IPv4Address: '10.0.0.5',
          IPv6Address: 'fd00::5',
          LinkLocalIPs: ['169.254.1.1'],
        },
        Aliases: ['a'],
        Links: ['db:database'],
        MacAddress: 'de:ad:be:ef:00:01',
        DriverOpts: { own: '1' },
        GwPriority: 0,
      },
    );
  });

  it('leaves out what is the engine’s choice', () => {
    assert.deepEqual(endpointConfig({}), {});
  });
});
