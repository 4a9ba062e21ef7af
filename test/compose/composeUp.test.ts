import assert from 'node:assert/strict';
import type { Topology } from '../../src/model/topology';
import { planTopology } from '../../src/topology/planTopology';
import { projectPart } from '../../src/topology/projectPart';
import { ComposeProjects, hostSubnets, type ComposeRun } from '../support/engine/composeProjects';
import { planDifferences } from '../support/engine/planDifferences';
import { newRunId, type TestNetwork } from '../support/engine/testEngine';

/** Each with what it is there for. The first run of a list is up when the second is planned. */
const cases: readonly (readonly [situation: string, ...runs: ComposeRun[]])[] = [
  ['a default network', { folder: 'default-network' }],
  [
    'two projects that share an external network',
    { folder: 'shared-external/first' },
    { folder: 'shared-external/second' },
  ],
  ['an internal network', { folder: 'internal' }],
  ['static addresses, ranges and reserved addresses', { folder: 'static-and-ranges' }],
  ['aliases, links and given names', { folder: 'aliases' }],
  ['replicas', { folder: 'replicas' }],
  ['shared namespaces and other network modes', { folder: 'shared-namespaces' }],
  ['ports, with ranges', { folder: 'ports' }],
  ['gateway priority, without effect before Docker 28', { folder: 'gateway-priority' }],
  ['an override file', { folder: 'override' }],
  ['no profile', { folder: 'profiles' }],
  ['one profile', { folder: 'profiles', profiles: ['tools'], suffix: '-tools' }],
  ['IPv6', { folder: 'ipv6' }],
  ['several files', { folder: 'several-files' }],
  ['several networks from the pools', { folder: 'several-networks' }],
];

describe('what is planned and what docker compose up makes', function () {
  this.timeout(120_000);

  let projects: ComposeProjects;
  const undo: (() => Promise<void>)[] = [];
  let anchor: TestNetwork | undefined;

  before(async () => {
    projects = await ComposeProjects.open();
    undo.push(() => projects.close());
    await projects.tests.makeNetwork('external');
  });
  after(async () => {
    for (const step of undo) await step();
  });
  afterEach(async () => {
    if (anchor !== undefined) await projects.tests.removeNetwork(anchor);
    anchor = undefined;
  });

  interface Outcome {
    readonly planned: Topology;
    readonly real: Topology;
    /** Somebody else made or removed networks meanwhile, so the pools were not as planned. */
    readonly disturbed: boolean;
  }

  async function outcome(run: ComposeRun): Promise<Outcome> {
    const name = projects.nameOf(run);
    const project = await projects.project(run);
    const before = await projects.read();
    const planned = planTopology(project, { engine: before, takenSubnets: hostSubnets() });
    await projects.up(run);
    const after = await projects.read();
    return {
      planned,
      real: projectPart(after, name),
      disturbed: foreignNetworks(before, name) !== foreignNetworks(after, name),
    };
  }

  function foreignNetworks({ networks }: Topology, project: string): string {
    return networks
      .filter(({ compose }) => compose?.project !== project)
      .map(({ id }) => id)
      .join();
  }

  for (const [situation, ...runs] of cases) {
    it(`are the same: ${situation}`, async () => {
      // Engines up to 23 go on after the subnet they handed out last: this one is known.
      anchor = await projects.tests.makeNetwork(`anchor-${newRunId()}`);
      try {
        for (const run of runs) {
          let result = await outcome(run);
          for (let again = 0; result.disturbed && again < 3; again += 1) {
            await projects.remove(run);
            result = await outcome(run);
          }
          assert.deepEqual(planDifferences(result.planned, result.real), []);
        }
      } finally {
        for (const run of runs) await projects.remove(run);
      }
    });
  }
});
