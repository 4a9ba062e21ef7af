import { negotiateApiVersion } from './apiVersion';
import type { EngineConnection, EngineRequest } from './engineConnection';
import { EngineError } from './engineError';
import { parseVersion } from './parseVersion';

export interface VersionedApiParts {
  readonly connection: EngineConnection;
  readonly timeoutMs: number;
  readonly writeTimeoutMs: number;
}

/** The engine's API in the version that both sides speak, asked for before the first question. */
export class VersionedApi {
  /** `1.41`; as long as nobody says that another engine may have come. */
  private version: Promise<string> | undefined;

  constructor(private readonly parts: VersionedApiParts) {}

  /** The only question asked without an API version: it tells which ones the engine speaks. @throws EngineError */
  async readVersion(signal: AbortSignal): Promise<unknown> {
    const { connection, timeoutMs } = this.parts;
    return connection.json({ method: 'GET', path: '/version', timeoutMs }, signal);
  }

  /** What `/version` answered. */
  learn(answer: unknown): void {
    this.version ??= Promise.resolve(negotiate(answer));
  }

  forget(): void {
    this.version = undefined;
  }

  /** @throws EngineError */
  async get(
    path: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const { connection, timeoutMs } = this.parts;
    const versioned = await this.path(path, signal);
    return connection.json({ method: 'GET', path: versioned, query, timeoutMs }, signal);
  }

  /** @throws EngineError */
  async write(
    call: Pick<EngineRequest, 'method' | 'path' | 'body' | 'bodyIgnored'>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const { connection, writeTimeoutMs } = this.parts;
    const path = await this.path(call.path, signal);
    return connection.json({ ...call, path, timeoutMs: writeTimeoutMs }, signal);
  }

  /** `/v1.41/networks` for `/networks`. @throws EngineError */
  async path(path: string, signal: AbortSignal): Promise<string> {
    this.version ??= this.readVersion(signal).then(negotiate);
    try {
      return `/v${await this.version}${path}`;
    } catch (error) {
      this.version = undefined;
      // Somebody else asked for it and gave up: that is no reason to give up here.
      if (error instanceof EngineError && error.reason === 'cancelled' && !signal.aborted) {
        return this.path(path, signal);
      }
      throw error;
    }
  }
}

function negotiate(version: unknown): string {
  return negotiateApiVersion(parseVersion(version));
}
