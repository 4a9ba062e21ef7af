import assert from 'node:assert/strict';
import { readComposeProject } from '../../../src/compose/readComposeProject';
import { buildTopology } from '../../../src/topology/buildTopology';
import { planTopology } from '../../../src/topology/planTopology';
import {
  declaredPlace,
  elementTarget,
  targetAddresses,
  targetName,
} from '../../../src/vscode/elementTarget';
import { oracleSnapshot } from '../../support/oracleSnapshots';

const engine = buildTopology(
  oracleSnapshot('docker28/a_three_tier'),
  { kind: 'engine', label: 'x' },
  'key',
);

const file = `name: shop
services:
  web:
    image: nginx
    ports:
      - "8080:80"
    networks:
      front:
        aliases: [www]
  db:
    image: postgres
networks:
  front:
    driver: bridge
`;

async function planned() {
  const reader = {
    readFile: (path: string) => Promise.resolve(path === '/p/compose.yaml' ? file : undefined),
  };
  const request = { workingDirectory: '/p', files: ['compose.yaml'], environment: {} };
  const { project } = await readComposeProject(request, reader);
  return planTopology(project ?? assert.fail('no project'), {});
}

describe('elementTarget', () => {
  it('finds what scene ids stand for', () => {
    const [network] = engine.networks;
    const [endpoint] = engine.endpoints;
    const [port] = engine.publishedPorts;
    assert.equal(elementTarget(engine, `network:${network?.key}`).network, network);
    assert.equal(elementTarget(engine, `bridge:${network?.key}`).network, network);
    const found = elementTarget(engine, `endpoint:${endpoint?.key}`);
    assert.equal(found.endpoint, endpoint);
    assert.equal(found.container?.id, endpoint?.containerId);
    assert.equal(found.network?.id, endpoint?.networkId);
    const published = elementTarget(engine, `port:${port?.key}`);
    assert.equal(published.port, port);
    assert.equal(published.container?.id, port?.containerId);
  });

  it('finds nothing behind ids that are gone or stand for no noun', () => {
    for (const id of ['network:gone', 'host:host', 'outside:world', '', 'x', ':']) {
      assert.deepEqual(elementTarget(engine, id), {}, id);
    }
  });

  it('copies the name and the addresses that are meant', () => {
    const api = elementTarget(engine, 'container:api');
    assert.equal(targetName(api), 'api');
    assert.deepEqual([...targetAddresses(engine, api)].sort(), ['172.20.0.3', '172.21.0.2']);
    const front = elementTarget(engine, 'network:front');
    assert.deepEqual(targetAddresses(engine, front), ['172.20.0.0/16']);
    const onFront = elementTarget(engine, 'endpoint:api@front');
    assert.deepEqual(targetAddresses(engine, onFront), ['172.20.0.3']);
    assert.equal(targetName(onFront), 'api');
  });
});

describe('declaredPlace', () => {
  const lineOf = async (id: string) => declaredPlace(elementTarget(await planned(), id))?.line;

  it('is where the file names the service, the network, the port', async () => {
    assert.equal(await lineOf('container:shop/web/1'), 3);
    assert.equal(await lineOf('container:shop/db/1'), 10);
    const { publishedPorts } = await planned();
    assert.equal(await lineOf(`port:${publishedPorts[0]?.key}`), 6);
    assert.equal(await lineOf('network:shop/front'), 14);
  });

  it('is the service’s place for an endpoint that is not written down', async () => {
    assert.equal(await lineOf('endpoint:shop/db/1@shop/default'), 10);
  });

  it('is nowhere for what an engine told', () => {
    assert.equal(declaredPlace(elementTarget(engine, 'container:api')), undefined);
  });
});
