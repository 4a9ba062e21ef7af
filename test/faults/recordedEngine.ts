import { renameSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineEndpoint } from '../../src/sources/engine/engineEndpoint';
import { answersOf, type World } from './world';

/** What happens to the answer of one request instead of being sent; `false` lets it through. */
export type Spoil = (what: string, answer: unknown, response: http.ServerResponse) => boolean;

/**
 * An engine on a socket of its own that says what a real one said once, and can fail in every way a
 * real one does: its answers spoilt, its streams cut, its socket gone and made anew.
 */
export class RecordedEngine {
  world: World;
  spoil: Spoil | undefined;
  /** Requests since it was made. */
  asked = 0;
  readonly endpoint: EngineEndpoint;
  readonly #folder: string;
  readonly #socketPath: string;
  readonly #connections = new Set<Socket>();
  readonly #streams = new Set<http.ServerResponse>();
  #server: http.Server | undefined;

  private constructor(world: World, folder: string) {
    this.world = world;
    this.#folder = folder;
    this.#socketPath = path.join(folder, 'engine.sock');
    this.endpoint = {
      kind: 'unix',
      socketPath: this.#socketPath,
      label: `unix://${this.#socketPath}`,
      chosenBecause: 'a test',
    };
  }

  static async start(world: World): Promise<RecordedEngine> {
    const engine = new RecordedEngine(world, await mkdtemp(path.join(tmpdir(), 'vst-')));
    await engine.up();
    return engine;
  }

  /** How many connections are open, the streams of events included. */
  get connections(): number {
    return this.#connections.size;
  }

  /** How many follow the events. */
  get followers(): number {
    return this.#streams.size;
  }

  /** Listens, on a socket made anew; nothing happens when it does already. */
  async up(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = http.createServer((request, response) => this.#serve(request, response));
    server.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.on('close', () => this.#connections.delete(socket));
    });
    this.#server = server;
    // What a killed engine leaves behind; the next one removes it, as dockerd does.
    rmSync(this.#socketPath, { force: true });
    await new Promise<void>((resolve) => server.listen(this.#socketPath, resolve));
  }

  /** Dies as by `kill -9`: connections break, and whoever comes is refused by a socket left behind or gone. */
  async down(socketStays: boolean): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    for (const socket of this.#connections) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    if (socketStays) await leaveSocket(this.#socketPath);
  }

  /** Tells everybody who follows. */
  emit(events: readonly unknown[]): void {
    this.say(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }

  /** Writes anything into the streams of events. */
  say(text: string): void {
    for (const stream of this.#streams) stream.write(text);
  }

  /** Forgets who follows: their streams stay open, and nothing comes any more. */
  muteEvents(): void {
    this.#streams.clear();
  }

  cutEvents(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  async close(): Promise<void> {
    await this.down(false);
    await rm(this.#folder, { recursive: true, force: true });
  }

  #serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    this.asked += 1;
    const url = new URL(request.url ?? '/', 'http://engine');
    const version = /^\/v([\d.]+)\//.exec(url.pathname)?.[1];
    const what = url.pathname.replace(/^\/v[\d.]+/, '');
    const answer = answersOf(this.world, version, what);
    if (this.spoil?.(what, answer.body, response) === true) return;
    if (what === '/events' && answer.status === 200) {
      response.writeHead(200);
      response.flushHeaders();
      this.#streams.add(response);
      response.on('close', () => this.#streams.delete(response));
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  }
}

/** A socket that nobody listens on any more, as a killed engine leaves it. */
async function leaveSocket(socketPath: string): Promise<void> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(`${socketPath}.new`, resolve));
  // Closing removes the name it was bound to, so the file goes by another one by then.
  renameSync(`${socketPath}.new`, socketPath);
  await new Promise((resolve) => server.close(resolve));
}
