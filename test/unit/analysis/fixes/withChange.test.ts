import assert from 'node:assert/strict';
import type { Fix } from '../../../../src/analysis/fixes/fix';
import { fixesFor, works } from '../../../../src/analysis/fixes/fixesFor';
import { withChange } from '../../../../src/analysis/fixes/withChange';
import { ConnectivityMatrix } from '../../../../src/analysis/matrix/connectivityMatrix';
import { targetLabel } from '../../../../src/analysis/matrix/exportMatrix';
import { Tracer } from '../../../../src/analysis/trace/tracer';
import type { TraceQuestion, Verdict } from '../../../../src/analysis/trace/traceAnswer';
import type { Topology } from '../../../../src/model/topology';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { oracleQuestions } from '../../../support/oracleQuestions';
import { oracleSnapshot } from '../../../support/oracleSnapshots';
import { named } from '../smallTopology';

function oracle(name: string): Topology {
  return buildTopology(oracleSnapshot(name), { kind: 'snapshot', label: 'test' }, 'test');
}

function verdict(topology: Topology, question: TraceQuestion): Verdict {
  return new Tracer(topology).trace(question).verdict;
}

function fixes(topology: Topology, question: TraceQuestion): readonly Fix[] {
  return fixesFor(topology, question, new Tracer(topology).trace(question));
}

function fix(topology: Topology, question: TraceQuestion, kind: Fix['kind'], place = 0): Fix {
  const found = fixes(topology, question).filter((one) => one.kind === kind)[place];
  assert.ok(found, `no ${kind} for ${JSON.stringify(question)}`);
  return found;
}

function made(topology: Topology, { change }: Fix): Topology {
  const after = change === undefined ? undefined : withChange(topology, change);
  assert.ok(after !== undefined, 'the change can be made');
  return after;
}

/** Paths that work afterwards and did not before, `from → target`, of both families. */
function opened(before: Topology, after: Topology): readonly string[] {
  const was = open(before);
  return [...open(after)].filter((path) => !was.has(path)).sort();
}

function open(topology: Topology): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const family of [4, 6] as const) {
    const matrix = new ConnectivityMatrix(topology, family);
    matrix.sources.forEach((source, row) =>
      matrix.targets.forEach((target, column) => {
        if (works(matrix.cell(row, column).verdict as Verdict)) {
          paths.add(`${source.name} → ${targetLabel(target)}`);
        }
      }),
    );
  }
  return paths;
}

/** The snapshot as it would be with a program that listens on loopback alone. */
function onLoopback(topology: Topology, name: string, port: number): Topology {
  const { kernel } = topology;
  const { sandboxId } = named(topology, name);
  const facts = kernel?.sandboxes.get(sandboxId);
  assert.ok(kernel !== undefined && facts?.listeners !== undefined);
  const listeners = facts.listeners.map((one) =>
    one.port === port && one.proto === 'tcp' ? { ...one, address: '127.0.0.1' } : one,
  );
  const sandboxes = new Map([...kernel.sandboxes, [sandboxId, { ...facts, listeners }]]);
  return { ...topology, kernel: { ...kernel, sandboxes } };
}

const generations = ['docker20', 'docker28', 'podman5'] as const;

describe('a fix, applied to the topology', () => {
  for (const engine of generations) {
    describe(`on ${engine}`, () => {
      let whole: Topology;
      before(() => {
        whole = oracle(`${engine}/a_three_tier`);
      });

      it('a program that listens on 127.0.0.1 is opened to the network asked, and to no other', () => {
        const topology = onLoopback(whole, 'api', 80);
        const question = { from: 'web', to: '172.20.0.3', proto: 'tcp', port: 80 } as const;
        assert.equal(verdict(topology, question), 'refused');
        const listener = fix(topology, question, 'listener');
        assert.deepEqual(listener.action, { kind: 'copy', text: '172.20.0.3:80' });
        const after = made(topology, listener);
        assert.equal(verdict(after, question), 'delivered');
        const paths = opened(topology, after);
        assert.ok(paths.includes('web → api:80'), paths.join(', '));
        assert.ok(paths.every((path) => path.endsWith('→ api:80')));
        assert.ok(!paths.includes('db → api:80'), 'db asks on the other network');
        assert.ok(listener.effects.some(({ text }) => text.includes('web – api (api:80)')));
      });

      it('on one network alone it may listen on every address', () => {
        const topology = onLoopback(whole, 'web', 80);
        const question = { from: 'api', to: '172.20.0.2', proto: 'tcp', port: 80 } as const;
        const listener = fix(topology, question, 'listener');
        assert.deepEqual(listener.action, { kind: 'copy', text: '0.0.0.0:80' });
        const paths = opened(topology, made(topology, listener));
        assert.ok(paths.every((path) => path.endsWith('→ web:80')));
      });

      it('an alias makes the name work and opens nothing', () => {
        const api = named(whole, 'api').id;
        const back = whole.networks.find(({ name }) => name.value === 'back')?.id ?? '';
        const names = { containerId: api, networkId: back, alias: 'store' };
        const topology = withChange(whole, { kind: 'alias', ...names });
        assert.ok(topology !== undefined);
        // Podman’s resolver answers with the addresses of all the networks that both are on.
        const question = { from: 'web', to: 'store', proto: 'tcp', port: 80 } as const;
        assert.equal(verdict(topology, question), 'unresolved');
        const alias = fix(topology, question, 'alias');
        assert.equal(alias.action.kind, 'reconnect');
        const after = made(topology, alias);
        assert.equal(verdict(after, question), 'delivered');
        assert.deepEqual(opened(topology, after), []);
      });

      it('the container’s own port instead of the published one needs no change', () => {
        const question = { from: 'api', to: 'web', proto: 'tcp', port: 8080 } as const;
        assert.equal(verdict(whole, question), 'refused');
        const { action, change } = fix(whole, question, 'use-port');
        assert.equal(change, undefined);
        assert.ok(action.kind === 'ask' && action.question.port === 80);
        assert.equal(verdict(whole, action.question), 'delivered');
      });
    });
  }

  for (const engine of ['docker20', 'docker26', 'docker28'] as const) {
    it(`publishing on 127.0.0.1 is for this host alone, on ${engine}`, () => {
      const topology = oracle(`${engine}/a_three_tier`);
      const question = { from: 'host', to: '127.0.0.1', proto: 'tcp', port: 80 } as const;
      assert.equal(verdict(topology, question), 'refused');
      const publish = fixes(topology, question).filter(({ kind }) => kind === 'publish');
      const db = publish.find(({ text }) => text.startsWith('db '));
      assert.deepEqual(db?.action, { kind: 'copy', text: '-p 127.0.0.1:80:80' });
      assert.match(db.effects.map(({ text }) => text).join(' '), /Open to this host/);
      const after = made(topology, db);
      assert.equal(verdict(after, question), 'delivered');
      assert.deepEqual(opened(topology, after), []);
      for (const from of ['web', 'outside:203.0.113.9']) {
        for (const to of ['203.0.113.2', '172.20.0.1', '172.21.0.1']) {
          const same = { from, to, proto: 'tcp', port: 80 } as const;
          assert.ok(!works(verdict(after, same)), `${from} → ${to}`);
        }
      }
    });
  }

  for (const engine of ['docker20', 'docker28'] as const) {
    it(`an exception in DOCKER-USER lets one connection pass, on ${engine}`, () => {
      const topology = oracle(`${engine}/k_docker_user`);
      const question = { from: 'web', to: '198.51.100.7', proto: 'tcp', port: 80 } as const;
      const after = made(topology, fix(topology, question, 'rule'));
      assert.ok(works(verdict(after, question)));
      assert.equal(verdict(after, { ...question, port: 443 }), 'refused');
      assert.equal(verdict(after, { ...question, to: '198.51.100.8' }), 'refused');
      assert.deepEqual(opened(topology, after), []);
    });

    it(`without the rule in DOCKER-USER what it stopped gets through, on ${engine}`, () => {
      const topology = oracle(`${engine}/k_docker_user`);
      const question = { from: 'web', to: '198.51.100.7', proto: 'tcp', port: 80 } as const;
      const removal = fix(topology, question, 'rule', 1);
      const after = made(topology, removal);
      assert.match(removal.text, /everything it stops gets through/);
      assert.ok(works(verdict(after, question)));
      assert.ok(works(verdict(after, { ...question, port: 443 })));
    });

    it(`a rule against somebody outside is gone round by its published port, on ${engine}`, () => {
      const topology = oracle(`${engine}/k_docker_user`);
      const from = 'outside:203.0.113.9';
      const question = { from, to: '203.0.113.2', proto: 'tcp', port: 8080 } as const;
      assert.equal(verdict(topology, question), 'dropped');
      const exception = fix(topology, question, 'rule');
      assert.ok(exception.action.kind === 'copy');
      assert.match(exception.action.text, /-s 203\.0\.113\.9\/32 -d 172\.2\d\.0\.\d\/32 -p tcp/);
      assert.equal(verdict(made(topology, exception), question), 'delivered');
    });
  }

  it('every fix of every failed question that was measured works once it is made', function () {
    this.timeout(60_000);
    const tried: Record<string, number> = {};
    for (const name of ['docker28/a_three_tier', 'docker20/k_docker_user', 'podman5/c_internal']) {
      const topology = oracle(name);
      const tracer = new Tracer(topology);
      for (const question of oracleQuestions(name)) {
        if (question.port !== 80 || works(tracer.trace(question).verdict)) continue;
        for (const one of fixes(topology, question)) {
          if (one.change === undefined) continue;
          const after = made(topology, one);
          assert.ok(reaches(after, question), `${name}: ${JSON.stringify(question)}: ${one.text}`);
          tried[one.kind] = (tried[one.kind] ?? 0) + 1;
        }
      }
    }
    assert.ok((tried['connect'] ?? 0) > 10 && (tried['publish'] ?? 0) > 5, JSON.stringify(tried));
  });
});

/** At the address asked, or, with one network more, at any other of the same container. */
function reaches(after: Topology, question: TraceQuestion): boolean {
  const holder = after.endpoints.find(
    ({ ipv4 }) => ipv4 !== undefined && 'value' in ipv4 && ipv4.value.address === question.to,
  );
  const others = after.endpoints.flatMap(({ containerId, ipv4 }) =>
    holder !== undefined &&
    containerId === holder.containerId &&
    ipv4 !== undefined &&
    'value' in ipv4
      ? [ipv4.value.address]
      : [],
  );
  return [question.to, ...others].some((to) => works(verdict(after, { ...question, to })));
}
