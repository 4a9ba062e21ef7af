import assert from 'node:assert/strict';
import { compareTopologies, type Drift } from '../../src/topology/compareTopologies';
import { planTopology } from '../../src/topology/planTopology';
import { ComposeProjects } from '../support/engine/composeProjects';

const run = { folder: 'drift' };

describe('drift of a real project', function () {
  this.timeout(120_000);

  let projects: ComposeProjects;
  const undo: (() => Promise<void>)[] = [];

  before(async () => {
    projects = await ComposeProjects.open();
    undo.push(() => projects.close());
  });
  after(async () => {
    for (const step of undo) await step();
  });
  beforeEach(() => projects.up(run));
  afterEach(() => projects.remove(run));

  const named = (service: string) => `${projects.nameOf(run)}-${service}-1`;
  const networkNamed = (key: string) => `${projects.nameOf(run)}_${key}`;
  const network = (key: string) => projects.tests.docker.getNetwork(networkNamed(key));
  const container = (service: string) => projects.tests.docker.getContainer(named(service));

  async function drift(): Promise<Drift> {
    const engine = await projects.read();
    return compareTopologies(planTopology(await projects.project(run), { engine }), engine);
  }

  /** Messages without the project's name, which is another in each run. */
  async function messages(): Promise<readonly string[]> {
    const { items } = await drift();
    const name = new RegExp(`${projects.nameOf(run)}[-_]`, 'g');
    return items.map(({ mark, message }) => `${mark}: ${message.replaceAll(name, '')}`);
  }

  it('is none after up', async () => {
    const { found, items } = await drift();
    assert.equal(found, true);
    assert.deepEqual(items, []);
  });

  it('shows a container that was disconnected by hand', async () => {
    await network('back').disconnect({ Container: named('api') });
    assert.deepEqual(await messages(), ['missing: api-1 is not connected to back.']);
  });

  it('shows a container that was connected by hand', async () => {
    await network('back').connect({ Container: named('web') });
    assert.deepEqual(await messages(), [
      'extra: web-1 is connected to back too, which the files do not say.',
    ]);
  });

  it('shows an extra network', async () => {
    await projects.tests.makeNetwork('drift-rest', {
      labels: {
        'com.docker.compose.project': projects.nameOf(run),
        'com.docker.compose.network': 'rest',
      },
    });
    assert.deepEqual(await messages(), [
      'extra: The network rest bears the project’s label, but is not in its files.',
    ]);
  });

  it('shows a changed alias', async () => {
    await network('front').disconnect({ Container: named('web') });
    await network('front').connect({
      Container: named('web'),
      EndpointConfig: { Aliases: [named('web'), 'web', 'ww2'] },
    });
    assert.deepEqual(await messages(), [
      'changed: Of its aliases, web-1 on front lacks www and has ww2 more.',
    ]);
  });

  it('shows a network that was removed', async () => {
    await network('back').disconnect({ Container: named('api') });
    await network('back').disconnect({ Container: named('db') });
    await network('back').remove();
    assert.deepEqual(await messages(), ['missing: The network back does not exist.']);
  });

  it('shows the stale id of a network that was made anew', async () => {
    await Promise.all([container('api').stop({ t: 0 }), container('db').stop({ t: 0 })]);
    await network('back').remove();
    await projects.tests.docker.createNetwork({
      Name: networkNamed('back'),
      Labels: {
        'com.docker.compose.project': projects.nameOf(run),
        'com.docker.compose.network': 'back',
      },
    });
    const shown = (await messages()).map((line) => line.replace(/\(\w{12}\)/, '(id)'));
    assert.deepEqual(shown, [
      'changed: api-1 is exited.',
      'changed: db-1 is exited.',
      'changed: api-1 was made for an older network back (id), which is gone.',
      'changed: db-1 was made for an older network back (id), which is gone.',
    ]);
  });

  it('shows containers that were removed or stopped', async () => {
    await container('db').remove({ force: true });
    await container('web').stop({ t: 0 });
    assert.deepEqual(await messages(), [
      'missing: The container db-1 does not exist.',
      'changed: web-1 is exited.',
    ]);
  });
});
