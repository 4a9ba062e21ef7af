import assert from 'node:assert/strict';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import type { CreateNetworkRequest, Engine } from '../../src/sources/engine/engine';
import { EngineError } from '../../src/sources/engine/engineError';
import { networkAgain } from '../../src/sources/engine/networkAgain';
import { membersOf, rejoins } from '../../src/sources/engine/undoRemove';
import { describeEngines } from '../support/engine/enginesUnderTest';
import { newRunId, TestEngine, testLabel } from '../support/engine/testEngine';

const patient = new AbortController().signal;

describeEngines('making and removing networks on a real engine', function (under) {
  this.timeout(60_000);
  const undo: (() => Promise<void> | void)[] = [];
  let tests: TestEngine;
  let engine: Engine;

  before(async () => {
    tests = await TestEngine.open(newRunId(), under);
    undo.push(() => tests.cleanup());
    engine = await openEngine(tests.endpoint);
    undo.push(() => {
      engine.dispose();
    });
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  const wish = (name: string, more: Partial<CreateNetworkRequest> = {}): CreateNetworkRequest => ({
    name: tests.named(name),
    driver: 'bridge',
    ...more,
    labels: { ...more.labels, [testLabel]: tests.runId },
  });
  const json = async (id: string) =>
    (await engine.inspect('network', id, patient)) as Readonly<Record<string, unknown>>;
  const refused = (promise: Promise<unknown>, reason: string) =>
    assert.rejects(promise, (error) => {
      assert.ok(error instanceof EngineError, String(error));
      assert.equal(error.reason, reason, error.detail);
      return true;
    });

  it('makes one with everything that can be asked for, and removes it', async () => {
    const request = wish('whole', {
      internal: true,
      attachable: true,
      ipv6: true,
      ipam: {
        pools: [
          {
            subnet: '10.251.4.0/24',
            range: '10.251.4.128/25',
            gateway: '10.251.4.9',
            aux: { printer: '10.251.4.7' },
          },
          { subnet: 'fd00:251:4::/64', gateway: 'fd00:251:4::9' },
        ],
      },
      options: { 'com.docker.network.driver.mtu': '1400' },
      labels: { 'com.example.team': 'a "quoted" one' },
    });
    const { id } = await engine.createNetwork(request, patient);
    const made = await json(id);
    assert.equal(made['Internal'], true);
    const { attachable, options, ...rest } = request;
    const pools = request.ipam?.pools ?? [];
    assert.deepEqual(
      networkAgain(made),
      tests.traits.tellsWishes
        ? { ...rest, attachable, options, ipam: { driver: 'default', pools } }
        : {
            ...rest,
            // What Podman keeps, under names of its own.
            options: { mtu: '1400' },
            ipam: {
              driver: 'default',
              options: { driver: 'host-local' },
              pools: pools.map(({ subnet, gateway }) => ({ subnet, gateway })),
            },
          },
    );
    await engine.removeNetwork(id, patient);
    await refused(engine.inspect('network', id, patient), 'networkNotFound');
  });

  it('makes a removed one again as it was, and its containers are on it again', async () => {
    const compose = { 'com.docker.compose.project': 'shop', 'com.docker.compose.network': 'front' };
    const { id } = await engine.createNetwork(
      wish('shop', {
        ipam: { pools: [{ subnet: '10.251.5.0/24', gateway: '10.251.5.1' }] },
        labels: { ...compose, 'org.example.note': 'kept' },
      }),
      patient,
    );
    const name = tests.named('shop');
    const web = await tests.runContainer('web', {
      network: name,
      ipv4: '10.251.5.40',
      aliases: ['www'],
    });
    const asleep = await tests.runContainer('asleep', { network: name, aliases: ['zzz'] });
    await tests.docker.getContainer(asleep.id).stop({ t: 0 });
    const snapshot = await engine.read(patient);
    const before = await json(id);
    const removed = {
      network: { id, name },
      request: networkAgain(before),
      members: membersOf(snapshot, { id, name }),
      engine: snapshot.engine,
    };
    assert.equal(removed.members.length, 2);

    await refused(engine.removeNetwork(id, patient), 'networkInUse');
    await engine.disconnect({ networkId: id, containerId: web.id, force: false }, patient);
    if (tests.traits.stoppedKeepNetworks) {
      await refused(engine.removeNetwork(id, patient), 'networkInUse');
      await engine.disconnect({ networkId: id, containerId: asleep.id, force: false }, patient);
    }
    await engine.removeNetwork(id, patient);
    // Renamed meanwhile: who comes back is told by id.
    await tests.docker.getContainer(web.id).rename({ name: tests.named('renamed') });

    const again = await engine.createNetwork(removed.request, patient);
    assert.notEqual(again.id, id);
    for (const { connect, leaveFirst } of rejoins(removed, again.id)) {
      const { containerId, networkId } = connect;
      if (leaveFirst) {
        const leaving = engine.disconnect({ networkId, containerId, force: true }, patient);
        await (tests.traits.stoppedKeepNetworks ? refused(leaving, 'notConnected') : leaving);
      }
      await engine.connect(connect, patient);
    }
    const after = await json(again.id);
    const settled = ({ Labels, IPAM, Options, Driver, Internal }: typeof before) => ({
      Labels,
      IPAM,
      Options,
      Driver,
      Internal,
    });
    assert.deepEqual(settled(after), settled(before));
    const endpointOf = async (container: string) =>
      (await engine.read(patient)).containers.find(({ Id }) => Id === container)?.NetworkSettings
        ?.Networks?.[name];
    const endpoint = await endpointOf(web.id);
    assert.equal(endpoint?.IPAddress === '10.251.5.40', tests.traits.tellsWishes);
    assert.ok(endpoint?.Aliases?.includes('www'));
    // The one that slept finds the new network when it wakes.
    await tests.docker.getContainer(asleep.id).start();
    const woken = await endpointOf(asleep.id);
    assert.equal(woken?.NetworkID, again.id);
    assert.ok(woken.Aliases?.includes('zzz'));
  });

  it('reads what it changed itself at once', async () => {
    const { id } = await engine.createNetwork(wish('heard'), patient);
    const isThere = async () =>
      (await engine.read(patient)).networks.some((network) => network.Id === id);
    assert.equal(await isThere(), true);
    await engine.removeNetwork(id, patient);
    assert.equal(await isThere(), false);
  });

  describe('what the engine refuses', () => {
    const make = (name: string, more: Partial<CreateNetworkRequest>) =>
      engine.createNetwork(wish(name, more), patient);
    const pool = (subnet: string, more = {}) => ({ ipam: { pools: [{ subnet, ...more }] } });

    before(async () => {
      await make('taken', pool('10.251.6.0/24'));
    });

    it('a name that is taken', () => refused(make('taken', {}), 'nameTaken'));
    it('the engine’s own name', () =>
      refused(
        engine.createNetwork({ name: 'bridge', driver: 'bridge' }, patient),
        'predefinedNetwork',
      ));
    it('a subnet that overlaps', () =>
      refused(make('over', pool('10.251.6.128/25')), 'subnetOverlaps'));
    it('what is no subnet', () => refused(make('odd', pool('10.251')), 'subnetInvalid'));
    it('a driver it has not', () => refused(make('odd', { driver: 'nodriver' }), 'driverNotFound'));
    it('an overlay without a swarm', () =>
      refused(
        make('odd', { driver: 'overlay' }),
        tests.traits.knowsSwarmOptions ? 'swarmNeeded' : 'driverNotFound',
      ));
    it('an option it cannot read', async () => {
      await refused(
        make('odd', { options: { 'com.docker.network.driver.mtu': 'wide' } }),
        'optionInvalid',
      );
      const making = make('odd', {
        options: { 'com.docker.network.bridge.enable_icc': 'perhaps' },
      });
      if (tests.traits.knowsSwarmOptions) return refused(making, 'optionInvalid');
      assert.match((await making).warning ?? '', /enable_icc.* is not a recognized option/);
    });
    it('to remove its own', async () => {
      const { networks } = await engine.read(patient);
      const bridge = networks.find((network) => network.Name === tests.traits.defaultNetwork);
      await refused(engine.removeNetwork(bridge?.Id ?? '', patient), 'predefinedNetwork');
    });
    it('to remove what is gone', () =>
      refused(engine.removeNetwork('f'.repeat(64), patient), 'networkNotFound'));
  });
});
