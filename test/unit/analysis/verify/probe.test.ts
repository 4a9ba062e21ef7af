import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { TraceQuestion } from '../../../../src/analysis/trace/traceAnswer';
import { compare, probeCommand, readProbe } from '../../../../src/analysis/verify/probe';

const tcp = { from: 'web', to: '127.0.0.1', proto: 'tcp' } as const;

function run(port: number, proto: TraceQuestion['proto'] = 'tcp') {
  const [program = '', ...args] = probeCommand({ ...tcp, proto, port }) ?? [];
  return readProbe(execFileSync(program, args, { encoding: 'utf8' }), proto);
}

describe('trying a connection', () => {
  it('puts nothing but addresses and numbers into the script', () => {
    for (const proto of ['tcp', 'udp', 'icmp'] as const)
      for (const to of ['1.2.3.4;reboot', 'db', "'"])
        assert.equal(probeCommand({ ...tcp, proto, to, port: 80 }), undefined);
  });

  it('has no tool for SCTP, and none without a port', () => {
    assert.equal(probeCommand({ ...tcp, proto: 'sctp', port: 80 }), undefined);
    assert.equal(probeCommand({ ...tcp, proto: 'udp' }), undefined);
    assert.equal(probeCommand(tcp), undefined);
  });

  it('tells a port that is refused', () => {
    assert.equal(run(1).observed, 'refused');
    assert.equal(run(1, 'udp').observed, 'refused');
  });

  it('tells a port that is open', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    assert.equal(run(port).observed, 'open');
    server.close();
  });

  it('hears nothing of a UDP port that does not answer', async function () {
    this.timeout(15_000);
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    assert.equal(run(socket.address().port, 'udp').observed, 'silent');
    socket.close();
  });

  for (const [output, observed] of [
    ['tried bash 124\n', 'silent'],
    [
      "wget: can't connect to remote host (10.0.0.2): Connection refused\ntried wget 1\n",
      'refused',
    ],
    ['wget: download timed out\ntried wget 1\n', 'silent'],
    ['wget: server returned error: HTTP/1.0 404 Not Found\ntried wget 1\n', 'open'],
    ['bash: connect: No route to host\ntried bash 1\n', 'unreachable'],
    ['1 packets transmitted, 0 received, 100% packet loss\ntried ping 1\n', 'silent'],
    ['tried none 0\n', 'no-tool'],
    ['', 'unclear'],
  ] as const) {
    it(`reads ${JSON.stringify(output)} as ${observed}`, () => {
      assert.equal(readProbe(output, 'tcp').observed, observed);
    });
  }

  it('reads what nc heard over UDP', () => {
    assert.equal(readProbe('tried nc 0\n', 'udp').observed, 'open');
    assert.equal(readProbe('tried nc 1\n', 'udp').observed, 'silent');
  });
});

describe('what was tried, beside what was predicted', () => {
  for (const [verdict, observed, proto, comparison] of [
    ['dropped', 'silent', 'tcp', 'agrees'],
    ['dropped', 'open', 'tcp', 'differs'],
    ['arrives', 'refused', 'tcp', 'agrees'],
    ['delivered', 'refused', 'tcp', 'differs'],
    ['unknown', 'open', 'tcp', 'undecided'],
    ['delivered', 'no-tool', 'tcp', 'undecided'],
    ['delivered', 'unclear', 'tcp', 'undecided'],
    ['dropped', 'silent', 'udp', 'undecided'],
    ['delivered', 'silent', 'udp', 'undecided'],
    ['dropped', 'refused', 'udp', 'differs'],
    ['refused', 'refused', 'udp', 'agrees'],
    ['delivered', 'open', 'udp', 'agrees'],
    ['dropped', 'silent', 'icmp', 'agrees'],
  ] as const)
    it(`${comparison}: ${verdict}, and ${observed} over ${proto}`, () => {
      assert.equal(compare(verdict, observed, proto), comparison);
    });
});
