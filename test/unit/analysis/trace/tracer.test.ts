import assert from 'node:assert/strict';
import type { TraceAnswer, TraceQuestion } from '../../../../src/analysis/trace/traceAnswer';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import type { Topology } from '../../../../src/model/topology';
import { smallTopology, type SmallContainer, type SmallNetwork } from '../smallTopology';

const front: SmallNetwork = {
  name: 'front',
  subnet: '172.20.0.0/16',
  options: { 'com.docker.network.bridge.name': 'br-front' },
};
const back: SmallNetwork = {
  name: 'back',
  subnet: '172.21.0.0/16',
  options: { 'com.docker.network.bridge.name': 'br-back' },
};
const web: SmallContainer = { name: 'web', on: { front: '172.20.0.2' } };
const api: SmallContainer = { name: 'api', on: { front: '172.20.0.3' } };
const db: SmallContainer = { name: 'db', on: { back: '172.21.0.3' } };

interface HostText {
  readonly iptables?: string;
  readonly sysctl?: string;
  readonly listeners?: string;
  readonly rule?: unknown;
  readonly route?: readonly object[];
}

/** A host with both bridges and a NIC, as iproute2 shows it. */
function host(text: HostText): object {
  const link = (ifindex: number, ifname: string, address: string, kind?: string) => ({
    ifindex,
    ifname,
    flags: ['UP'],
    link_type: ifname === 'lo' ? 'loopback' : 'ether',
    ...(kind === undefined ? {} : { linkinfo: { info_kind: kind } }),
    addr_info: [
      {
        family: 'inet',
        local: address.split('/')[0],
        prefixlen: Number(address.split('/')[1]),
        scope: ifname === 'lo' ? 'host' : 'global',
      },
    ],
  });
  const connected = (dst: string, dev: string, prefsrc: string) => ({
    dst,
    dev,
    prefsrc,
    scope: 'link',
  });
  return {
    addr: [
      link(1, 'lo', '127.0.0.1/8'),
      link(2, 'eth0', '203.0.113.2/24'),
      link(3, 'br-front', '172.20.0.1/16', 'bridge'),
      link(4, 'br-back', '172.21.0.1/16', 'bridge'),
    ],
    route: [
      { dst: 'default', gateway: '203.0.113.9', dev: 'eth0' },
      connected('203.0.113.0/24', 'eth0', '203.0.113.2'),
      connected('172.20.0.0/16', 'br-front', '172.20.0.1'),
      connected('172.21.0.0/16', 'br-back', '172.21.0.1'),
      ...(text.route ?? []),
    ],
    rule: text.rule,
    iptables: text.iptables ?? '',
    sysctl: text.sysctl ?? 'net.ipv4.ip_forward = 1\nnet.bridge.bridge-nf-call-iptables = 0\n',
    listeners: text.listeners ?? '',
  };
}

function filter(...rules: readonly string[]): string {
  const chains = [':INPUT ACCEPT', ':FORWARD ACCEPT', ':OUTPUT ACCEPT'];
  return ['*filter', ...chains.map((one) => `${one} [0:0]`), ...rules, 'COMMIT', ''].join('\n');
}

function nat(...rules: readonly string[]): string {
  const chains = [':PREROUTING ACCEPT', ':OUTPUT ACCEPT', ':POSTROUTING ACCEPT'];
  return ['*nat', ...chains.map((one) => `${one} [0:0]`), ...rules, 'COMMIT', ''].join('\n');
}

function machine(text: HostText, containers: readonly SmallContainer[] = [web, api, db]): Topology {
  return smallTopology({ networks: [front, back], containers, host: host(text) });
}

function trace(topology: Topology, question: Partial<TraceQuestion>): TraceAnswer {
  return new Tracer(topology).trace({
    from: 'web',
    to: '172.21.0.3',
    proto: 'tcp',
    port: 5432,
    ...question,
  });
}

function decidedBy({ decidedBy: by }: TraceAnswer): string {
  if (by === null) return 'nothing';
  return 'rule' in by ? `${by.chain} ${by.index}` : by.kind;
}

describe('trace', () => {
  const masquerade = nat('-A POSTROUTING -s 172.20.0.0/16 ! -o br-front -j MASQUERADE');

  const cases: readonly {
    readonly name: string;
    readonly host?: HostText;
    readonly ask?: Partial<TraceQuestion>;
    readonly verdict: TraceAnswer['verdict'];
    readonly by: string;
    readonly seen?: string;
  }[] = [
    {
      name: 'neighbours on one bridge',
      ask: { to: '172.20.0.3' },
      verdict: 'arrives',
      by: 'route',
      seen: '172.20.0.2',
    },
    { name: 'between bridges, without rules', verdict: 'arrives', by: 'route', seen: '172.20.0.2' },
    {
      name: 'a rule that drops',
      host: { iptables: filter('-A FORWARD -i br-front -o br-back -j DROP') },
      verdict: 'dropped',
      by: 'FORWARD 1',
    },
    {
      name: 'a policy that drops',
      host: { iptables: '*filter\n:FORWARD DROP [0:0]\nCOMMIT\n' },
      verdict: 'dropped',
      by: 'policy',
    },
    {
      name: 'a rule that drops answers',
      host: { iptables: filter('-A FORWARD -i br-back -j DROP') },
      verdict: 'dropped',
      by: 'FORWARD 1',
    },
    {
      name: 'answers let through by their state',
      host: {
        iptables: filter(
          '-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT',
          '-A FORWARD -i br-back -j DROP',
        ),
      },
      verdict: 'arrives',
      by: 'route',
      seen: '172.20.0.2',
    },
    {
      name: 'REJECT reads as refused over TCP',
      host: { iptables: filter('-A FORWARD -j REJECT --reject-with icmp-port-unreachable') },
      verdict: 'refused',
      by: 'FORWARD 1',
    },
    {
      name: 'REJECT reads as unreachable over ICMP',
      host: {
        iptables: filter('-A FORWARD -o br-back -j REJECT --reject-with icmp-port-unreachable'),
      },
      ask: { proto: 'icmp' },
      verdict: 'unreachable',
      by: 'FORWARD 1',
    },
    {
      name: 'REJECT with host unreachable',
      host: {
        iptables: filter('-A FORWARD -o br-back -j REJECT --reject-with icmp-host-unreachable'),
      },
      verdict: 'unreachable',
      by: 'FORWARD 1',
    },
    {
      name: 'the host’s own OUTPUT: silence over TCP',
      host: { iptables: filter('-A OUTPUT -d 172.21.0.3/32 -j DROP') },
      ask: { from: 'host' },
      verdict: 'dropped',
      by: 'OUTPUT 1',
    },
    {
      name: 'the host’s own OUTPUT: an error over UDP',
      host: { iptables: filter('-A OUTPUT -d 172.21.0.3/32 -j DROP') },
      ask: { from: 'host', proto: 'udp' },
      verdict: 'unreachable',
      by: 'OUTPUT 1',
    },
    {
      name: 'no forwarding',
      host: { sysctl: 'net.ipv4.ip_forward = 0\n' },
      verdict: 'dropped',
      by: 'setting',
    },
    {
      name: 'reverse path filtering',
      host: {
        sysctl: 'net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.rp_filter = 1\n',
        route: [{ dst: '172.20.0.2', dev: 'eth0', gateway: '203.0.113.9' }],
      },
      verdict: 'dropped',
      by: 'setting',
    },
    {
      name: 'nobody has the address',
      ask: { to: '172.20.0.99' },
      verdict: 'unreachable',
      by: 'arp',
    },
    {
      name: 'a blackhole route',
      host: { route: [{ type: 'blackhole', dst: '172.21.0.3' }] },
      verdict: 'dropped',
      by: 'route',
    },
    {
      name: 'an unreachable route',
      host: { route: [{ type: 'unreachable', dst: '172.21.0.3' }] },
      verdict: 'unreachable',
      by: 'route',
    },
    { name: 'no IPv6', ask: { to: 'fd00::3' }, verdict: 'unreachable', by: 'route' },
    {
      name: 'out with the host’s address',
      host: { iptables: masquerade },
      ask: { to: '203.0.113.9' },
      verdict: 'arrives',
      by: 'route',
      seen: '203.0.113.2',
    },
    {
      name: 'out with an address nobody there knows',
      ask: { to: '203.0.113.9' },
      verdict: 'unknown',
      by: 'missing',
      seen: '172.20.0.2',
    },
    {
      name: 'a port of the host nobody has',
      ask: { to: '172.20.0.1' },
      verdict: 'refused',
      by: 'listener',
    },
    {
      name: 'a port of the host',
      host: { listeners: 'tcp LISTEN 0 64 0.0.0.0:5432 0.0.0.0:*' },
      ask: { to: '203.0.113.2' },
      verdict: 'delivered',
      by: 'listener',
      seen: '172.20.0.2',
    },
    {
      name: 'a port of the host’s loopback, from elsewhere',
      host: { listeners: 'tcp LISTEN 0 64 127.0.0.1:5432 0.0.0.0:*' },
      ask: { to: '203.0.113.2' },
      verdict: 'refused',
      by: 'listener',
    },
    {
      name: 'a rule that is not understood, on the way',
      host: { iptables: filter('-A FORWARD -m u32 --u32 "6&0xFF=1" -j DROP') },
      verdict: 'unknown',
      by: 'FORWARD 1',
    },
    {
      name: 'a rule that is not understood, beside the way',
      host: { iptables: filter('-A FORWARD -i eth9 -m u32 --u32 "6&0xFF=1" -j DROP') },
      verdict: 'arrives',
      by: 'route',
    },
    {
      name: 'a routing rule that is not understood',
      host: { rule: [{ priority: 5, src: 'all', ipproto: 'tcp', table: '9' }] },
      verdict: 'unknown',
      by: 'route',
    },
    {
      name: 'another table for a source',
      host: {
        rule: [
          { priority: 0, src: 'all', table: 'local' },
          { priority: 5, src: '172.20.0.2', table: '9' },
          { priority: 32766, src: 'all', table: 'main' },
        ],
        route: [{ type: 'unreachable', dst: '172.21.0.0/16', table: '9' }],
      },
      verdict: 'unreachable',
      by: 'route',
    },
    { name: 'a name nobody knows', ask: { to: 'nosuch' }, verdict: 'unresolved', by: 'name' },
    { name: 'a name on the same network', ask: { to: 'api' }, verdict: 'arrives', by: 'route' },
    {
      name: 'a container that does not exist',
      ask: { from: 'nobody' },
      verdict: 'unknown',
      by: 'nothing',
    },
    {
      name: 'an outside address that is none',
      ask: { from: 'outside:x' },
      verdict: 'unknown',
      by: 'nothing',
    },
  ];

  for (const { name, host: text = {}, ask = {}, verdict, by, seen } of cases) {
    it(name, () => {
      const answer = trace(machine(text), ask);
      assert.equal(answer.verdict, verdict, answer.why);
      assert.equal(decidedBy(answer), by, answer.why);
      if (seen !== undefined) assert.equal(answer.seenSource, seen);
      assert.match(answer.why, /\S/);
    });
  }

  it('quotes the rule it does not understand', () => {
    const iptables = filter('-A FORWARD -m u32 --u32 "6&0xFF=1" -j DROP');
    assert.match(trace(machine({ iptables }), {}).why, /u32/);
  });

  it('says that a container which stopped has no namespace', () => {
    const topology = machine({}, [{ ...web, state: 'exited' }, db]);
    const answer = trace(topology, {});
    assert.equal(answer.verdict, 'unknown');
    assert.match(answer.why, /does not run/);
  });

  it('walks there and back, hop by hop', () => {
    const { hops } = trace(machine({ iptables: masquerade }), { to: '203.0.113.9' });
    assert.deepEqual(
      hops.map(({ returning, step, namespace }) => `${returning ? '<' : '>'} ${step} ${namespace}`),
      [
        '> route box-web',
        '> bridge host',
        '> route host',
        '> nat host',
        '> outside host',
        '< outside host',
        '< route host',
        '< bridge host',
      ],
    );
  });

  describe('a port published through a translation', () => {
    const published = nat(
      '-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.21.0.3:5432',
    );
    it('goes to the container behind it', () => {
      const answer = trace(machine({ iptables: published }), { to: '203.0.113.2', port: 8080 });
      assert.equal(answer.target, 'db');
      assert.equal(answer.seenSource, '172.20.0.2');
    });
    it('comes back to its own network only with br_netfilter', () => {
      const own = published.replace('172.21.0.3', '172.20.0.3');
      const sysctl = (value: number) =>
        `net.ipv4.ip_forward = 1\nnet.bridge.bridge-nf-call-iptables = ${value}\n`;
      const question = { to: '203.0.113.2', port: 8080 };
      const without = trace(machine({ iptables: own, sysctl: sysctl(0) }), question);
      assert.equal(without.verdict, 'dropped', without.why);
      assert.match(without.why, /answer is lost/);
      const within = trace(machine({ iptables: own, sysctl: sysctl(1) }), question);
      assert.equal(within.verdict, 'arrives', within.why);
      assert.equal(within.target, 'api');
    });
  });
});
