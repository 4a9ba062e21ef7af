import assert from 'node:assert/strict';
import { isIpAddress, parsePort } from '../../../src/compose/parsePort';

/** `address:published>target/proto`, as one text a port. */
function ports(spec: string): readonly string[] | string {
  const result = parsePort(spec);
  return result.ok
    ? result.ports.map(
        (port) => `${port.hostAddress}:${port.published}>${port.target}/${port.proto}`,
      )
    : result.message;
}

describe('parsePort', () => {
  const tables: readonly (readonly [string, string, readonly string[]])[] = [
    ['a container port', '80', [':>80/tcp']],
    ['a host port', '8080:80', [':8080>80/tcp']],
    ['an address', '127.0.0.1:8080:80', ['127.0.0.1:8080>80/tcp']],
    ['an address alone', '127.0.0.1::80', ['127.0.0.1:>80/tcp']],
    ['an address in brackets', '[::1]:8080:80', ['::1:8080>80/tcp']],
    ['an IPv6 address without brackets', '::1:8080:80', ['::1:8080>80/tcp']],
    ['a protocol in any case', '53:53/UDP', [':53>53/udp']],
    ['a range of container ports', '3000-3001', [':>3000/tcp', ':>3001/tcp']],
    ['two ranges', '3000-3001:4000-4001', [':3000>4000/tcp', ':3001>4001/tcp']],
    ['a range of host ports for one', '3000-3005:80', [':3000-3005>80/tcp']],
    ['a range of one', '80-80:8080', [':80>8080/tcp']],
    ['text order of the ports', '9999-10000', [':>10000/tcp', ':>9999/tcp']],
  ];
  for (const [situation, spec, expected] of tables) {
    it(`reads ${situation}: ${spec}`, () => assert.deepEqual(ports(spec), expected));
  }

  const errors: readonly (readonly [string, string])[] = [
    ['', 'no port specified: <empty>'],
    ['8080:', 'no port specified: 8080:<empty>'],
    ['127.0.0.1:80', 'invalid hostPort: 127.0.0.1'],
    ['70000', 'invalid containerPort: 70000'],
    ['3002-3000:80', 'invalid hostPort: 3002-3000'],
    ['80/xyz', 'invalid proto: xyz'],
    ['localhost:80:80', 'invalid IP address: localhost'],
    [
      '3000-3001:4000-4002',
      'invalid ranges specified for container and host Ports: 4000-4002 and 3000-3001',
    ],
  ];
  for (const [spec, message] of errors) {
    it(`refuses ${JSON.stringify(spec)}`, () => assert.equal(ports(spec), message));
  }

  it('refuses more ports than it is told to', () => {
    assert.equal(parsePort('1-100', 99).ok, false);
    assert.equal(parsePort('1-100', 100).ok, true);
  });
});

describe('isIpAddress', () => {
  const valid = [
    '0.0.0.0',
    '10.1.2.3',
    '::',
    '::1',
    'fe80::1',
    '1:2:3:4:5:6:7:8',
    '::ffff:1.2.3.4',
  ];
  const invalid = ['', '1.2.3', '256.0.0.1', '01.1.1.1', '1:2', ':::', '1::2::3', 'fe80::1%eth0'];
  for (const address of valid) it(`takes ${address}`, () => assert.ok(isIpAddress(address)));
  for (const address of invalid) {
    it(`refuses ${JSON.stringify(address)}`, () => assert.ok(!isIpAddress(address)));
  }
});
