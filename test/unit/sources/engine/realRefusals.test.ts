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

/** What Podman 5.8 said to the same, through the API that is compatible with Docker's. */
const saidByPodman: readonly (readonly [EngineErrorReason, number, string])[] = [
  ['nameTaken', 409, 'network name front already used: network already exists'],
  [
    'nameInvalid',
    500,
    'network name a b invalid: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument',
  ],
  [
    'predefinedNetwork',
    500,
    'cannot create network with name "host" because it conflicts with a valid network mode',
  ],
  ['predefinedNetwork', 500, 'default network podman cannot be removed'],
  [
    'networkInUse',
    500,
    '"front" has associated containers with it. Use -f to forcibly delete containers and pods: network is being used',
  ],
  ['subnetOverlaps', 500, 'subnet 10.99.1.128/25 is already used on the host or by another config'],
  ['subnetInvalid', 500, 'failed to parse subnet: invalid CIDR address: 10.98'],
  ['gatewayInvalid', 500, 'gateway 10.1.1.1 not in subnet 10.97.0.0/24'],
  ['rangeInvalid', 500, 'lease range start ip 10.1.1.1 not in subnet 10.97.1.0/24'],
  ['parentInvalid', 500, 'parent interface nope does not exist'],
  ['driverNotFound', 500, 'failed to find driver or plugin "nodriver"'],
  ['optionInvalid', 500, 'strconv.Atoi: parsing "x": invalid syntax'],
  [
    'bridgeNameInvalid',
    500,
    'network interface name averyveryverylongname invalid: interface name is too long: interface names must be 15 characters or less: invalid argument',
  ],
  [
    'alreadyConnected',
    403,
    'container 31662227d4d1 is already connected to network front: network is already connected',
  ],
  ['notConnected', 500, 'container web is not connected to network front'],
  ['networkNotFound', 404, 'unable to find network with name or ID host: network not found'],
  ['containerNotFound', 404, 'no container with name or ID "gone" found: no such container'],
  ['sharedSandbox', 500, '"" is not supported: invalid network mode'],
  ['addressOutOfSubnet', 500, 'requested static ip 192.0.2.1 not in any subnet on network front'],
  ['addressNotAllowed', 500, 'failed to parse the ipv4 address "x"'],
  [
    'addressInUse',
    500,
    'IPAM error: requested ip address 10.99.1.140 is already allocated to container ID 31662227d4d1',
  ],
];

describe('what real engines refuse', () => {
  for (const [reason, status, message] of saidByPodman) {
    it(`Podman, ${message.slice(0, 60)}`, () => {
      const error = engineErrorFromAnswer(status, message);
      assert.equal(error.reason, reason, error.message);
      assert.match(error.nextStep, /^[A-Z].*\.$/);
    });
  }

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
