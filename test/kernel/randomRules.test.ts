import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSnapshot, snapshotFormat } from '../../src/model/snapshot';
import { buildTopology } from '../../src/topology/buildTopology';
import { Tracer } from '../../src/analysis/trace/tracer';
import type { TraceAnswer, Verdict } from '../../src/analysis/trace/traceAnswer';
import type { Topology } from '../../src/model/topology';
import { members, Namespaces, type Noticed, type Question } from './namespaces';
import { ruleCases } from './randomRules';

const count = process.env['VETHSCOPE_LONG'] === '1' ? 500 : 50;
const seed = 20_251_121;

describe('walks through random rules', function () {
  this.timeout(15 * 60_000);
  let namespaces: Namespaces;

  before(async () => {
    namespaces = await Namespaces.open();
  });
  after(() => namespaces.close());

  it(`end as in this kernel, over ${count} rule sets`, async () => {
    const differences: string[] = [];
    const verdicts = new Set<Verdict>();
    for (const { rules, questions } of fc.sample(ruleCases, { seed, numRuns: count })) {
      namespaces.loadRules(rules);
      const tracer = new Tracer(topologyOf(namespaces));
      const noticed = await Promise.all(questions.map((one) => namespaces.ask(one)));
      for (const [index, question] of questions.entries()) {
        const answer = tracer.trace(question);
        verdicts.add(answer.verdict);
        const difference = compare(question, answer, noticed[index]);
        if (difference !== undefined) differences.push(`${difference}\n${rules}`);
      }
    }
    assert.equal(
      differences.length,
      0,
      `${differences.length} of them:\n${differences.slice(0, 5).join('\n')}`,
    );
    // Rules that only ever let through or only ever stopped would prove nothing.
    assert.deepEqual([...verdicts].sort(), ['delivered', 'dropped', 'refused', 'unreachable']);
  });
});

function compare(
  question: Question,
  answer: TraceAnswer,
  noticed: Noticed | undefined,
): string | undefined {
  assert.ok(noticed);
  const fits =
    allowed(question, noticed).includes(answer.verdict) &&
    (answer.verdict !== 'delivered' ||
      (answer.target === noticed.by && answer.seenSource === noticed.seen));
  if (fits) return undefined;
  const asked = `${question.from} → ${question.to} ${question.proto} ${question.port}`;
  return `${asked}: kernel ${JSON.stringify(noticed)}, told ${answer.verdict} ${answer.target ?? ''} from ${answer.seenSource ?? ''}: ${answer.why}`;
}

/** What a program notices, in the words of verdicts (tcp(7), udp(7)). */
function allowed({ proto }: Question, { result }: Noticed): readonly Verdict[] {
  switch (result) {
    case 'ok':
      return ['delivered'];
    case 'ECONNREFUSED':
      return ['refused'];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EACCES':
    // What a rule of OUTPUT drops is an error to the program that sends it.
    case 'EPERM':
      return ['unreachable'];
    case 'timeout':
      // Only lasting errors are told to a connected UDP socket (ip(7), IP_RECVERR).
      return proto === 'udp' ? ['dropped', 'unreachable'] : ['dropped'];
    default:
      return [];
  }
}

function topologyOf(namespaces: Namespaces): Topology {
  const networks = [
    {
      Id: 'a'.repeat(64),
      Name: 'a',
      bridge: 'br-a',
      subnet: '10.201.0.0/24',
      gateway: '10.201.0.1',
    },
    {
      Id: 'b'.repeat(64),
      Name: 'b',
      bridge: 'br-b',
      subnet: '10.202.0.0/24',
      gateway: '10.202.0.1',
    },
  ];
  const containers = members.map(({ name, bridge, address, gateway }, index) => ({
    Id: String(index + 1).padEnd(64, '0'),
    Name: `/${name}`,
    State: { Status: 'running', Running: true, Pid: 1000 + index },
    HostConfig: { NetworkMode: bridge === 'br-a' ? 'a' : 'b', PortBindings: {} },
    Config: { Hostname: name },
    NetworkSettings: {
      SandboxID: `sandbox-${name}`,
      Ports: {},
      Networks: {
        [bridge === 'br-a' ? 'a' : 'b']: {
          NetworkID: (bridge === 'br-a' ? 'a' : 'b').repeat(64),
          EndpointID: `endpoint-${name}`,
          IPAddress: address,
          IPPrefixLen: 24,
          Gateway: gateway,
        },
      },
    },
  }));
  const result = parseSnapshot({
    format: snapshotFormat,
    takenAt: '2026-01-01T00:00:00Z',
    engine: { version: { Version: '28.5.2', Components: [] }, info: {} },
    networks: networks.map(({ Id, Name, bridge, subnet, gateway }) => ({
      Id,
      Name,
      Driver: 'bridge',
      Scope: 'local',
      IPAM: { Config: [{ Subnet: subnet, Gateway: gateway }] },
      Options: { 'com.docker.network.bridge.name': bridge },
      Containers: {},
    })),
    containers,
    containersList: containers.map(({ Id, Name }) => ({ Id, Names: [Name] })),
    host: namespaces.hostPart(),
    sandboxes: Object.fromEntries(
      containers.map(({ Id, Name }) => [Id, namespaces.sandboxPart(Name.slice(1))]),
    ),
  });
  assert.ok(result.ok, JSON.stringify(result));
  return buildTopology(result.snapshot, { kind: 'snapshot', label: 'namespaces' }, 'namespaces');
}
