import assert from 'node:assert/strict';
import type { TraceAnswer, TraceQuestion } from '../../../../src/analysis/trace/traceAnswer';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import type { DaemonOptions } from '../../../../src/model/engine';
import { observed } from '../../../../src/model/provenance';
import type { Topology } from '../../../../src/model/topology';
import { smallTopology, type SmallContainer, type SmallNetwork } from '../smallTopology';

type Small = Parameters<typeof smallTopology>[0];

const docker0: SmallNetwork = {
  name: 'bridge',
  subnet: '172.17.0.0/16',
  options: {
    'com.docker.network.bridge.default_bridge': 'true',
    'com.docker.network.bridge.enable_ip_masquerade': 'true',
    'com.docker.network.bridge.name': 'docker0',
  },
};
const front: SmallNetwork = { name: 'front', subnet: '172.20.0.0/16' };
const back: SmallNetwork = { name: 'back', subnet: '172.21.0.0/16' };
const everywhere = { HostIp: '0.0.0.0', HostPort: '8080' };
const everywhere6 = { HostIp: '::', HostPort: '8080' };
const web: SmallContainer = { name: 'web', on: { front: '172.20.0.2' } };
const db: SmallContainer = { name: 'db', on: { back: '172.21.0.2' } };

function publishing(...bindings: readonly { HostIp: string; HostPort: string }[]): SmallContainer {
  return { ...db, ports: { '80/tcp': bindings } };
}

function small(over: Partial<Small> = {}): Topology {
  return smallTopology({
    networks: [docker0, front, back],
    containers: [web, publishing(everywhere, everywhere6)],
    outside: { addresses: ['203.0.113.9'], routes: ['172.16.0.0/12'] },
    ...over,
  });
}

function ask(
  topology: Topology,
  question: Partial<TraceQuestion>,
  options?: DaemonOptions,
): TraceAnswer {
  const engine =
    options === undefined
      ? topology.engine
      : { ...topology.engine, daemonOptions: observed(options, 'the command line') };
  const asked = { from: 'web', to: '172.21.0.2', proto: 'tcp', port: 80, ...question } as const;
  return new Tracer({ ...topology, engine }).trace(asked);
}

describe('trace from the API alone', () => {
  it('takes the rules the engine writes for certain where nothing speaks against them', () => {
    const answer = ask(small(), {});
    assert.equal(answer.verdict, 'dropped');
    assert.match(answer.why, /raw PREROUTING/);
    assert.deepEqual(answer.assumptions, ['allow-direct-routing=false']);
  });

  it('says arrives where who listens was not read', () => {
    const api: SmallContainer = { name: 'api', on: { front: '172.20.0.3' } };
    const answer = ask(small({ containers: [web, api] }), { to: '172.20.0.3' });
    assert.equal(answer.verdict, 'arrives');
    assert.equal(answer.target, 'api');
    assert.equal(answer.seenSource, '172.20.0.2');
  });

  const proxied = { to: '172.20.0.1', port: 8080 };

  it('sees docker-proxy by a port on :: of a container without IPv6', () => {
    const answer = ask(small(), proxied);
    assert.equal(answer.verdict, 'arrives');
    assert.equal(answer.target, 'db');
  });

  it('does not know about the proxy when that port is missing, and names the option', () => {
    const topology = small({ containers: [web, publishing(everywhere)] });
    const answer = ask(topology, proxied);
    assert.equal(answer.verdict, 'unknown');
    assert.match(answer.why, /arrives if the daemon runs with userland-proxy=true/);
    assert.match(answer.why, /dropped if the daemon runs with userland-proxy=false/);
    assert.match(answer.why, /--daemon-option userland-proxy/);
  });

  it('answers once the option is given', () => {
    const topology = small({ containers: [web, publishing(everywhere)] });
    assert.equal(ask(topology, proxied, { userlandProxy: true }).verdict, 'arrives');
    assert.equal(ask(topology, proxied, { userlandProxy: false }).verdict, 'dropped');
  });

  it('does not take isolation for certain when the default bridge does not masquerade', () => {
    const options = {
      ...docker0.options,
      'com.docker.network.bridge.enable_ip_masquerade': 'false',
    };
    const topology = small({ networks: [{ ...docker0, options }, front, back] });
    const answer = ask(topology, {});
    assert.equal(answer.verdict, 'unknown');
    assert.match(answer.why, /iptables=false/);
    assert.equal(ask(topology, {}, { iptables: true }).verdict, 'dropped');
    assert.equal(ask(topology, {}, { iptables: false, ip6tables: false }).verdict, 'arrives');
  });

  const neighbour = { from: 'outside:203.0.113.9', port: 81 };

  it('leaves unpublished ports open to the policy of FORWARD before 28 only', () => {
    const before = ask(small({ version: '26.1.5' }), neighbour);
    assert.equal(before.verdict, 'unknown');
    assert.match(before.why, /policy of FORWARD is DROP.*policy of FORWARD is ACCEPT/);
    assert.match(before.why, /host access/);
    assert.equal(ask(small({ version: '28.5.2' }), neighbour).verdict, 'dropped');
  });

  it('does not say which source is seen where the NICs were not read', () => {
    const answer = ask(small(), { to: '203.0.113.9' });
    assert.equal(answer.verdict, 'arrives');
    assert.equal(answer.seenSource, null);
  });

  it('does not know host addresses that nothing names', () => {
    const answer = ask(small(), { to: '203.0.113.2', port: 22 });
    assert.equal(answer.verdict, 'unknown');
    assert.match(answer.why, /host access would settle it/);
  });

  it('names nobody where several containers share a sandbox', () => {
    const api: SmallContainer = { name: 'api', on: { front: '172.20.0.3' } };
    const side: SmallContainer = { name: 'side', on: {}, networkMode: 'container:api' };
    const answer = ask(small({ containers: [web, api, side] }), { to: '172.20.0.3' });
    assert.equal(answer.verdict, 'arrives');
    assert.equal(answer.target, null);
    assert.match(answer.why, /api, side/);
  });

  it('does not know what Podman does between networks', () => {
    const topology = small({ podman: true, version: '5.8.6' });
    const answer = ask(topology, {});
    assert.equal(answer.verdict, 'unknown');
    assert.match(answer.why, /netavark/);
    assert.equal(ask(topology, { to: '203.0.113.9' }).verdict, 'arrives');
  });
});
