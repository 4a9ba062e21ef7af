import assert from 'node:assert/strict';
import type { Engine, HelperRequest } from '../../../../src/sources/engine/engine';
import { HelperConsent } from '../../../../src/vscode/store/helperConsent';
import { HostAccess, type HostAccessSettings } from '../../../../src/vscode/store/hostAccess';
import { HostFactsKeeper } from '../../../../src/vscode/store/hostFactsKeeper';
import { oracleSnapshot } from '../../../support/oracleSnapshots';

const patient = new AbortController().signal;
const tiers = oracleSnapshot('docker28/a_three_tier');
const api = { ...tiers, host: undefined, sandboxes: undefined };

/** An engine whose helpers are counted and say nothing. */
function engineWith(images: Readonly<Record<string, string>>, address = 'tcp://far:2376') {
  const runs: HelperRequest[] = [];
  const engine: Engine = {
    key: address,
    address,
    read: () => Promise.resolve(api),
    answers: () => Promise.resolve(true),
    watch: () => ({ dispose: () => undefined }),
    inspect: () => Promise.resolve({}),
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    createNetwork: () => Promise.reject(new Error('not asked for')),
    removeNetwork: () => Promise.resolve(),
    findImage: (name) => Promise.resolve(images[name]),
    exec: () => Promise.reject(new Error('not asked for')),
    runHelper: (request) => {
      runs.push(request);
      return Promise.resolve({ id: 'helper', stdout: '', stderr: '', end: 'exited' });
    },
    dispose: () => undefined,
  };
  return { engine, runs };
}

function memory() {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(key: string) => kept.get(key) as T | undefined,
    update: (key: string, value: unknown) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}

const helped: HostAccessSettings = { access: 'helper', image: 'helper', isTrusted: true };

describe('HostAccess', () => {
  for (const [situation, settings, images, message] of [
    ['untrusted workspaces', { ...helped, isTrusted: false }, { helper: 'i1' }, /Restricted Mode/],
    ['the setting none', { ...helped, access: 'none' }, { helper: 'i1' }, /is off/],
    ['no consent', helped, { helper: 'i1' }, /Nobody agreed/],
    ['no image', helped, {}, /no image helper/],
    ['an engine elsewhere', { ...helped, access: 'auto' }, { helper: 'i1' }, /not on this machine/],
  ] as const) {
    it(`runs nothing, and says why: ${situation}`, async () => {
      const { engine, runs } = engineWith(images);
      const access = new HostAccess(() => settings, new HelperConsent(memory()));
      const { facts } = await access.read(engine, api, patient);
      assert.match(facts.missing[0]?.message ?? '', message);
      assert.equal(facts.host, undefined);
      assert.equal(runs.length, 0);
    });
  }

  it('runs helpers of the image agreed to, one for the host and one for each container that runs', async () => {
    const { engine, runs } = engineWith({ helper: 'i1' });
    const access = new HostAccess(() => helped, new HelperConsent(memory()));
    await access.agree(engine, api, 'i1');
    await access.read(engine, api, patient);
    const running = api.containers.filter(({ State }) => State?.Running === true);
    assert.deepEqual(
      runs.map(({ network }) => network).sort(),
      ['host', ...running.map(({ Id }) => `container:${Id}`)].sort(),
    );
    assert.ok(runs.every(({ image }) => image === 'i1'));
    assert.deepEqual(
      runs.filter(({ capabilities }) => capabilities.length > 0).map(({ network }) => network),
      ['host'],
    );
  });

  it('asks again for another image and for another engine', () => {
    const consent = new HelperConsent(memory());
    void consent.give('e1', 'i1');
    assert.deepEqual(
      [consent.isGiven('e1', 'i1'), consent.isGiven('e1', 'i2'), consent.isGiven('e2', 'i1')],
      [true, false, false],
    );
  });

  it('takes a memory that holds nonsense for no consent', () => {
    const consent = new HelperConsent({
      get: <T>() => ({ e1: 'i1' }) as T,
      update: () => Promise.resolve(),
    });
    assert.ok(!consent.isGiven('e1', 'i1'));
  });
});

describe('HostFactsKeeper', () => {
  const { engine } = engineWith({});
  const facts = { host: { iptables: '*nat\nCOMMIT\n' }, missing: [] };

  function keeperOf(read: () => Promise<{ facts: typeof facts; againAfterMs?: number }>) {
    const seen = { arrived: 0 };
    const arrived = () => (seen.arrived += 1);
    const keeper = new HostFactsKeeper({ read, arrived, log: () => undefined, patienceMs: 20 });
    return { keeper, seen };
  }

  it('shows facts beside what the engine said', async () => {
    const { keeper } = keeperOf(() => Promise.resolve({ facts }));
    assert.equal(keeper.beside(api), api);
    await keeper.readFor(engine, api);
    assert.equal(keeper.beside(api).host?.iptables, facts.host.iptables);
    keeper.dispose();
  });

  it('keeps nobody waiting for a host that hangs, and says when the facts are of before', async () => {
    let answer = (): void => undefined;
    let reads = 0;
    const { keeper, seen } = keeperOf(async () => {
      reads += 1;
      if (reads > 1) await new Promise<void>((resolve) => (answer = resolve));
      return { facts };
    });
    await keeper.readFor(engine, api);
    const later = { ...api };
    await keeper.readFor(engine, later);
    assert.match(keeper.beside(later).missing?.at(-1)?.reason ?? '', /being read again/);
    const before = seen.arrived;
    answer();
    await keeper.settled();
    assert.equal(seen.arrived, before + 1);
    assert.equal(keeper.beside(later).missing, later.missing);
    keeper.dispose();
  });

  it('breaks nothing when the host cannot be read', async () => {
    const { keeper } = keeperOf(() => Promise.reject(new Error('boom')));
    await keeper.readFor(engine, api);
    assert.deepEqual(keeper.beside(api).missing?.at(-1), {
      part: 'host',
      reason: 'The host could not be read. The log says more.',
    });
    keeper.dispose();
  });

  it('looks once more at what was just started', async () => {
    let reads = 0;
    const { keeper } = keeperOf(() => {
      reads += 1;
      return Promise.resolve({ facts, againAfterMs: 5 });
    });
    await keeper.readFor(engine, api);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(reads, 2);
    keeper.dispose();
  });

  it('forgets the host of another engine', async () => {
    const { keeper } = keeperOf(() => Promise.resolve({ facts }));
    await keeper.readFor(engine, api);
    keeper.forget();
    assert.equal(keeper.beside(api), api);
  });
});
