import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { agrees, probeCommand, readProbe } from '../../../../src/analysis/verify/probe';

const tcp = { from: 'web', to: '127.0.0.1', proto: 'tcp' } as const;

function run(port: number): string {
  const [program = '', ...args] = probeCommand({ ...tcp, port }) ?? [];
  return execFileSync(program, args, { encoding: 'utf8' });
}

describe('trying a connection', () => {
  it('puts nothing but addresses and numbers into the script', () => {
    assert.equal(probeCommand({ ...tcp, to: '1.2.3.4;reboot', port: 80 }), undefined);
    assert.equal(probeCommand({ ...tcp, to: 'db', port: 80 }), undefined);
  });

  it('has no tool for UDP, whose silence says nothing', () => {
    assert.equal(probeCommand({ ...tcp, proto: 'udp', port: 53 }), undefined);
  });

  it('tells a port that is refused', () => {
    assert.equal(readProbe(run(1)).observed, 'refused');
  });

  it('tells a port that is open', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    assert.equal(readProbe(run(port)).observed, 'open');
    server.close();
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
      assert.equal(readProbe(output).observed, observed);
    });
  }

  it('compares only what both sides say', () => {
    assert.equal(agrees('dropped', 'silent'), true);
    assert.equal(agrees('dropped', 'open'), false);
    assert.equal(agrees('arrives', 'refused'), true);
    assert.equal(agrees('unknown', 'open'), undefined);
    assert.equal(agrees('delivered', 'no-tool'), undefined);
  });
});
