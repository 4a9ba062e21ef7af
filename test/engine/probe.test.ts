import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import net from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Tracer } from '../../src/analysis/trace/tracer';
import { isKnown } from '../../src/model/provenance';
import { probeLabel } from '../../src/model/records/labels';
import type { Snapshot } from '../../src/model/snapshot';
import { systemClock } from '../../src/sources/engine/clock';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import type { Engine } from '../../src/sources/engine/engine';
import { withHostFacts } from '../../src/sources/host/hostFacts';
import { readByHelper } from '../../src/sources/host/readByHelper';
import { readLocalHost } from '../../src/sources/host/readLocalHost';
import { commandRunner } from '../../src/sources/host/runCommand';
import { buildTopology } from '../../src/topology/buildTopology';
import { busyboxProgram } from '../support/engine/busyboxImage';
import { describeEngines } from '../support/engine/enginesUnderTest';
import { helperRoot } from '../support/engine/helperImage';
import { tarArchive } from '../support/engine/tarArchive';
import { newRunId, TestEngine, type TestContainer } from '../support/engine/testEngine';

const origin = { kind: 'engine', label: 'test' } as const;
const patient = new AbortController().signal;

type Way = 'local' | 'helper';

describeEngines('probing a real engine’s host', function (under) {
  this.timeout(120_000);

  const undo: (() => Promise<void> | void)[] = [];
  const read = new Map<Way, Snapshot>();
  let tests: TestEngine;
  let engine: Engine;
  let helperImage: string;
  let hostPort: number;
  let web: TestContainer;
  let scratch: TestContainer;
  /** Containers with a wire. */
  let wired: readonly string[];

  before(async function () {
    // Only root sees namespaces and rules, and only from the engine's own machine.
    if (process.getuid?.() !== 0) this.skip();
    tests = await TestEngine.open(newRunId(), under);
    undo.push(() => tests.cleanup());
    helperImage = await tests.importImage('helper', helperRoot());
    const bare = tarArchive([['busybox', { kind: 'file', content: busyboxProgram() }]]);
    const front = await tests.makeNetwork('front');
    const back = await tests.makeNetwork('back');
    web = await tests.runContainer('web', {
      network: front.name,
      ports: { '80/tcp': '' },
      command: ['/bin/httpd', '-f', '-p', '80'],
      environment: ['PASSWORD=hunter2'],
    });
    await tests.docker.getNetwork(back.id).connect({ Container: web.id });
    const db = await tests.runContainer('db', {
      network: back.name,
      command: ['/bin/sh', '-c', ': hunter2; exec /bin/httpd -f -p 5432'],
    });
    scratch = await tests.runContainer('bare', {
      network: front.name,
      image: await tests.importImage('bare', bare),
      command: ['/busybox', 'httpd', '-f', '-p', '8000'],
    });
    wired = [web.id, db.id, scratch.id];
    await tests.runContainer('wide', {
      network: 'host',
      command: ['/bin/sh', '-c', ': hunter2; exec /bin/sleep 3600'],
    });
    engine = await openEngine(tests.endpoint);
    undo.push(() => engine.dispose());
    const inspected = await tests.docker.getContainer(web.id).inspect();
    hostPort = Number(inspected.NetworkSettings.Ports['80/tcp']?.[0]?.HostPort);
    // Until IPv6 has made sure that its addresses are free, they change from reading to reading.
    await pause(3_000);
    for (const way of ['local', 'helper'] as const) read.set(way, await probe(way));
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  async function probe(way: Way): Promise<Snapshot> {
    const snapshot = ours(await engine.read(patient));
    const machine = { platform: process.platform, run: commandRunner(systemClock) };
    const facts =
      way === 'local'
        ? await readLocalHost(snapshot, machine, patient)
        : await readByHelper(snapshot, engine, helperImage, patient);
    return withHostFacts(snapshot, facts);
  }

  /** Others' containers come and go on this engine. */
  function ours(snapshot: Snapshot): Snapshot {
    const own = ({ Name }: { readonly Name: string }) => Name.includes(`vst-${tests.runId}-`);
    const containers = snapshot.containers.filter(own);
    const ids = new Set(containers.map(({ Id }) => Id));
    return {
      ...snapshot,
      containers,
      containersList: snapshot.containersList.filter(({ Id }) => ids.has(Id)),
      networks: snapshot.networks.filter((network) => own(network) || network.Name === 'bridge'),
    };
  }

  function snapshotOf(way: Way): Snapshot {
    return read.get(way) ?? assert.fail(`not read: ${way}`);
  }

  for (const way of ['local', 'helper'] as const) {
    describe(way, () => {
      it('reads the host and every sandbox, and names what it could not', () => {
        const { host, sandboxes, missing } = snapshotOf(way);
        const iptables = tests.traits.rules === 'iptables';
        assert.equal(/^\*filter$/m.test(host?.iptables ?? ''), iptables);
        assert.ok(iptables || rulesetOf(host?.nft).length > 4);
        assert.match(host?.sysctl ?? '', /^net\.ipv4\.ip_forward = [01]$/m);
        assert.match(host?.listeners ?? '', new RegExp(`:${hostPort} `));
        assert.equal(Object.keys(sandboxes ?? {}).length, 4);
        const parts = (missing ?? []).map(({ part }) => part);
        const allowed = ['host.nft', 'host.iptablesLegacy', 'host.ip6tablesLegacy'];
        const limits = way === 'helper' ? ['host.proxies', 'sandboxes.iptables'] : [];
        assert.deepEqual(
          parts.filter((part) => ![...allowed, ...limits].includes(part)),
          [],
        );
        for (const part of limits) assert.ok(parts.includes(part), part);
      });

      it('finds each veth that `ip -j link` in the namespaces tells of', async () => {
        const topology = buildTopology(snapshotOf(way), origin, 'test');
        const host = links(['ip', '-j', 'link']);
        const expected: string[] = [];
        for (const id of wired) {
          const pid = (await tests.docker.getContainer(id).inspect()).State.Pid;
          const inside = links(['nsenter', '-t', String(pid), '-n', 'ip', '-j', 'link']);
          for (const { ifname, link_index: far } of inside) {
            const end = host.find(({ ifindex }) => ifindex === far);
            if (end !== undefined && ifname !== 'lo') expected.push(`${end.ifname} ${ifname}`);
          }
        }
        const paired = topology.vethPairs.map(({ hostEnd, containerEnd }) =>
          isKnown(hostEnd) && isKnown(containerEnd)
            ? `${hostEnd.value} ${containerEnd.value}`
            : '?',
        );
        assert.equal(expected.length, 4);
        assert.deepEqual(paired.sort(), expected.sort());
      });

      it('sees into a container without a shell', () => {
        const part = snapshotOf(way).sandboxes?.[scratch.id];
        assert.match(part?.procNet?.tcp6 ?? '', /:1F40 /);
        assert.match(part?.hosts ?? '', /localhost/);
        assert.match(part?.hostname ?? '', /^[\da-f]{12}$/);
      });

      it('lets in no environment, no command line and no process name', () => {
        const text = JSON.stringify(snapshotOf(way));
        assert.ok(!text.includes('hunter2'));
        assert.ok(!text.includes('"busybox"') && !text.includes('(\\"httpd'));
      });

      it('answers as connections really go', async () => {
        const topology = buildTopology(snapshotOf(way), origin, 'test');
        const tracer = new Tracer(topology);
        const inspected = await tests.docker.getContainer(scratch.id).inspect();
        const [endpoint] = Object.values(inspected.NetworkSettings.Networks);
        const target = endpoint?.IPAddress ?? assert.fail('no address');
        for (const [to, port] of [
          [target, 8000],
          [target, 8001],
          ['127.0.0.1', hostPort],
        ] as const) {
          const { verdict } = tracer.trace({ from: 'host', to, proto: 'tcp', port });
          assert.equal(verdict, await connected(to, port), `${to}:${port}`);
        }
      });
    });
  }

  it('tells the same by both ways', () => {
    const [local, helper] = [snapshotOf('local'), snapshotOf('helper')];
    const { bridges, vethPairs } = buildTopology(local, origin, 'test');
    const devices = [
      ...bridges.filter(({ networkId }) => networkId !== undefined).map(({ device }) => device),
      ...vethPairs.map(({ hostEnd }) => hostEnd),
    ].flatMap((device) => (isKnown(device) && device.value !== 'docker0' ? [device.value] : []));
    // Others' interfaces and rules come and go on this machine.
    const own = new Set(devices);
    const addresses = names(local.host?.addr, own);
    assert.equal(addresses.length, 6);
    assert.deepEqual(names(helper.host?.addr, own), addresses);
    for (const part of ['route', 'route6'] as const) {
      const routes = routesBy(local.host?.[part], own);
      assert.ok(routes.length > 0);
      assert.deepEqual(routesBy(helper.host?.[part], own), routes);
    }
    const { rules: kind } = tests.traits;
    const rules = { iptables: rulesOf(local.host?.iptables, own), nft: rulesetOf(local.host?.nft) };
    assert.ok(rules[kind].length > 4);
    assert.deepEqual(rulesOf(helper.host?.iptables, own), rules.iptables);
    if (kind === 'nft') assert.deepEqual(rulesetOf(helper.host?.nft), rules.nft);
    assert.deepEqual(rulesOf(helper.host?.ip6tables, own), rulesOf(local.host?.ip6tables, own));
    for (const [id, part] of Object.entries(local.sandboxes ?? {})) {
      const other = helper.sandboxes?.[id];
      assert.deepEqual(other?.addr, part.addr);
      assert.deepEqual(other?.route, part.route);
      assert.equal(other?.hosts, part.hosts);
      assert.equal(other?.netns, part.netns);
    }
  });

  it('leaves no helper behind and disturbs nobody who follows the engine', async () => {
    let changes = 0;
    await new Promise<void>((opened) => {
      const listener = { changed: () => (changes += 1), lost: () => undefined, opened };
      undo.push(() => watching.dispose());
      const watching = engine.watch(listener);
    });
    const others: string[] = [];
    const events = await tests.docker.getEvents({ filters: { type: ['container'] } });
    events.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().trim().split('\n')) {
        if (!line.includes(probeLabel)) others.push(line);
      }
    });
    await probe('helper');
    await pause(600);
    if (events instanceof Readable) events.destroy();
    const left = await tests.docker.listContainers({ all: true, filters: { label: [probeLabel] } });
    assert.deepEqual(
      left.filter(({ Image }) => Image.includes(tests.runId)).map(({ Id }) => Id),
      [],
    );
    if (others.length === 0) assert.equal(changes, 0);
  });

  it('kills a helper that hangs, and removes it', async () => {
    const image = (await engine.findImage(helperImage, patient)) ?? assert.fail('no image');
    const run = newRunId();
    const { stdout, end } = await engine.runHelper(
      {
        image,
        network: 'host',
        capabilities: [],
        script: 'echo begun; while :; do :; done',
        args: [],
        run,
        timeoutMs: 700,
        largestBytes: 1_000_000,
      },
      patient,
    );
    assert.deepEqual({ stdout, end }, { stdout: 'begun\n', end: 'timeout' });
    const filters = { label: [`${probeLabel}=${run}`] };
    assert.deepEqual(await tests.docker.listContainers({ all: true, filters }), []);
  });

  it('names an image that is not there, and pulls none', async () => {
    const snapshot = ours(await engine.read(patient));
    const facts = await readByHelper(snapshot, engine, 'vethscope-nowhere:none', patient);
    assert.deepEqual(
      facts.missing.map(({ part, reason }) => ({ part, reason })),
      [{ part: 'host', reason: 'noImage' }],
    );
    assert.equal(facts.host, undefined);
  });
});

interface Link {
  readonly ifname: string;
  readonly ifindex: number;
  readonly link_index?: number;
}

function links([program = '', ...args]: readonly string[]): readonly Link[] {
  return JSON.parse(execFileSync(program, args, { encoding: 'utf8' })) as Link[];
}

/** Names and addresses of these; counters and lifetimes differ from reading to reading. */
function names(addr: unknown, own: ReadonlySet<string>): readonly string[] {
  return (addr as { ifname: string; addr_info: { local: string }[] }[])
    .filter(({ ifname }) => own.has(ifname))
    .map(({ ifname, addr_info: all }) => `${ifname} ${all.map(({ local }) => local).join(' ')}`)
    .sort();
}

function routesBy(routes: unknown, own: ReadonlySet<string>): readonly unknown[] {
  return (routes as { dev?: string }[]).filter(({ dev }) => own.has(dev ?? ''));
}

/** Rules that name one of these, without counters. */
function rulesOf(text: string | undefined, own: ReadonlySet<string>): readonly string[] {
  return (text ?? '')
    .split('\n')
    .filter((line) => line.split(' ').some((word) => own.has(word)))
    .map((line) => line.replace(/\[\d+:\d+\] ?/, ''));
}

/**
 * The objects of `nft -j list ruleset`, without counters and without what tells of the program itself. Where there is
 * no /etc/protocols, as in the helper, protocols are numbers.
 */
function rulesetOf(nft: unknown): readonly string[] {
  const { nftables = [] } = (nft ?? {}) as { readonly nftables?: readonly object[] };
  return nftables
    .filter((object) => !('metainfo' in object))
    .map((object) =>
      JSON.stringify(object)
        .replace(/"(packets|bytes)":\d+/g, '"$1":0')
        .replace('{"set":[6,17]}', '{"set":["tcp","udp"]}'),
    );
}

function connected(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve('delivered');
    });
    socket.once('error', (error) => {
      resolve('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : error.message);
    });
  });
}
