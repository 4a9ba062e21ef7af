import assert from 'node:assert/strict';
import type {
  ContainerRecord,
  EndpointSettingsRecord,
} from '../../src/model/records/containerRecord';
import type { Snapshot } from '../../src/model/snapshot';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import type { ConnectRequest, Engine, EndpointSettings } from '../../src/sources/engine/engine';
import { EngineError } from '../../src/sources/engine/engineError';
import { addressChange, undoConnect, undoDisconnect } from '../../src/sources/engine/undo';
import { describeEngines } from '../support/engine/enginesUnderTest';
import {
  newRunId,
  TestEngine,
  type TestContainer,
  type TestNetwork,
  type TestSubnetwork,
} from '../support/engine/testEngine';
import { waitFor } from '../support/engine/waitFor';

const patient = new AbortController().signal;

describeEngines('connecting and disconnecting on a real engine', function (under) {
  this.timeout(60_000);

  /** What is to be done at the end, as far as the beginning came. */
  const undo: (() => Promise<void> | void)[] = [];
  let tests: TestEngine;
  let engine: Engine;
  let subnet: TestSubnetwork;
  let other: TestNetwork;

  before(async () => {
    tests = await TestEngine.open(newRunId(), under);
    undo.push(() => tests.cleanup());
    engine = await openEngine(tests.endpoint);
    undo.push(() => {
      engine.dispose();
    });
    subnet = await tests.makeSubnetwork('subnet');
    other = await tests.makeNetwork('other');
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  interface Reading {
    readonly snapshot: Snapshot;
    readonly container: ContainerRecord;
    readonly endpoint: EndpointSettingsRecord | undefined;
  }

  async function reading(container: TestContainer, network: TestNetwork): Promise<Reading> {
    const snapshot = await engine.read(patient);
    const record = snapshot.containers.find((one) => one.Id === container.id);
    assert.ok(record !== undefined);
    return {
      snapshot,
      container: record,
      endpoint: record.NetworkSettings?.Networks?.[network.name],
    };
  }

  const connect = (network: TestNetwork, container: TestContainer, settings: EndpointSettings) =>
    engine.connect({ networkId: network.id, containerId: container.id, settings }, patient);

  const disconnect = (network: TestNetwork, container: TestContainer) =>
    engine.disconnect({ networkId: network.id, containerId: container.id, force: false }, patient);

  /** Takes the container off the network and puts it back as an undo does. */
  async function offAndBack(
    container: TestContainer,
    network: TestNetwork,
    meanwhile: (before: Reading) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<{
    readonly before: Reading;
    readonly request: ConnectRequest;
    readonly after: Reading;
  }> {
    const before = await reading(container, network);
    const request = undoDisconnect(before.container, network, before.snapshot.engine);
    assert.ok(request !== undefined);
    await disconnect(network, container);
    assert.equal((await reading(container, network)).endpoint, undefined);
    await meanwhile(before);
    await engine.connect(request, patient);
    return { before, request, after: await reading(container, network) };
  }

  const macAskedAgain = ({ endpoint }: Reading) =>
    tests.traits.asksMacAgain ? { mac: endpoint?.MacAddress } : {};

  const sorted = (texts: readonly string[] | undefined) => [...(texts ?? [])].sort();

  it('connects with aliases and a static address, and an undo takes it off', async () => {
    const container = await tests.runContainer('joiner', { network: other.name });
    const request = {
      networkId: subnet.id,
      containerId: container.id,
      settings: { ipv4: `${subnet.prefix}.77`, aliases: ['joined'] },
    };
    await engine.connect(request, patient);
    const { endpoint, snapshot } = await reading(container, subnet);
    assert.equal(endpoint?.IPAddress, `${subnet.prefix}.77`);
    assert.ok(endpoint.Aliases?.includes('joined'));
    const member = snapshot.networks.find((one) => one.Id === subnet.id)?.Containers?.[
      container.id
    ];
    assert.equal(member?.IPv4Address, `${subnet.prefix}.77/24`);
    await engine.disconnect(undoConnect(request), patient);
    assert.equal((await reading(container, subnet)).endpoint, undefined);
  });

  it('undoes a disconnect: static address, aliases, link, driver options', async () => {
    const target = await tests.runContainer('target', { network: subnet.name });
    const container = await tests.runContainer('static', {
      network: other.name,
      hostname: 'myhost',
    });
    await connect(subnet, container, {
      ipv4: `${subnet.prefix}.40`,
      aliases: ['one', 'two'],
      links: [`${target.name}:linked`],
      driverOptions: { 'com.example.option': 'kept' },
    });
    const { before, request, after } = await offAndBack(container, subnet);
    const { newMacOnReturn, tellsWishes } = tests.traits;
    assert.deepEqual(request.settings, {
      aliases: ['one', 'two'],
      ...macAskedAgain(before),
      ...(tellsWishes
        ? {
            ipv4: `${subnet.prefix}.40`,
            links: [`${target.name}:linked`],
            driverOptions: { 'com.example.option': 'kept' },
          }
        : {}),
    });
    assert.ok(before.endpoint !== undefined && after.endpoint !== undefined);
    assert.equal(before.endpoint.IPAddress, `${subnet.prefix}.40`);
    assert.equal(after.endpoint.IPAddress === before.endpoint.IPAddress, tellsWishes);
    assert.deepEqual(sorted(after.endpoint.Aliases), sorted(before.endpoint.Aliases));
    assert.deepEqual(after.endpoint.Links, before.endpoint.Links);
    assert.deepEqual(after.endpoint.DriverOpts, before.endpoint.DriverOpts);
    assert.deepEqual(after.endpoint.IPAMConfig, before.endpoint.IPAMConfig);
    // Whatever does not come back is told.
    const changed = [...(tellsWishes ? [] : ['ipv4']), ...(newMacOnReturn ? ['mac'] : [])];
    const told = addressChange(before.container, after.container, subnet);
    assert.deepEqual(
      told.map(({ kind }) => kind),
      changed,
    );
  });

  it('does not pin a dynamic address, and tells the old and the new one', async () => {
    const container = await tests.runContainer('dynamic', {
      network: subnet.name,
      aliases: ['dyn'],
    });
    const usurper = await tests.runContainer('usurper', { network: other.name });
    const { before, request, after } = await offAndBack(container, subnet, ({ endpoint }) =>
      connect(subnet, usurper, { ipv4: endpoint?.IPAddress ?? '' }),
    );
    assert.deepEqual(request.settings, { aliases: ['dyn'], ...macAskedAgain(before) });
    const [change] = addressChange(before.container, after.container, subnet);
    assert.deepEqual(change, {
      kind: 'ipv4',
      before: before.endpoint?.IPAddress,
      after: after.endpoint?.IPAddress,
    });
    assert.notEqual(change.before, change.after);
    assert.deepEqual(sorted(after.endpoint?.Aliases), sorted(before.endpoint?.Aliases));
  });

  it('asks again for a MAC address that was asked for', async () => {
    const mac = '02:aa:bb:cc:dd:ee';
    const container = await tests.runContainer('mac', { network: other.name, mac });
    const { before, request, after } = await offAndBack(container, other);
    assert.equal(before.endpoint?.MacAddress, mac);
    assert.equal(request.settings.mac, mac);
    // Whether it is honoured differs between engines; a change is told either way.
    const told = addressChange(before.container, after.container, other).some(
      (change) => change.kind === 'mac',
    );
    assert.equal(told, after.endpoint?.MacAddress !== mac);
  });

  it('undoes a disconnect of a container that does not run', async () => {
    const container = await tests.runContainer('asleep', { network: other.name, start: false });
    await connect(subnet, container, { ipv4: `${subnet.prefix}.50`, aliases: ['sleepy'] });
    const { after } = await offAndBack(container, subnet);
    assert.equal(
      after.endpoint?.IPAMConfig?.IPv4Address,
      tests.traits.tellsWishes ? `${subnet.prefix}.50` : undefined,
    );
    assert.ok(after.endpoint?.Aliases?.includes('sleepy'));
  });

  it('undoes a disconnect from the only network, none', async () => {
    const snapshot = await engine.read(patient);
    const container = await tests.runContainer('nowhere', { network: 'none' });
    const none = snapshot.networks.find((one) => one.Driver === 'null');
    assert.equal(none !== undefined, tests.traits.listsHostAndNone);
    if (none === undefined) {
      const { endpoint } = await reading(container, { id: 'none', name: 'none' });
      assert.equal(endpoint?.NetworkID, 'none');
      await refused(disconnect({ id: 'none', name: 'none' }, container), 'sharedSandbox');
      return;
    }
    const network = { id: none.Id, name: none.Name };
    const { after } = await offAndBack(container, network);
    assert.equal(after.endpoint?.NetworkID, none.Id);
  });

  async function refused(promise: Promise<unknown>, reason: string): Promise<void> {
    await assert.rejects(promise, (error) => {
      assert.ok(error instanceof EngineError, String(error));
      assert.equal(error.reason, reason, error.detail);
      assert.ok(error.message.length > 10 && error.nextStep.length > 5);
      return true;
    });
  }

  it('hears of changes that others make, and of its own', async () => {
    const container = await tests.runContainer('heard', { network: other.name });
    let changes = 0;
    let disposed = (): void => undefined;
    await new Promise<void>((resolve, reject) => {
      const watching = engine.watch({
        opened: resolve,
        changed: () => (changes += 1),
        lost: reject,
      });
      disposed = () => {
        watching.dispose();
      };
    });
    try {
      for (const act of [
        () => tests.docker.getNetwork(subnet.id).connect({ Container: container.id }),
        () => disconnect(subnet, container),
        () => tests.docker.getContainer(container.id).rename({ name: tests.named('renamed') }),
        () => tests.docker.getContainer(container.id).pause(),
        () => tests.docker.getContainer(container.id).unpause(),
        () => tests.docker.getContainer(container.id).remove({ force: true }),
      ]) {
        const before = changes;
        await act();
        await waitFor('the event', () => changes > before);
      }
    } finally {
      disposed();
    }
  });

  describe('what the engine refuses', () => {
    let running: TestContainer;
    let stopped: TestContainer;
    let hosted: TestContainer;
    let alone: TestContainer;
    let sharing: TestContainer;
    let host: TestNetwork;
    let none: TestNetwork;
    let bridge: TestNetwork;
    let configuring: TestNetwork;
    const nowhere = { id: 'f'.repeat(64), name: 'nowhere' };

    before(async () => {
      running = await tests.runContainer('running', {
        network: subnet.name,
        ipv4: `${subnet.prefix}.99`,
      });
      stopped = await tests.runContainer('stopped', { network: other.name, start: false });
      hosted = await tests.runContainer('hosted', { network: 'host' });
      alone = await tests.runContainer('alone', { network: 'none' });
      sharing = await tests.runContainer('sharing', { network: `container:${running.id}` });
      configuring = await tests.makeNetwork('configuring', { configOnly: true });
      const { networks } = await engine.read(patient);
      const predefined = (name: string): TestNetwork => {
        const found = networks.find((network) => network.Name === name);
        const isListed = name === defaultNetwork || listsHostAndNone;
        assert.equal(found !== undefined, isListed, name);
        return { id: found?.Id ?? name, name };
      };
      const { defaultNetwork, listsHostAndNone } = tests.traits;
      host = predefined('host');
      none = predefined('none');
      bridge = predefined(defaultNetwork);
    });

    /** Where `host` and `none` are no networks, nobody joins them, and who has them as a mode joins nothing. */
    const orNoNetwork = (reason: string, otherwise: string) =>
      tests.traits.listsHostAndNone ? reason : otherwise;

    it('a network that is already joined', () =>
      refused(connect(subnet, running, {}), 'alreadyConnected'));
    it('the host network', () =>
      refused(connect(host, running, {}), orNoNetwork('hostNetwork', 'networkNotFound')));
    it('to leave the host network', () =>
      refused(disconnect(host, hosted), orNoNetwork('hostNetwork', 'sharedSandbox')));
    it('a network for a container of the host', () =>
      refused(connect(other, hosted, {}), 'sharedSandbox'));
    it('none for a container on a network', () =>
      refused(connect(none, running, {}), orNoNetwork('noneNetwork', 'networkNotFound')));
    it('a network for a container on none', () =>
      refused(connect(other, alone, {}), orNoNetwork('noneNetwork', 'sharedSandbox')));
    it('a network for a container in another’s namespace', () =>
      refused(connect(other, sharing, {}), 'sharedSandbox'));
    it('an address in use', async () => {
      const late = await tests.runContainer('late', { network: other.name });
      await refused(connect(subnet, late, { ipv4: `${subnet.prefix}.99` }), 'addressInUse');
    });
    it('an address outside the subnet', async () => {
      const far = await tests.runContainer('far', { network: other.name });
      await refused(connect(subnet, far, { ipv4: '192.0.2.1' }), 'addressOutOfSubnet');
      await refused(connect(subnet, far, { ipv4: 'x' }), 'addressNotAllowed');
    });
    it('a static address where the engine chose the subnet', () =>
      refused(
        connect(other, running, { ipv4: '172.31.255.77' }),
        tests.traits.tellsWishes ? 'addressNotAllowed' : 'addressOutOfSubnet',
      ));
    it('a static address on the default bridge', () =>
      refused(
        connect(bridge, running, { ipv4: '172.17.255.77' }),
        tests.traits.defaultIsPoor ? 'addressNotAllowed' : 'addressOutOfSubnet',
      ));
    it('an alias on the default bridge', async () => {
      const joining = connect(bridge, running, { aliases: ['x'] });
      if (tests.traits.defaultIsPoor) return refused(joining, 'aliasNotAllowed');
      await joining;
      const { endpoint } = await reading(running, bridge);
      assert.ok(endpoint?.Aliases?.includes('x'));
      await disconnect(bridge, running);
    });
    it('a network that only configures others', async () => {
      const joining = connect(configuring, running, {});
      if (tests.traits.knowsSwarmOptions) return refused(joining, 'notAttachable');
      await joining;
      assert.notEqual((await reading(running, configuring)).endpoint, undefined);
      await disconnect(configuring, running);
    });
    it('a network that is not there', () =>
      refused(connect(nowhere, running, {}), 'networkNotFound'));
    it('a container that is not there', () =>
      refused(connect(subnet, nowhere, {}), 'containerNotFound'));
    it('to leave a network that was not joined', async () => {
      await refused(disconnect(other, running), 'notConnected');
      await refused(disconnect(subnet, stopped), 'notConnected');
    });
    it('to leave a network that is not there', () =>
      refused(disconnect(nowhere, running), 'networkNotFound'));
    it('to take off a container that is not there', () =>
      refused(disconnect(subnet, nowhere), 'containerNotFound'));
  });
});
