import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../../scripts/projectPaths';
import { doWiresEndHere, isEngineHere } from '../../../../src/sources/host/engineOnThisHost';
import { helperRecipe } from '../../../../src/sources/host/helperRecipe';
import { helperScript, readSections } from '../../../../src/sources/host/helperScript';
import { helperCommandLine } from '../../../../src/sources/host/helperWords';
import { withHostFacts } from '../../../../src/sources/host/hostFacts';
import { gatherMissing, trulyMissing } from '../../../../src/sources/host/missingFact';
import { waitingSockets } from '../../../../src/sources/host/procFiles';
import { proxyOf } from '../../../../src/sources/host/proxyArguments';
import { readLocalHost } from '../../../../src/sources/host/readLocalHost';
import { sysctlText } from '../../../../src/sources/host/sysctlText';
import { demultiplex } from '../../../../src/sources/engine/demultiplex';
import { oracleSnapshot } from '../../../support/oracleSnapshots';

const patient = new AbortController().signal;
const tiers = oracleSnapshot('docker28/a_three_tier');

describe('proxyOf', () => {
  const argv =
    '/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.18.0.2 -container-port 80';

  it('reads the addresses of a docker-proxy, newer flags or not', () => {
    const proxy = {
      pid: 7,
      proto: 'tcp',
      hostIp: '0.0.0.0',
      hostPort: 8080,
      containerIp: '172.18.0.2',
      containerPort: 80,
    };
    assert.deepEqual(proxyOf(7, argv.split(' ')), proxy);
    assert.deepEqual(proxyOf(7, [...argv.split(' '), '-use-listen-fd', '']), proxy);
  });

  it('keeps no other word, and takes nothing that is no address', () => {
    assert.ok(!JSON.stringify(proxyOf(7, [...argv.split(' '), 'hunter2'])).includes('hunter2'));
    assert.equal(proxyOf(7, argv.replace('172.18.0.2', 'hunter2').split(' ')), undefined);
    assert.equal(proxyOf(7, ['docker-proxy']), undefined);
  });
});

describe('what is kept of the host', () => {
  it('keeps names of the engine’s programs only', () => {
    const listeners =
      'tcp LISTEN 0 9 0.0.0.0:80 0.0.0.0:* users:(("docker-proxy",pid=5,fd=4))\n' +
      'tcp LISTEN 0 9 0.0.0.0:81 0.0.0.0:* users:(("hunter2",pid=6,fd=4))\n';
    const { host } = withHostFacts(tiers, { host: { listeners }, missing: [] });
    assert.match(host?.listeners ?? '', /docker-proxy/);
    assert.doesNotMatch(host?.listeners ?? '', /hunter2/);
  });

  it('keeps of the sockets only those that wait for strangers', () => {
    const line = (state: string) =>
      `   0: 0100007F:0050 0100007F:1F40 ${state} 00000000:00000000\n`;
    const kept = waitingSockets({
      tcp: `  sl\n${line('01')}${line('0A')}`,
      udp: `  sl\n${line('07')}`,
    });
    assert.equal(kept?.tcp, `  sl\n${line('0A')}`);
    assert.equal(kept.udp, `  sl\n${line('07')}`);
  });

  it('writes settings as sysctl does', () => {
    const text = '/proc/sys/net/ipv4/conf/br-1.5/rp_filter:2\nnonsense\n';
    assert.equal(sysctlText(text), 'net.ipv4.conf.br-1.5.rp_filter = 2\n');
  });

  it('adds what is missing to what the engine did not say', () => {
    const fact = { part: 'host.nft', reason: 'notFound', message: 'No.', nextStep: 'Do.' } as const;
    const { missing } = withHostFacts(tiers, { missing: [fact] });
    assert.deepEqual(missing?.at(-1), { part: 'host.nft', reason: 'No. Do.' });
  });
});

describe('missing facts', () => {
  const fact = (part: string) =>
    ({ part, reason: 'failed', message: 'no.', nextStep: 'Do.' }) as const;

  it('are told once for many containers', () => {
    const all = ['a', 'b', 'c', 'd'].map((name) => ({ name, missing: [fact('sandboxes.addr')] }));
    assert.deepEqual(
      gatherMissing(all).map(({ message }) => message),
      ['4 containers: no.'],
    );
    assert.deepEqual(
      gatherMissing(all.slice(2)).map(({ message }) => message),
      ['c, d: no.'],
    );
  });

  it('hold no sets that no rule asks', () => {
    const missing = [fact('host.ipset')];
    assert.deepEqual(trulyMissing(missing, { iptables: '*nat\nCOMMIT\n' }), []);
    const asks = '-A INPUT -m set --match-set x src -j DROP';
    assert.deepEqual(trulyMissing(missing, { iptables: asks }), missing);
  });
});

describe('isEngineHere', () => {
  it('knows the engine’s bridges', () => {
    assert.ok(isEngineHere(tiers, tiers.host?.addr));
  });

  it('is not misled by a docker0 of another engine', () => {
    const docker0 = [{ ifname: 'docker0', addr_info: [{ local: '172.17.0.1' }] }];
    assert.ok(!isEngineHere(tiers, docker0));
  });

  it('follows the wires of sandboxes, where bridges do not tell', () => {
    const insides = Object.values(tiers.sandboxes ?? {}).map(({ addr }) => addr);
    assert.ok(doWiresEndHere(tiers.host?.addr, insides));
    assert.ok(doWiresEndHere(tiers.host?.addr, []));
    const other = oracleSnapshot('docker28/z_fresh');
    assert.ok(!doWiresEndHere(other.host?.addr, insides));
  });

  it('knows that rootless engines have a namespace of their own', () => {
    const { engine } = tiers;
    const info = { ...engine.info, SecurityOptions: ['name=seccomp', 'name=rootless'] };
    assert.ok(!isEngineHere({ ...tiers, engine: { ...engine, info } }, tiers.host?.addr));
  });

  it('knows that Docker Desktop lives in a machine of its own', () => {
    const { engine } = tiers;
    const info = { ...engine.info, OperatingSystem: 'Docker Desktop' };
    assert.ok(!isEngineHere({ ...tiers, engine: { ...engine, info } }, tiers.host?.addr));
  });

  it('takes Podman’s bridges for there while no container is on them', () => {
    const podman = oracleSnapshot('podman5/a_three_tier');
    assert.ok(isEngineHere(podman, podman.host?.addr));
    assert.ok(!isEngineHere(podman, []));
  });
});

describe('readLocalHost', () => {
  it('reads nothing where there is no Linux', async () => {
    const run = () => assert.fail('nothing is to run');
    const facts = await readLocalHost(tiers, { platform: 'darwin', run }, patient);
    assert.deepEqual(
      facts.missing.map(({ part, reason }) => ({ part, reason })),
      [{ part: 'host', reason: 'notLinux' }],
    );
  });

  it('falls back visibly when every program hangs', async () => {
    const run = () => Promise.resolve({ kind: 'timeout', afterMs: 5_000 } as const);
    const facts = await readLocalHost(tiers, { platform: 'linux', run }, patient);
    const reasons = new Map(facts.missing.map(({ part, reason }) => [part, reason]));
    for (const part of ['host.addr', 'host.iptables', 'host.nft', 'host.sysctl']) {
      assert.equal(reasons.get(part), 'timeout', part);
    }
    assert.equal(facts.host?.iptables, undefined);
  });

  it('starts one process for each kind of fact, all at once', async () => {
    const started: string[] = [];
    const waiting: (() => void)[] = [];
    const run = async ({ program, args }: { program: string; args: readonly string[] }) => {
      started.push([program, ...args].join(' '));
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { kind: 'notFound' } as const;
    };
    const reading = readLocalHost(
      { ...tiers, containers: [] },
      { platform: 'linux', run },
      patient,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { length } = started;
    assert.ok(length >= 13 && length <= 16, started.join('\n'));
    assert.equal(new Set(started).size, length);
    for (const finish of waiting) finish();
    await reading;
    assert.equal(started.length, length);
  });
});

describe('the helper’s script', () => {
  for (const kind of ['host', 'sandbox'] as const) {
    it(`frames what each program prints: ${kind}`, () => {
      const mark = 'f00d'.repeat(8);
      // Without rights and without a namespace of its own it reads less, but frames all the same.
      const printed = execFileSync('/bin/sh', ['-c', helperScript(kind), 'probe', mark], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const sections = readSections(printed, mark);
      const settings = sections.get('sysctl');
      assert.ok(settings?.kind === 'exited');
      assert.match(settings.stdout, /^\/proc\/sys\/net\/ipv4\/ip_forward:[01]$/m);
      assert.ok(sections.has('addr') && sections.has('route6') && sections.has('resolvConf'));
      assert.ok(!printed.split(mark).some((text) => text.startsWith(' begin nonsense')));
    });
  }

  it('takes no frame for whole that has no end', () => {
    const mark = 'f00d';
    const text = `${mark} begin addr\n[]\n\n${mark} said 0\n\n${mark} end\n${mark} begin route\n[{`;
    assert.deepEqual([...readSections(text, mark).keys()], ['addr']);
    assert.deepEqual(readSections(`${mark} none nft\n`, mark).get('nft'), { kind: 'notFound' });
  });

  it('is shown as the container it runs in', () => {
    assert.equal(
      helperCommandLine('host', 'x'),
      'docker run --rm --pull=never --net=host --cap-drop ALL --cap-add NET_ADMIN --read-only --security-opt no-new-privileges --log-driver none --user 0:0 --label dev.vethscope.probe=<run> --entrypoint /bin/sh x',
    );
    assert.doesNotMatch(helperCommandLine('sandbox', 'x'), /cap-add/);
  });

  it('has the recipe of its image in the manual', () => {
    const manual = readFileSync(path.join(root, 'docs/helper-image.md'), 'utf8');
    assert.ok(manual.includes(helperRecipe));
  });
});

describe('demultiplex', () => {
  const frame = (stream: number, text: string) => {
    const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([header, Buffer.from(text)]);
  };

  it('tells the two streams apart', () => {
    const data = Buffer.concat([frame(1, 'a'), frame(2, 'no'), frame(1, 'b')]);
    assert.deepEqual(demultiplex(data), { stdout: 'ab', stderr: 'no' });
  });

  it('takes what came of a frame that is cut short', () => {
    assert.deepEqual(demultiplex(frame(1, 'abcdef').subarray(0, 11)), {
      stdout: 'abc',
      stderr: '',
    });
    assert.deepEqual(demultiplex(Buffer.from([1, 0])), { stdout: '', stderr: '' });
  });
});
