import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { engineErrorFromAnswer } from '../../../../src/sources/engine/engineErrorFrom';
import type { EngineErrorReason } from '../../../../src/sources/engine/engineError';

/** What Docker 20.10, 26.1 and 28.5 said when they were asked for the impossible. */
interface Refused {
  readonly by: string;
  readonly case: string;
  readonly status: number;
  readonly message: string;
}

const file = path.join(__dirname, '../../../oracle/engineErrors.json.gz');

const expected: Partial<Record<EngineErrorReason, readonly string[]>> = {
  nameTaken: ['network create: duplicate name'],
  predefinedNetwork: [
    'network create: predefined bridge',
    'network create: predefined host',
    'network create: predefined none',
    'network create: name default',
    'network create: host driver',
    'network create: null driver',
    'remove predefined',
  ],
  nameInvalid: ['network create: empty name'],
  subnetOverlaps: [
    'network create: overlap same',
    'network create: overlap inside',
    'network create: overlap outer',
    'network create: overlap docker0',
  ],
  subnetInvalid: [
    'network create: bad cidr',
    'network create: bad cidr text',
    'network create: gateway only',
    'network create: two v4 subnets',
    'network create: ipam null driver',
    'network create: host bits set',
    'network create: no v4 no v6',
  ],
  gatewayInvalid: [
    'network create: /32',
    'network create: /31',
    'network create: gateway outside',
    'network create: gateway is network addr',
    'network create: gateway bad',
  ],
  rangeInvalid: [
    'network create: aux outside',
    'network create: iprange outside',
    'network create: iprange larger',
  ],
  poolsUsedUp: ['network create: EnableIPv6 no subnet', 'address pool exhaustion after 29'],
  driverNotFound: ['network create: unknown driver', 'network create: ipam unknown'],
  swarmNeeded: [
    'network create: overlay without swarm',
    'network create: ingress no swarm',
    'network create: scope swarm',
  ],
  kernelNotAble: [
    'network create: macvlan no parent',
    'network create: macvlan internal no parent',
    'ipvlan container start',
  ],
  parentInvalid: [
    'network create: macvlan missing parent',
    'network create: macvlan vlan sub-iface parent',
    'network create: macvlan same parent again',
    'network create: ipvlan l3',
  ],
  optionInvalid: [
    'network create: macvlan bad mode',
    'network create: bad mtu',
    'network create: bad icc',
    'container create: extra host bad',
    'connect: empty container',
    'list filters bad',
    'network create: mtu 50',
    'network create: bad gateway_mode',
    'network create: isolated not internal',
  ],
  bridgeNameInvalid: [
    'network create: bridge name too long',
    'network create: bridge name eth0',
    'network create: bridge name existing docker0',
  ],
  configurationNotFound: ['network create: config-from missing'],
  networkNotFound: [
    'container start: missing network',
    'connect: missing network',
    'disconnect: missing network',
    'remove missing',
    'inspect missing',
    'cleanup',
  ],
  containerNotFound: [
    'container start: container:missing',
    'container create: link missing',
    'connect: missing container',
    'disconnect: missing container',
    'inspect container missing',
  ],
  containerNotRunning: ['container start: container:stopped', 'exec in stopped'],
  addressNotAllowed: [
    'container start: static ip on auto-subnet net',
    'container start: static ip on default bridge',
    'connect: static ip on auto net',
    'connect: invalid ip',
    'connect: ipv6 on v4 net',
    'container create: static ip on auto-subnet net',
    'container create: static ip on default bridge',
    'container create: bad mac',
  ],
  addressOutOfSubnet: [
    'container start: ip outside subnet',
    'connect: ip outside',
    'container create: ip outside subnet',
  ],
  addressInUse: [
    'container start: ip in use',
    'container start: ip = gateway',
    'container start: ip = broadcast',
    'connect: ip in use',
  ],
  aliasNotAllowed: [
    'container start: alias on default bridge',
    'connect: alias on default bridge',
    'container create: alias on default bridge',
  ],
  conflictingOptions: [
    'container create: two networks at create',
    'container create: ports with container mode',
    'container create: hostname in host+links',
  ],
  portInUse: [
    'container start: port conflict docker',
    'container start: port conflict other ip',
    'container start: port conflict host process 22222',
  ],
  hostAddressInvalid: ['container start: bad host ip'],
  portInvalid: [
    'container create: port 70000',
    'container start: bad proto',
    'container create: bad port range',
  ],
  protocolNotSupported: ['container start: sctp'],
  alreadyConnected: ['connect: already connected'],
  hostNetwork: ['connect: to host', 'disconnect: from host'],
  noneNetwork: ['connect: to none', 'connect: none-mode container'],
  sharedSandbox: ['connect: host-mode container'],
  notAttachable: ['connect: config-only network'],
  notConnected: [
    'disconnect: not connected',
    'disconnect: missing container force',
    'disconnect: again',
  ],
  networkInUse: ['remove net in use'],
};

describe('what real engines refuse', () => {
  const refused = JSON.parse(gunzipSync(readFileSync(file)).toString()) as readonly Refused[];
  const reasons = new Map(
    Object.entries(expected).flatMap(([reason, cases]) => cases.map((one) => [one, reason])),
  );

  for (const { by, case: name, status, message } of refused) {
    it(`${by}, ${name}`, () => {
      const error = engineErrorFromAnswer(status, message);
      assert.equal(error.reason, reasons.get(name), message);
      assert.match(error.message, /^[A-Z].*\.$/);
      assert.match(error.nextStep, /^[A-Z].*\.$/);
    });
  }
});
