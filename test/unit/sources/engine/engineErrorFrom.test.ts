import assert from 'node:assert/strict';
import type { EngineErrorReason } from '../../../../src/sources/engine/engineError';
import {
  engineErrorFromAnswer,
  engineErrorFromFailure,
  timeoutError,
} from '../../../../src/sources/engine/engineErrorFrom';

const id = 'd77064e9d7b6ecef7fabeb5de2fcd8e480f31c31d264f69cf53596d93a691630';

interface Said {
  readonly by: string;
  readonly status: number;
  readonly message: string;
  readonly reason: EngineErrorReason;
}

/** What engines of each generation answer to connect, disconnect and inspect, as measured. */
const said: Readonly<Record<string, readonly Said[]>> = {
  'a network that is not there': [
    { by: 'Docker', status: 404, message: 'network nosuch not found', reason: 'networkNotFound' },
    {
      by: 'Podman',
      status: 404,
      message: 'unable to find network with name or ID nosuch: network not found',
      reason: 'networkNotFound',
    },
  ],
  'a container that is not there': [
    {
      by: 'Docker',
      status: 404,
      message: 'No such container: nosuch',
      reason: 'containerNotFound',
    },
    {
      by: 'Podman',
      status: 404,
      message: 'no container with name or ID "nosuch" found: no such container',
      reason: 'containerNotFound',
    },
    {
      by: 'Docker, while it is being removed',
      status: 409,
      message: `Container ${id} is marked for removal and cannot be connected or disconnected to the network`,
      reason: 'containerNotFound',
    },
  ],
  'already connected': [
    {
      by: 'Docker',
      status: 403,
      message: 'endpoint with name c1 already exists in network n1',
      reason: 'alreadyConnected',
    },
    {
      by: 'Docker, on an attachable swarm network',
      status: 409,
      message: 'c1 is already attached to network ov',
      reason: 'alreadyConnected',
    },
    {
      by: 'Podman',
      status: 403,
      message: 'container 1 is already connected to network n1: network is already connected',
      reason: 'alreadyConnected',
    },
  ],
  'to or from the host network': [
    {
      by: 'Docker up to 27',
      status: 400,
      message: 'container cannot be disconnected from host network or connected to host network',
      reason: 'hostNetwork',
    },
    {
      by: 'Docker 28, connect',
      status: 400,
      message:
        'cannot connect container to host network - container must be created in host network mode',
      reason: 'hostNetwork',
    },
    {
      by: 'Docker 28, disconnect',
      status: 400,
      message:
        'cannot disconnect container from host network - container was created in host network mode',
      reason: 'hostNetwork',
    },
  ],
  'to none, or away from it': [
    {
      by: 'Docker',
      status: 400,
      message:
        'container cannot be connected to multiple networks with one of the networks in private (none) mode',
      reason: 'noneNetwork',
    },
  ],
  'a container in host or container: mode': [
    {
      by: 'Docker',
      status: 400,
      message:
        'container sharing network namespace with another container or host cannot be connected to any other network',
      reason: 'sharedSandbox',
    },
    {
      by: 'Podman',
      status: 500,
      message: '"host" is not supported: invalid network mode',
      reason: 'sharedSandbox',
    },
  ],
  'an address outside the subnet': [
    {
      by: 'Docker 20.10',
      status: 500,
      message: "Invalid address 1.2.3.4: It does not belong to any of this network's subnets",
      reason: 'addressOutOfSubnet',
    },
    {
      by: 'Docker 26 and 28',
      status: 400,
      message:
        'invalid endpoint settings:\nno configured subnet or ip-range contain the IP address 1.2.3.4',
      reason: 'addressOutOfSubnet',
    },
    {
      by: 'Podman',
      status: 500,
      message: 'requested static ip 1.2.3.4 not in any subnet on network n1',
      reason: 'addressOutOfSubnet',
    },
  ],
  'an address in use': [
    { by: 'Docker', status: 403, message: 'Address already in use', reason: 'addressInUse' },
    {
      by: 'Podman',
      status: 500,
      message: 'IPAM error: requested ip address 10.89.0.2 is already allocated to container ID 1',
      reason: 'addressInUse',
    },
  ],
  'a static address where the engine chose the subnet': [
    {
      by: 'Docker 20.10',
      status: 400,
      message:
        'user specified IP address is supported only when connecting to networks with user configured subnets',
      reason: 'addressNotAllowed',
    },
    {
      by: 'Docker 26 and 28',
      status: 400,
      message:
        'invalid endpoint settings:\nuser specified IP address is supported only when connecting to networks with user configured subnets',
      reason: 'addressNotAllowed',
    },
    {
      by: 'Docker, on the default bridge',
      status: 400,
      message: 'user specified IP address is supported on user defined networks only',
      reason: 'addressNotAllowed',
    },
  ],
  'an address that is none': [
    {
      by: 'Docker 20.10',
      status: 500,
      message: 'Invalid IPv4 address: x)',
      reason: 'addressNotAllowed',
    },
    {
      by: 'Docker 26 and 28',
      status: 400,
      message:
        'invalid endpoint settings:\n* invalid IPv4 address: x\n* no configured subnet or ip-range contain the IP address x',
      reason: 'addressNotAllowed',
    },
  ],
  'an alias on the default bridge': [
    {
      by: 'Docker 20.10',
      status: 400,
      message: 'network-scoped alias is supported only for containers in user defined networks',
      reason: 'aliasNotAllowed',
    },
    {
      by: 'Docker 26 and 28',
      status: 400,
      message:
        'invalid endpoint settings:\nnetwork-scoped alias is supported only for containers in user defined networks',
      reason: 'aliasNotAllowed',
    },
  ],
  'a network that only configures others': [
    {
      by: 'Docker',
      status: 403,
      message: 'cannot create endpoint on configuration-only network',
      reason: 'notAttachable',
    },
  ],
  'a swarm network that is not attachable': [
    {
      by: 'Docker',
      status: 403,
      message:
        'Could not attach to network ov: rpc error: code = PermissionDenied desc = network ov not manually attachable',
      reason: 'notAttachable',
    },
  ],
  'not connected': [
    {
      by: 'Docker, running',
      status: 500,
      message: `container ${id} is not connected to network auto`,
      reason: 'notConnected',
    },
    {
      by: 'Docker, stopped',
      status: 500,
      message: `container ${id} is not connected to the network auto`,
      reason: 'notConnected',
    },
    {
      by: 'Docker, by force',
      status: 404,
      message: 'endpoint nosuch not found',
      reason: 'notConnected',
    },
    {
      by: 'Podman',
      status: 500,
      message: 'container 1 is not connected to network auto: network is not connected',
      reason: 'notConnected',
    },
  ],
  'no manager of a swarm': [
    {
      by: 'Docker 20.10',
      status: 503,
      message:
        'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      reason: 'swarmNeeded',
    },
  ],
  'an API version the engine no longer speaks': [
    {
      by: 'Docker',
      status: 400,
      message:
        'client version 1.24 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version',
      reason: 'apiTooOld',
    },
  ],
  'something nobody has heard of': [
    { by: 'any', status: 400, message: 'the stars are against it', reason: 'refused' },
    { by: 'any', status: 500, message: 'a wheel came off', reason: 'serverError' },
    { by: 'any', status: 503, message: 'starting up', reason: 'serverError' },
  ],
};

describe('engineErrorFromAnswer', () => {
  for (const [situation, answers] of Object.entries(said)) {
    describe(situation, () => {
      for (const { by, status, message, reason } of answers) {
        it(`${by}: ${reason}`, () => {
          const error = engineErrorFromAnswer(status, message);
          assert.equal(error.reason, reason);
          assert.equal(error.status, status);
          assert.ok(error.detail.includes(message), 'the engine’s own words are kept');
          assertReadable(error.message, error.nextStep);
        });
      }
    });
  }

  const bare: readonly (readonly [string, number, EngineErrorReason])[] = [
    ['a page instead of JSON', 404, 'badAnswer'],
    ['a redirection', 301, 'badAnswer'],
    ['a gateway without an engine behind it', 502, 'serverError'],
    ['a proxy that does not let it pass', 403, 'permission'],
    ['a proxy that wants a password', 401, 'permission'],
  ];
  for (const [situation, status, reason] of bare) {
    it(`${situation}: ${reason}`, () => {
      const error = engineErrorFromAnswer(status, undefined);
      assert.equal(error.reason, reason);
      assertReadable(error.message, error.nextStep);
    });
  }

  it('repeats long and many-lined words of the engine on one short line', () => {
    const error = engineErrorFromAnswer(400, `first\nsecond ${'x'.repeat(10_000)}`);
    assert.ok(error.message.length < 400);
    assert.ok(!error.message.includes('\n'));
  });
});

describe('engineErrorFromFailure', () => {
  const failed = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

  const table: Readonly<Record<string, readonly [Error, EngineErrorReason, RegExp]>> = {
    'nobody listens': [failed('ECONNREFUSED'), 'noEngine', /systemctl start docker/],
    'no socket': [failed('ENOENT'), 'noEngine', /systemctl start docker/],
    'no such host': [failed('ENOTFOUND'), 'noEngine', /choose another/],
    'not allowed to open the socket': [
      failed('EACCES'),
      'permission',
      /`sudo usermod -aG docker \$USER`.*log out and in/,
    ],
    'no HTTP': [failed('HPE_INVALID_CONSTANT'), 'badAnswer', /address/],
    'a certificate nobody vouches for': [
      failed('SELF_SIGNED_CERT_IN_CHAIN'),
      'certificateUntrusted',
      /DOCKER_CERT_PATH/,
    ],
    'a certificate that ran out': [failed('CERT_HAS_EXPIRED'), 'certificateExpired', /Renew/],
    'a certificate of another host': [
      failed('ERR_TLS_CERT_ALTNAME_INVALID'),
      'certificateName',
      /name/,
    ],
    'no certificate of one’s own': [
      failed('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
      'certificateNeeded',
      /cert\.pem/,
    ],
    'one’s own certificate ran out': [
      failed('ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED'),
      'certificateExpired',
      /cert\.pem/,
    ],
    'TLS asked of plain HTTP': [
      failed('ERR_SSL_WRONG_VERSION_NUMBER'),
      'tlsNotSpoken',
      /DOCKER_TLS_VERIFY/,
    ],
    'a key file that is none': [
      failed('ERR_OSSL_PEM_NO_START_LINE'),
      'certificateUntrusted',
      /key\.pem/,
    ],
    'every address of a name refuses': [
      new AggregateError([failed('ECONNREFUSED')], 'all failed'),
      'noEngine',
      /start/i,
    ],
  };
  for (const [situation, [failure, reason, nextStep]] of Object.entries(table)) {
    it(`${situation}: ${reason}`, () => {
      const error = engineErrorFromFailure(failure, 'connecting');
      assert.equal(error.reason, reason);
      assert.match(error.nextStep, nextStep);
      assertReadable(error.message, error.nextStep);
    });
  }

  it('calls an answer that breaks off a bad one', () => {
    assert.equal(engineErrorFromFailure(failed('ECONNRESET'), 'body').reason, 'badAnswer');
    assert.equal(engineErrorFromFailure(failed('ECONNRESET'), 'connecting').reason, 'noEngine');
  });

  it('says how long it waited', () => {
    assert.equal(timeoutError(5_000).message, 'The engine did not answer within 5 s.');
  });
});

function assertReadable(sentence: string, nextStep: string): void {
  for (const text of [sentence, nextStep]) {
    assert.match(text, /^\S.*\S$/s);
    assert.ok(text.length > 5);
  }
  assert.match(nextStep, /[.!]$/);
}
