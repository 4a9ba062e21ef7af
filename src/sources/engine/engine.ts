import type { Snapshot } from '../../model/snapshot';

/**
 * One container engine, as the rest of the program sees it. The only implementation that talks to
 * a real one is dockerodeEngine.ts.
 */
export interface Engine {
  /** Stable over restarts of engine and editor: view state is kept under it. Holds no credentials. */
  readonly key: string;
  /** The address for people, e.g. `unix:///var/run/docker.sock`. Holds no credentials. */
  readonly address: string;

  /**
   * Reads everything: one `GET /networks`, one `GET /containers/json?all=1`, and inspects only of
   * what is new or changed since the last read, at most 8 at a time.
   * @throws EngineError
   */
  read(signal: AbortSignal): Promise<Snapshot>;

  /** Follows the engine's events until disposed. Reconnects by itself, with growing pauses. */
  watch(listener: EngineListener): { dispose(): void };

  /** The engine's own JSON, unfiltered, for *Inspect*. @throws EngineError */
  inspect(kind: 'network' | 'container', id: string, signal: AbortSignal): Promise<unknown>;

  /** @throws EngineError */
  connect(request: ConnectRequest, signal: AbortSignal): Promise<void>;

  /** @throws EngineError */
  disconnect(request: DisconnectRequest, signal: AbortSignal): Promise<void>;

  dispose(): void;
}

export interface EngineListener {
  /** Something about networks or containers changed; called at most every 300 ms. */
  changed(): void;
  /** The event stream ended or could not be opened; the next try is under way. */
  lost(error: Error): void;
  /** The event stream is open (again): whatever happened meanwhile was missed, so read. */
  opened(): void;
}

export interface ConnectRequest {
  readonly networkId: string;
  readonly containerId: string;
  readonly settings: EndpointSettings;
}

/** What the user, or an undo, asks for on an endpoint. Absent means the engine's choice. */
export interface EndpointSettings {
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly linkLocalIps?: readonly string[];
  readonly aliases?: readonly string[];
  readonly links?: readonly string[];
  /** Honoured on connect from API 1.54 on; older engines choose one. */
  readonly mac?: string;
  readonly driverOptions?: Readonly<Record<string, string>>;
  readonly gatewayPriority?: number;
}

export interface DisconnectRequest {
  readonly networkId: string;
  readonly containerId: string;
  readonly force: boolean;
}
