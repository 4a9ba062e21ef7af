import assert from 'node:assert/strict';
import { withConnection } from '../../../../src/analysis/fixes/changedTopology';
import { fixesFor, works } from '../../../../src/analysis/fixes/fixesFor';
import {
  previewConnect,
  previewDisconnect,
} from '../../../../src/analysis/fixes/membershipPreview';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import type { TraceQuestion } from '../../../../src/analysis/trace/traceAnswer';
import type { Topology } from '../../../../src/model/topology';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { plannedFrom } from '../../topology/plannedProject';
import { smallTopology } from '../smallTopology';

function oracle(name: string): Topology {
  return buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: 'test' }, 'test');
}

/** front and back, web on one, db on the other, api on both. */
function threeTier(): Topology {
  return smallTopology({
    networks: [
      { name: 'front', subnet: '172.20.0.0/16' },
      { name: 'back', subnet: '172.21.0.0/16', internal: true },
    ],
    containers: [
      { name: 'web', on: { front: '172.20.0.2' } },
      { name: 'api', on: { front: '172.20.0.3', back: '172.21.0.3' } },
      { name: 'db', on: { back: '172.21.0.2' } },
    ],
  });
}

function ask(topology: Topology, question: TraceQuestion) {
  const answer = new Tracer(topology).trace(question);
  return { answer, fixes: fixesFor(topology, question, answer) };
}

function idOf({ containers, networks }: Topology, name: string): string {
  return [...containers, ...networks].find((one) => one.name.value === name)?.id ?? '';
}

describe('what would fix a connection', () => {
  it('three tiers: by address it is dropped, and connecting either end helps', () => {
    const topology = threeTier();
    const { answer, fixes } = ask(topology, {
      from: 'web',
      to: '172.21.0.2',
      proto: 'tcp',
      port: 5432,
    });
    assert.equal(answer.verdict, 'dropped');
    assert.deepEqual(
      fixes.map(({ text }) => text),
      ['Connect web to back.', 'Connect db to front.'],
      'the internal network first: the other way db gets to the outside too',
    );
    const second = fixes[1];
    assert.ok(second !== undefined);
    assert.deepEqual(second.action, {
      kind: 'connect',
      containerId: idOf(topology, 'db'),
      networkId: idOf(topology, 'front'),
    });
    assert.ok(
      second.effects.some(
        ({ kind, text }) => kind === 'paths' && text.startsWith('Opens one path: web – db'),
      ),
    );
    assert.ok(
      second.effects.some(({ kind, text }) => kind === 'gateway' && text.includes('by front')),
    );
  });

  it('in a plan a network is written into the compose file, beside those that the service has', async () => {
    const topology = await plannedFrom(`
name: shop
services:
  web: { image: nginx }
  db: { image: postgres, networks: [back], expose: ["5432"] }
networks:
  back: { internal: true }
`);
    const [first] = ask(topology, { from: 'web', to: 'db', proto: 'tcp', port: 5432 }).fixes;
    assert.ok(first !== undefined);
    assert.match(first.text, /network back into the compose file, at the service web:/);
    assert.deepEqual(first.action, {
      kind: 'copy',
      text: '    networks:\n      default:\n      back:\n',
    });
    assert.deepEqual(
      first.effects.filter(({ kind }) => kind === 'names').map(({ text }) => text),
      ['On shop_back it answers to shop-web-1 and web.'],
    );
  });

  it('three tiers: a name that does not resolve is fixed the same way', () => {
    const { answer, fixes } = ask(threeTier(), { from: 'web', to: 'db', proto: 'tcp', port: 5432 });
    assert.equal(answer.verdict, 'unresolved');
    assert.equal(fixes[0]?.text, 'Connect web to back.');
  });

  it('what it proposes works: traced again in the topology as it would be', () => {
    const topology = threeTier();
    const after = withConnection(topology, idOf(topology, 'db'), idOf(topology, 'front'));
    assert.ok(after !== undefined);
    const { verdict } = new Tracer(after).trace({
      from: 'web',
      to: 'db',
      proto: 'tcp',
      port: 5432,
    });
    assert.ok(works(verdict), verdict);
  });

  it('proposes nothing for what works', () => {
    const { answer, fixes } = ask(threeTier(), { from: 'web', to: 'api', proto: 'icmp' });
    assert.equal(answer.verdict, 'delivered');
    assert.deepEqual(fixes, []);
  });

  it('the published port where the container’s own is meant', () => {
    const topology = smallTopology({
      networks: [{ name: 'front', subnet: '172.20.0.0/16' }],
      containers: [
        { name: 'web', on: { front: '172.20.0.2' } },
        {
          name: 'api',
          on: { front: '172.20.0.3' },
          ports: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] },
        },
      ],
    });
    const question = { from: 'web', to: '127.0.0.1', proto: 'tcp', port: 8080 } as const;
    const fixes = fixesFor(topology, question, {
      verdict: 'refused',
      target: 'web',
      seenSource: null,
      decidedBy: null,
      why: '',
      hops: [],
    });
    const fix = fixes.find(({ kind }) => kind === 'use-port');
    assert.deepEqual(fix?.action, {
      kind: 'ask',
      question: { ...question, to: '172.20.0.3', port: 80 },
    });
  });

  it('a stopped target is started', () => {
    const topology = smallTopology({
      networks: [{ name: 'front', subnet: '172.20.0.0/16' }],
      containers: [
        { name: 'web', on: { front: '172.20.0.2' } },
        { name: 'db', state: 'exited', on: { front: '' } },
      ],
    });
    const { fixes } = ask(topology, { from: 'web', to: 'db', proto: 'tcp', port: 5432 });
    assert.deepEqual(fixes[0]?.action, { kind: 'copy', text: 'docker start db' });
  });

  it('a rule in DOCKER-USER is named, with the command that takes it away', () => {
    const topology = oracle('docker28/k_docker_user');
    const { answer, fixes } = ask(topology, {
      from: 'web',
      to: '198.51.100.7',
      proto: 'tcp',
      port: 80,
    });
    assert.equal(answer.verdict, 'refused');
    const [least, whole] = fixes.filter(({ kind }) => kind === 'rule');
    assert.deepEqual(least?.action, {
      kind: 'copy',
      text: 'iptables -I DOCKER-USER 2 -s 172.20.0.2/32 -d 198.51.100.7/32 -p tcp -m tcp --dport 80 -j RETURN',
    });
    assert.deepEqual(whole?.action, {
      kind: 'copy',
      text: 'iptables -D DOCKER-USER -s 172.20.0.0/16 -d 198.51.100.0/24 -j REJECT --reject-with icmp-port-unreachable',
    });
  });
});

describe('preview of a change of membership', () => {
  it('connecting opens, disconnecting closes the same path', () => {
    const topology = threeTier();
    const [db, front] = [idOf(topology, 'db'), idOf(topology, 'front')];
    const opened = previewConnect(topology, db, front, { aliases: [] }).find(
      ({ kind }) => kind === 'paths',
    );
    assert.match(opened?.text ?? '', /^Opens one path: web – db /);
    const after = withConnection(topology, db, front);
    assert.ok(after !== undefined);
    const closed = previewDisconnect(after, db, front).filter(({ kind }) => kind === 'paths');
    assert.deepEqual(
      closed.map(({ text }) => text.split(' (')[0]),
      ['Closes one path: web – db', 'Closes one path beyond the containers: outside – db'],
    );
  });

  it('says so of observed machines too', () => {
    const topology = oracle('docker28/a_three_tier');
    const [db, front] = [
      topology.containers.find(({ name }) => name.value.includes('db'))?.id ?? '',
      topology.networks.find(({ name }) => name.value.includes('front'))?.id ?? '',
    ];
    const effects = previewConnect(topology, db, front, { aliases: [] });
    assert.ok(
      effects.some(({ kind, text }) => kind === 'paths' && text.startsWith('Opens ')),
      JSON.stringify(effects),
    );
  });
});
