import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import type { EngineEndpoint } from '../../../src/sources/engine/engineEndpoint';
import type { CertificateFiles } from './testCertificates';

/** Speaks TLS and hands on every byte to the socket of a real engine. */
export class TlsProxy {
  readonly #sockets = new Set<net.Socket>();
  readonly #server: tls.Server;

  private constructor(server: tls.Server) {
    this.#server = server;
  }

  /**
   * @param clientAuthority who signs the certificates of those that are let in
   * @param host address of this machine that it listens on
   */
  static async before(
    engine: EngineEndpoint,
    { cert, key }: CertificateFiles,
    clientAuthority: string,
    host = '127.0.0.1',
  ): Promise<TlsProxy> {
    if (engine.kind !== 'unix') throw new Error(`not a socket: ${engine.label}`);
    const server = tls.createServer({
      cert: readFileSync(cert),
      key: readFileSync(key),
      ca: readFileSync(clientAuthority),
      requestCert: true,
      rejectUnauthorized: true,
    });
    const proxy = new TlsProxy(server);
    server.on('secureConnection', (socket) => {
      const onward = net.connect(engine.socketPath);
      proxy.#keep(socket);
      proxy.#keep(onward);
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' ? (address?.port ?? 0) : 0;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: net.Socket): void {
    this.#sockets.add(socket);
    // Broken off at either end, as tests do: the other end learns it from the close.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
