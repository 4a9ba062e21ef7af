import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineEndpoint } from '../../../src/sources/engine/engineEndpoint';

export type Answer = (
  response: http.ServerResponse,
  request: { readonly query: URLSearchParams; readonly body: string },
) => void;

export function json(value: unknown, status = 200): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
}

export function text(body: string, status = 200, headers: http.OutgoingHttpHeaders = {}): Answer {
  return (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

/** The same answer, later. */
export function later(answer: Answer, milliseconds: number): Answer {
  return (response, request) => {
    setTimeout(() => {
      answer(response, request);
    }, milliseconds);
  };
}

/** Says nothing and hangs. */
export const silence: Answer = () => undefined;

/** Promises more than it sends, then hangs up. */
export const brokenOff: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('[{"Id":');
  setTimeout(() => response.destroy(), 20);
};

/** Hangs up without a word. */
export const hangUp: Answer = (response) => {
  response.destroy();
};

/**
 * An HTTP server on a socket of its own that answers as it is told: for what a real engine will not
 * do on demand. What a real one does is tested on a real one.
 */
export class ScriptedEngine {
  /** Everything asked, e.g. `GET /networks`, without the API version and the query. */
  readonly asked: string[] = [];
  /** The same as it came. */
  readonly raw: string[] = [];
  /** The most inspects that were under way at once. */
  mostAtOnce = 0;

  private readonly answers = new Map<string, Answer>();
  private readonly eventStreams = new Set<http.ServerResponse>();
  private underWay = 0;

  private constructor(
    readonly endpoint: EngineEndpoint,
    private readonly server: http.Server,
    private readonly folder: string,
  ) {}

  /** Starts one with nothing in it. */
  static async start(over: 'socket' | 'tcp' = 'socket'): Promise<ScriptedEngine> {
    const folder = await mkdtemp(path.join(tmpdir(), 'vst-'));
    const socketPath = path.join(folder, 'engine.sock');
    const server = http.createServer();
    await new Promise<void>((resolve) => {
      if (over === 'socket') server.listen(socketPath, resolve);
      else server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const endpoint: EngineEndpoint =
      address === null || typeof address === 'string'
        ? { kind: 'unix', socketPath, label: `unix://${socketPath}`, chosenBecause: 'a test' }
        : {
            kind: 'tcp',
            host: address.address,
            port: address.port,
            label: `tcp://${address.address}:${address.port}`,
            chosenBecause: 'a test',
          };
    const engine = new ScriptedEngine(endpoint, server, folder);
    server.on('request', (request, response) => {
      engine.serve(request, response);
    });
    engine.on(
      'GET /version',
      json({ Version: '20.10.24', ApiVersion: '1.41', MinAPIVersion: '1.12' }),
    );
    engine.on(
      'GET /info',
      json({ ID: 'scripted', Name: 'host', Swarm: { LocalNodeState: 'inactive' } }),
    );
    engine.holds([], []);
    engine.on('GET /events', (stream) => {
      stream.writeHead(200);
      stream.flushHeaders();
      engine.eventStreams.add(stream);
      stream.on('close', () => engine.eventStreams.delete(stream));
    });
    return engine;
  }

  /** Answers `what`, e.g. `GET /networks`, from now on. */
  on(what: string, answer: Answer): void {
    this.answers.set(what, answer);
  }

  /** Lists these networks and containers, and tells the same of each when asked for it. */
  holds(
    networks: readonly { readonly Id: string }[],
    containers: readonly { readonly Id: string }[],
  ): void {
    this.on('GET /networks', json(networks));
    this.on('GET /containers/json', json(containers));
    for (const network of networks) this.on(`GET /networks/${network.Id}`, json(network));
    for (const container of containers) {
      this.on(`GET /containers/${container.Id}/json`, json({ ...container, Name: '/inspected' }));
    }
  }

  /** Sends an event to everybody who follows. */
  emit(event: unknown): void {
    for (const stream of this.eventStreams) stream.write(`${JSON.stringify(event)}\n`);
  }

  /** Ends the event streams, as an engine does that stops. */
  endEvents(): void {
    for (const stream of this.eventStreams) stream.end();
  }

  /** What was asked since the last call, sorted. */
  take(): readonly string[] {
    return this.asked.splice(0).sort();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.folder, { recursive: true, force: true });
  }

  private serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://engine');
    const what = `${request.method} ${url.pathname.replace(/^\/v[\d.]+/, '')}`;
    this.asked.push(what);
    this.raw.push(`${request.method} ${request.url}`);
    const inspects = /^GET \/(networks\/.+|containers\/.+\/json)$/.test(what);
    if (inspects) {
      this.underWay += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
      response.on('close', () => (this.underWay -= 1));
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const answer = this.answers.get(what) ?? json({ message: 'no such thing' }, 404);
      answer(response, { query: url.searchParams, body });
    });
  }
}
