import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { ClientChannel } from 'ssh2';
import ssh2 from 'ssh2';
import { root } from '../../scripts/projectPaths';

describe('dist/ssh2.js', () => {
  it('reaches a server and runs a command, without the parts that were left out', async () => {
    const server = echoServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { Client } = createRequire(__filename)(path.join(root, 'dist/ssh2.js')) as typeof ssh2;
    const client = new Client();
    try {
      await new Promise<void>((resolve, reject) => {
        client.once('ready', resolve).once('error', reject);
        client.connect({ host: '127.0.0.1', port, username: 'somebody' });
      });
      const channel = await new Promise<ClientChannel>((resolve, reject) => {
        client.exec('docker system dial-stdio', (error, opened) => {
          if (error === undefined) resolve(opened);
          else reject(error);
        });
      });
      channel.end('GET /_ping');
      let answer = '';
      for await (const chunk of channel) answer += String(chunk);
      assert.equal(answer, 'docker system dial-stdio: GET /_ping');
    } finally {
      client.end();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

/** Takes everybody and answers a command with its name and its input. */
function echoServer(): ssh2.Server {
  const { private: hostKey } = ssh2.utils.generateKeyPairSync('ed25519');
  return new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
    connection.on('authentication', (attempt) => attempt.accept());
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => {
        const channel = acceptExec();
        channel.write(`${command}: `);
        channel.pipe(channel);
      });
    });
  });
}
