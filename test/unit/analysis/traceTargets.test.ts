import assert from 'node:assert/strict';
import { planTrace } from '../../../src/analysis/tracePlan';
import { traceTargets } from '../../../src/analysis/traceTargets';
import { Tracer } from '../../../src/analysis/trace/tracer';
import { hopText } from '../../../src/scene/traceView';
import { smallTopology } from './smallTopology';

const both = (port: string) => [
  { HostIp: '0.0.0.0', HostPort: port },
  { HostIp: '::', HostPort: port },
];

const topology = smallTopology({
  networks: [
    { name: 'front', subnet: '172.20.0.0/16' },
    { name: 'unused', subnet: '10.77.0.0/16' },
  ],
  containers: [
    {
      name: 'web',
      on: { front: '172.20.0.2' },
      ports: { '80/tcp': both('8080'), '53/udp': both('5353') },
    },
    { name: 'plain', on: { front: '172.20.0.3' } },
    { name: 'a-sidecar', on: {}, shares: 'web' },
  ],
});

describe('what a trace can be aimed at', () => {
  it('is every container by its ports, and every port of the host once', () => {
    assert.deepEqual(traceTargets(topology), [
      { value: 'a-sidecar' },
      { value: 'plain' },
      { value: 'web:53/udp' },
      { value: 'web:80' },
      { value: 'host:5353/udp', publishes: 'web' },
      { value: 'host:8080', publishes: 'web' },
    ]);
  });

  it('can be a published port from outside, though no address of a NIC is known', () => {
    const tracer = new Tracer(topology);
    const plan = planTrace(topology, tracer, { from: 'internet', to: 'host:8080' });
    assert.ok(typeof plan !== 'string');
    const answer = tracer.trace(plan.question);
    assert.equal(answer.verdict, 'arrives', answer.why);
    assert.match(answer.why, /that web, a-sidecar share/);
    const hops = answer.hops.map((hop) => hopText(topology, hop));
    assert.match(hops[0] ?? '', /^host: 192\.0\.2\.1 sends to the host past/);
    assert.ok(
      hops.every((text) => !/0\.0\.0\.0 /.test(text)),
      'a stand-in is no address',
    );
  });

  it('tells steps in a shared namespace by the container whose it is', () => {
    const tracer = new Tracer(topology);
    const plan = planTrace(topology, tracer, { from: 'plain', to: 'web:80' });
    assert.ok(typeof plan !== 'string');
    const { hops } = tracer.trace(plan.question);
    const back = hops.filter(({ step, returning }) => returning && step === 'route');
    assert.deepEqual(
      back.map((hop) => hopText(topology, hop)),
      ['web: sends to 172.20.0.3 by 172.20.0.0/16 dev eth0'],
    );
  });
});
