import * as z from 'zod/mini';
import { isPodman } from '../../model/isPodman';
import type { Snapshot } from '../../model/snapshot';
import type { Clock } from './clock';
import { Debouncer } from './debouncer';
import type {
  ConnectRequest,
  CreatedNetwork,
  CreateNetworkRequest,
  DisconnectRequest,
  Engine,
  EngineListener,
  ExecOutput,
  ExecRequest,
  HelperOutput,
  HelperRequest,
} from './engine';
import type { EngineConnection, EngineRequest } from './engineConnection';
import { EngineError } from './engineError';
import { badAnswerError, isFatal } from './engineErrorFrom';
import { EngineReader, type EngineFacts } from './engineReader';
import { endpointConfig } from './endpointConfig';
import { EventFilter } from './eventFilter';
import { EventFollower } from './eventFollower';
import { networkAgain } from './networkAgain';
import { networkBody } from './networkBody';
import { parseVersion } from './parseVersion';
import { runExec } from './runExec';
import { findImage, runHelper, type HelperEngine } from './runHelper';
import { VersionedApi } from './versionedApi';

export interface DockerEngineParts {
  readonly address: string;
  readonly connection: EngineConnection;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly writeTimeoutMs: number;
}

const changesDebounceMs = 300;

const swarmInfo = z.object({
  Swarm: z.optional(z.nullable(z.object({ LocalNodeState: z.optional(z.string()) }))),
});

const createAnswer = z.object({ Id: z.string(), Warning: z.nullish(z.string()) });

/** An engine that speaks Docker's API, over whatever connection it is given. */
export class DockerEngine implements Engine {
  readonly key: string;
  readonly address: string;

  private readonly api: VersionedApi;
  private readonly reader: EngineReader;
  private readonly listeners = new Set<EngineListener>();
  private readonly changes: Debouncer;
  private follower: EventFollower | undefined;
  private events = new EventFilter();
  private streamOpen = false;
  private hasLostStream = false;
  private facts: EngineFacts | undefined;
  /** Grows whenever what was asked before may no longer be so. */
  private factsAge = 0;
  /** The read under way; the next one waits for it. */
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: DockerEngineParts) {
    this.key = parts.address;
    this.address = parts.address;
    this.api = new VersionedApi(parts);
    this.reader = new EngineReader(
      (path, query, signal) => this.api.get(path, query, signal),
      () => parts.clock.now(),
    );
    this.changes = new Debouncer(parts.clock, changesDebounceMs, () => {
      for (const listener of [...this.listeners]) listener.changed();
    });
  }

  read(signal: AbortSignal): Promise<Snapshot> {
    const next = this.reading.then(
      () => this.readNow(signal),
      () => this.readNow(signal),
    );
    this.reading = next;
    return next;
  }

  async answers(signal: AbortSignal): Promise<boolean> {
    const { connection, timeoutMs } = this.parts;
    const call = { method: 'GET', path: '/_ping', timeoutMs, bodyIgnored: true } as const;
    try {
      await connection.json(call, signal);
      return true;
    } catch (error) {
      // A refusal is an answer, and an engine that is gone breaks its stream of events itself.
      if (!(error instanceof EngineError) || error.reason !== 'timeout') return true;
      if (this.streamOpen) this.follower?.reopen(error);
      return false;
    }
  }

  watch(listener: EngineListener): { dispose(): void } {
    this.listeners.add(listener);
    if (this.follower === undefined) this.follow();
    else if (this.streamOpen) listener.opened();
    return {
      dispose: () => {
        this.listeners.delete(listener);
        if (this.listeners.size === 0) this.unfollow();
      },
    };
  }

  async inspect(kind: 'network' | 'container', id: string, signal: AbortSignal): Promise<unknown> {
    const encoded = encodeURIComponent(id);
    return this.api.get(
      kind === 'network' ? `/networks/${encoded}` : `/containers/${encoded}/json`,
      {},
      signal,
    );
  }

  connect(request: ConnectRequest, signal: AbortSignal): Promise<void> {
    const body = { EndpointConfig: endpointConfig(request.settings) };
    return this.changeMembership(request, 'connect', body, signal);
  }

  disconnect(request: DisconnectRequest, signal: AbortSignal): Promise<void> {
    return this.changeMembership(request, 'disconnect', { Force: request.force }, signal);
  }

  async createNetwork(request: CreateNetworkRequest, signal: AbortSignal): Promise<CreatedNetwork> {
    const call = { method: 'POST', path: '/networks/create', body: networkBody(request) } as const;
    const answer = createAnswer.safeParse(await this.write(call, [], signal));
    if (!answer.success) {
      throw badAnswerError('POST /networks/create', z.prettifyError(answer.error));
    }
    const { Id: id, Warning: warning } = answer.data;
    return { id, ...((warning ?? '') === '' ? {} : { warning: warning ?? '' }) };
  }

  async removeNetwork(id: string, signal: AbortSignal): Promise<void> {
    const path = `/networks/${encodeURIComponent(await this.removalName(id, signal))}`;
    await this.write({ method: 'DELETE', path }, [id], signal);
  }

  findImage(name: string, signal: AbortSignal): Promise<string | undefined> {
    return findImage(name, this.helperEngine(), signal);
  }

  runHelper(request: HelperRequest, signal: AbortSignal): Promise<HelperOutput> {
    return runHelper(request, this.helperEngine(), signal);
  }

  exec(request: ExecRequest, signal: AbortSignal): Promise<ExecOutput> {
    return runExec(request, this.helperEngine(), signal);
  }

  dispose(): void {
    this.listeners.clear();
    this.unfollow();
    this.parts.connection.close();
  }

  /**
   * Podman removes a network under its containers when it is asked for by id: it looks for the name it was given
   * among theirs (5.8: containerengine NetworkRm). Its names are unique.
   */
  private async removalName(id: string, signal: AbortSignal): Promise<string> {
    if (!isPodman(parseVersion(await this.api.readVersion(signal)))) return id;
    return networkAgain(await this.inspect('network', id, signal)).name;
  }

  private helperEngine(): HelperEngine {
    const { connection, clock, writeTimeoutMs } = this.parts;
    return {
      connection,
      clock,
      timeoutMs: writeTimeoutMs,
      path: (path, signal) => this.api.path(path, signal),
    };
  }

  private async readNow(signal: AbortSignal): Promise<Snapshot> {
    try {
      // Without an open event stream nothing tells whether this is still the same engine.
      if (!this.streamOpen) this.forgetEngine();
      const facts = this.facts ?? (await this.readFacts(signal));
      const snapshot = await this.reader.read(facts, signal);
      // What is missing of it is asked for again.
      if (facts.missing.length > 0) this.forgetFacts();
      if (!this.streamOpen) this.follower?.nudge();
      return snapshot;
    } catch (error) {
      if (error instanceof EngineError && error.reason !== 'cancelled') this.forgetEngine();
      throw error;
    }
  }

  private async readFacts(signal: AbortSignal): Promise<EngineFacts> {
    const age = this.factsAge;
    const facts = await this.askFacts(signal);
    // Should another engine have come while this waited for answers, what it learnt is not kept.
    if (age === this.factsAge) this.facts = facts;
    return facts;
  }

  private async askFacts(signal: AbortSignal): Promise<EngineFacts> {
    const version = await this.api.readVersion(signal);
    const base = { version, missing: [] };
    this.api.learn(version);
    try {
      const info = await this.api.get('/info', {}, signal);
      const swarm = swarmInfo.safeParse(info);
      if (!swarm.success) throw badAnswerError('GET /info', z.prettifyError(swarm.error));
      return { ...base, info, inSwarm: swarm.data.Swarm?.LocalNodeState === 'active' };
    } catch (error) {
      if (!(error instanceof EngineError) || isFatal(error.reason)) throw error;
      return {
        ...base,
        info: {},
        inSwarm: false,
        missing: [{ part: 'GET /info', reason: error.message }],
      };
    }
  }

  private async changeMembership(
    { networkId, containerId }: { readonly networkId: string; readonly containerId: string },
    verb: 'connect' | 'disconnect',
    settings: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<void> {
    const path = `/networks/${encodeURIComponent(networkId)}/${verb}`;
    const body = { Container: containerId, ...settings };
    // Docker's answer is empty, Podman's is text: `OK` (podman 5: compat.Connect).
    const call = { method: 'POST', path, body, bodyIgnored: true } as const;
    await this.write(call, [networkId, containerId], signal);
  }

  /** @param ids what it changes, which is read again whether or not the engine tells of it */
  private async write(
    call: Pick<EngineRequest, 'method' | 'path' | 'body' | 'bodyIgnored'>,
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<unknown> {
    try {
      return await this.api.write(call, signal);
    } finally {
      // The engine sends no event for a stopped container, and a failed write may have been half done.
      this.reader.suspect(ids);
      this.changes.trigger();
    }
  }

  private follow(): void {
    const follower = new EventFollower(
      async (signal) =>
        this.parts.connection.stream(
          {
            method: 'GET',
            path: await this.api.path('/events', signal),
            query: { filters: JSON.stringify({ type: ['network', 'container'] }) },
            timeoutMs: this.parts.timeoutMs,
          },
          signal,
        ),
      this.parts.clock,
      {
        event: (json) => {
          const change = this.events.accept(json);
          if (change === undefined) return;
          this.reader.suspect(change.ids);
          if (change.engineInfo) this.forgetFacts();
          this.changes.trigger();
        },
        opened: () => {
          // Whatever happened while nobody listened is unknown, a change of engine included.
          if (this.hasLostStream) {
            this.reader.forget();
            this.forgetFacts();
          }
          this.hasLostStream = false;
          this.streamOpen = true;
          for (const listener of [...this.listeners]) listener.opened();
        },
        lost: (error) => {
          this.loseStream();
          for (const listener of [...this.listeners]) listener.lost(error);
        },
      },
    );
    this.follower = follower;
    void follower.run();
  }

  private unfollow(): void {
    this.follower?.dispose();
    this.follower = undefined;
    this.changes.cancel();
    this.loseStream();
  }

  private loseStream(): void {
    this.streamOpen = false;
    this.hasLostStream = true;
    this.events = new EventFilter();
    this.forgetEngine();
  }

  private forgetEngine(): void {
    this.api.forget();
    this.forgetFacts();
  }

  private forgetFacts(): void {
    this.facts = undefined;
    this.factsAge += 1;
  }
}
