import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineEndpoint } from '../../../src/sources/engine/engineEndpoint';

/** Stands on a socket of its own before a real engine and writes down what is asked. */
export class CountingProxy {
  private constructor(
    readonly endpoint: EngineEndpoint,
    private readonly log: string[],
    private readonly server: http.Server,
    private readonly folder: string,
  ) {}

  static async before(engine: EngineEndpoint): Promise<CountingProxy> {
    const target = targetOf(engine);
    const log: string[] = [];
    const server = http.createServer((request, response) => {
      log.push(`${request.method} ${(request.url ?? '').replace(/^\/v[\d.]+/, '')}`);
      const onward = http.request(
        {
          ...target,
          method: request.method ?? 'GET',
          path: request.url ?? '/',
          headers: request.headers,
        },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          response.flushHeaders();
          answer.pipe(response);
          // An answer that breaks off breaks off here, too.
          answer.once('error', () => response.destroy());
        },
      );
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
    });
    const folder = await mkdtemp(path.join(tmpdir(), 'vst-'));
    const socketPath = path.join(folder, 'engine.sock');
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    return new CountingProxy(
      { kind: 'unix', socketPath, label: `unix://${socketPath}`, chosenBecause: 'a test' },
      log,
      server,
      folder,
    );
  }

  /** What was asked since the last call, e.g. `GET /networks`, without the API version; sorted. */
  take(): readonly string[] {
    return this.log.splice(0).sort();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.folder, { recursive: true, force: true });
  }
}

function targetOf(engine: EngineEndpoint): http.RequestOptions {
  switch (engine.kind) {
    case 'unix':
      return { socketPath: engine.socketPath };
    case 'npipe':
      return { socketPath: engine.pipePath };
    case 'tcp':
      if (engine.tls === undefined) return { host: engine.host, port: engine.port };
      break;
    case 'ssh':
      break;
  }
  throw new Error(`requests to ${engine.label} cannot be counted: use a socket or plain TCP`);
}
