import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tryConnection } from '../../../../src/sources/host/tryConnection';

const to = '127.0.0.1';
const patient = new AbortController().signal;

describe('a connection from this machine', function () {
  this.timeout(10_000);

  it('is open where somebody listens', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, to, resolve));
    const { port } = server.address() as AddressInfo;
    assert.equal(await tryConnection({ to, port, proto: 'tcp' }, patient), 'open');
    server.close();
  });

  it('is refused where nobody does', async () => {
    assert.equal(await tryConnection({ to, port: 1, proto: 'tcp' }, patient), 'refused');
    assert.equal(await tryConnection({ to, port: 1, proto: 'udp' }, patient), 'refused');
  });

  it('is open over UDP where somebody answers, and silent where not', async () => {
    const echo = createSocket('udp4');
    await new Promise<void>((resolve) => echo.bind(0, to, resolve));
    const { port } = echo.address();
    const silent = await tryConnection({ to, port, proto: 'udp' }, patient);
    echo.on('message', (message, { port: back, address }) => echo.send(message, back, address));
    const open = await tryConnection({ to, port, proto: 'udp' }, patient);
    assert.deepEqual([silent, open], ['silent', 'open']);
    echo.close();
  });

  it('ends when it is cancelled', async () => {
    const abort = new AbortController();
    const silent = createSocket('udp4');
    await new Promise<void>((resolve) => silent.bind(0, to, resolve));
    const { port } = silent.address();
    const trying = tryConnection({ to, port, proto: 'udp' }, abort.signal);
    abort.abort();
    await assert.rejects(trying);
    silent.close();
  });
});
