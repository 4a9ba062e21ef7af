import assert from 'node:assert/strict';
import { observed } from '../../../../src/model/provenance';
import type { Topology } from '../../../../src/model/topology';
import {
  emptyEndpointWish,
  endpointProblem,
  endpointSettings,
  offeredFields,
  type EndpointField,
} from '../../../../src/vscode/commands/endpointWish';
import { aNetwork, aTopology } from '../../../support/topologyBuilder';
import { english } from '../englishTexts';

const front = aNetwork('front', { subnet: '10.1.0.0/24', gateway: '10.1.0.1' });
const base = aTopology([front], { web: { networks: ['front'] }, db: {} });

function speaking(api: string, product: 'docker' | 'podman' = 'docker'): Topology {
  return { ...base, engine: { ...base.engine, product, apiVersion: observed(api, 'the test') } };
}

describe('the options of an endpoint', () => {
  for (const [engine, topology, expected] of [
    ['1.24', speaking('1.24'), 'aliases ipv4 linkLocalIps links'],
    ['1.41', speaking('1.41'), 'aliases ipv4 linkLocalIps links driverOptions'],
    ['1.48', speaking('1.48'), 'aliases ipv4 linkLocalIps links gatewayPriority driverOptions'],
    ['1.54', speaking('1.54'), 'aliases ipv4 linkLocalIps links mac gatewayPriority driverOptions'],
    ['Podman', speaking('1.41', 'podman'), 'aliases ipv4 mac'],
  ] as const) {
    it(`are those that ${engine} takes`, () => {
      assert.equal(offeredFields(topology, front, 1).join(' '), expected);
    });
  }

  it('leave out what stands for one container when there are several', () => {
    assert.deepEqual(offeredFields(speaking('1.54'), front, 2), [
      'aliases',
      'links',
      'gatewayPriority',
      'driverOptions',
    ]);
  });

  it('are neither names nor addresses on the default bridge', () => {
    const bridge = { ...front, isDefaultBridge: true };
    assert.deepEqual(offeredFields(speaking('1.48'), bridge, 1), [
      'gatewayPriority',
      'driverOptions',
    ]);
  });

  for (const [field, text, problem] of [
    ['ipv4', '10.1.0.7', undefined],
    ['ipv4', '10.2.0.7', /outside/],
    ['ipv4', 'fd00::7', /not an IPv4 address/],
    ['ipv6', '10.1.0.7', /not an IPv6 address/],
    ['mac', '02:42:ac:11:00:09', undefined],
    ['mac', '02:42:ac:11:00', /not a MAC address/],
    ['mac', '01:00:5e:00:00:01', /of a group/],
    ['links', 'db:database web', undefined],
    ['links', 'nobody:x', /no container named “nobody”/],
    ['links', 'db:', /is no link/],
    ['links', 'db:a:b', /is no link/],
    ['linkLocalIps', '169.254.1.1 fe80::1', undefined],
    ['linkLocalIps', 'x', /not an IP address/],
    ['gatewayPriority', '-10', undefined],
    ['gatewayPriority', '1.5', /no whole number/],
    ['driverOptions', 'a=b c="d e"', undefined],
    ['driverOptions', 'a', /name=value/],
    ['aliases', 'www shop', undefined],
    ['aliases', 'w w/w', /cannot be a DNS name/],
  ] as readonly (readonly [EndpointField, string, RegExp | undefined])[]) {
    it(`${problem === undefined ? 'can' : 'cannot'} be “${text}” for ${field}`, () => {
      const said = endpointProblem(base, front, field, text, english);
      if (problem === undefined) assert.equal(said, undefined);
      else assert.match(said ?? 'nothing', problem);
      assert.equal(endpointProblem(base, front, field, '', english), undefined);
    });
  }

  it('become what is asked of the engine, and nothing that was not typed', () => {
    assert.deepEqual(endpointSettings(emptyEndpointWish), {});
    assert.deepEqual(
      endpointSettings({
        aliases: 'a, b',
        ipv4: '10.1.0.7',
        ipv6: '',
        linkLocalIps: '169.254.1.1',
        links: 'db:database',
        mac: '02:42:ac:11:00:09',
        gatewayPriority: '0',
        driverOptions: 'x=y',
      }),
      {
        ipv4: '10.1.0.7',
        linkLocalIps: ['169.254.1.1'],
        aliases: ['a', 'b'],
        links: ['db:database'],
        mac: '02:42:ac:11:00:09',
        driverOptions: { x: 'y' },
        gatewayPriority: 0,
      },
    );
  });
});
