import assert from 'node:assert/strict';
import { observed } from '../../../src/model/provenance';
import { isPredefined, networkUsers, removalEffects } from '../../../src/analysis/networkRemoval';
import { aNetwork, aTopology } from '../../support/topologyBuilder';

const front = { ...aNetwork('front', { subnet: '10.1.0.0/24', gateway: '10.1.0.1' }) };
const back = {
  ...aNetwork('back', { subnet: '10.2.0.0/24', internal: true }),
  compose: { project: 'shop', network: 'back' },
};
const built = aTopology(
  [front, back, aNetwork('spare')],
  {
    web: { networks: ['front', 'back'], ports: [['0.0.0.0', 8080, 80]] },
    db: { networks: ['back'] },
    old: { networks: ['front'], state: 'exited' },
  },
  { ghost: 'front' },
);

const topology = {
  ...built,
  endpoints: built.endpoints.map((endpoint) =>
    endpoint.networkId === front.id && endpoint.active
      ? { ...endpoint, gateway4: observed('10.1.0.1', 'the test') }
      : endpoint,
  ),
};

describe('removing a network', () => {
  it('counts who keeps the engine from it, and who only waits', () => {
    const users = networkUsers(topology, front.id);
    assert.deepEqual(
      users.active.map(({ name }) => name),
      ['ghost', 'web'],
    );
    assert.deepEqual(
      users.waiting.map(({ name }) => name.value),
      ['old'],
    );
  });

  it('takes those that do not run off first where the engine counts them', () => {
    const { engine } = topology;
    const inTheWay = (product: 'docker' | 'podman') =>
      networkUsers({ ...topology, engine: { ...engine, product } }, front.id).inTheWay.map(
        ({ name }) => name,
      );
    assert.deepEqual(inTheWay('docker'), ['ghost', 'web']);
    assert.deepEqual(inTheWay('podman').sort(), ['ghost', 'old', 'web']);
  });

  it('breaks names, routes and ports, and says which', () => {
    assert.deepEqual(removalEffects(topology, front), [
      'On it: ghost and web.',
      'ghost and web no longer resolve on front.',
      'web loses its default route, which leaves by front: it reaches nothing outside.',
      'web: Its published ports close: 8080 → 80/tcp.',
      'old does not run, is set up for it, and will not start without it.',
    ]);
  });

  it('says what compose does about it', () => {
    assert.ok(
      removalEffects(topology, back).includes(
        'It belongs to the compose project shop, whose next up makes it again.',
      ),
    );
  });

  it('breaks nothing where nobody is', () => {
    const spare = topology.networks.find(({ key }) => key === 'spare') ?? assert.fail();
    assert.deepEqual(removalEffects(topology, spare), ['Nobody is on spare now.']);
  });

  it('is not offered for the engine’s own', () => {
    assert.equal(isPredefined(aNetwork('host', { kind: 'host' })), true);
    assert.equal(isPredefined(front), false);
  });
});
