import assert from 'node:assert/strict';
import { namesOf } from '../../../src/analysis/names/namesOf';
import {
  isUnresolved,
  parseTarget,
  planTrace,
  type TraceWish,
} from '../../../src/analysis/tracePlan';
import { Tracer } from '../../../src/analysis/trace/tracer';
import { traceView } from '../../../src/scene/traceView';
import { smallTopology } from './smallTopology';

const topology = smallTopology({
  networks: [
    { name: 'front', subnet: '172.20.0.0/16' },
    { name: 'back', subnet: '172.21.0.0/16' },
  ],
  containers: [
    { name: 'web', on: { front: '172.20.0.2' } },
    { name: 'api', on: { front: '172.20.0.3', back: '172.21.0.3' } },
    { name: 'db', on: { back: '172.21.0.2' } },
  ],
});
const tracer = new Tracer(topology);

function asked(wish: TraceWish) {
  const plan = planTrace(topology, tracer, wish);
  if (typeof plan === 'string') return plan;
  const { to, port, proto } = plan.question;
  return `${proto} ${to}${port === undefined ? '' : ` ${port}`}`;
}

describe('what a user asks', () => {
  for (const [to, question] of [
    ['api', 'icmp 172.20.0.3'],
    ['api:8080', 'tcp 172.20.0.3 8080'],
    ['api:53/udp', 'udp 172.20.0.3 53'],
    ['172.21.0.2', 'icmp 172.21.0.2'],
    ['db:5432', 'tcp 172.21.0.2 5432'],
    ['host:8080', 'tcp 172.20.0.1 8080'],
    ['internet', 'tcp 192.0.2.1 443'],
    ['[fd00::2]:80', 'tcp fd00::2 80'],
  ] as const) {
    it(`web → ${to} asks ${question}`, () => assert.equal(asked({ from: 'web', to }), question));
  }

  it('host and internet can ask too', () => {
    assert.equal(asked({ from: 'host', to: 'web:80' }), 'tcp 172.20.0.2 80');
    assert.equal(asked({ from: 'internet', to: 'web:80' }), 'tcp 172.20.0.2 80');
    assert.equal(asked({ from: '172.20.0.2', to: 'api' }), 'icmp 172.20.0.3');
    assert.equal(asked({ from: 'host', to: 'host:80' }), 'tcp 127.0.0.1 80');
  });

  for (const text of ['', 'a b', 'db:0', 'db:99999', 'db:x', '[fd00::2', '<img>:1:2']) {
    it(`answers ${JSON.stringify(text)} in words`, () => {
      assert.equal(typeof parseTarget(text), 'string');
      assert.match(String(asked({ from: 'web', to: text })), /\.$/);
    });
  }

  it('says when the source is not there', () => {
    assert.match(asked({ from: 'nobody', to: 'db' }), /Nothing here is called "nobody"/);
  });

  it('keeps what the name gave: db is no name for web, though its address can be tried', () => {
    const plan = planTrace(topology, tracer, { from: 'web', to: 'db:5432' });
    assert.ok(typeof plan !== 'string');
    assert.notEqual(plan.lookup?.answer.result, 'ok');
    assert.ok(isUnresolved(plan));
    const view = traceView(topology, plan, tracer.trace(plan.question), []);
    assert.match(
      view.lookup ?? '',
      /^db: unresolved, .* traced to its address 172\.21\.0\.2 instead$/,
    );
    const api = planTrace(topology, tracer, { from: 'web', to: 'api' });
    assert.ok(typeof api !== 'string' && !isUnresolved(api));
  });
});

describe('what the panel of a trace is told', () => {
  it('names the deciding rule, the steps, and what lies on the way in the drawing', () => {
    const plan = planTrace(topology, tracer, { from: 'web', to: 'db:5432' });
    assert.ok(typeof plan !== 'string');
    const view = traceView(topology, plan, tracer.trace(plan.question), []);
    assert.equal(view.title, 'web → db:5432');
    assert.equal(view.verdict, 'dropped');
    assert.match(view.decidedBy?.place ?? '', /^IPv4 raw PREROUTING /);
    for (const id of ['container:web', 'endpoint:web@front', 'bridge:front', 'host:host']) {
      assert.ok(view.elements.includes(id), `${id} is not in ${view.elements.join(' ')}`);
    }
    assert.ok(!view.elements.includes('container:db'), 'it does not get there');
  });
});

describe('the names a container can ask for', () => {
  it('gives each with network and step, and says why others give nothing', () => {
    const web = topology.containers.find(({ name }) => name.value === 'web');
    assert.ok(web !== undefined);
    const names = namesOf(topology, tracer.nameService, web);
    const of = (name: string) => names.find((one) => one.name === name);
    assert.deepEqual(of('api')?.answer.answers, ['172.20.0.3']);
    assert.deepEqual(of('api')?.networks, ['front']);
    assert.notEqual(of('db')?.answer.result, 'ok');
    assert.ok((of('db')?.answer.why ?? '').length > 0);
  });
});
