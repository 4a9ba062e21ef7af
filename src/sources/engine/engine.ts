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

  /**
   * Whether it answers anything within its time; only silence is no answer, and then its events are followed anew:
   * they may be as dead as it is. Never rejects.
   */
  answers(signal: AbortSignal): Promise<boolean>;

  /** Follows the engine's events until disposed. Reconnects by itself, with growing pauses. */
  watch(listener: EngineListener): { dispose(): void };

  /** The engine's own JSON, unfiltered, for *Inspect*. @throws EngineError */
  inspect(kind: 'network' | 'container', id: string, signal: AbortSignal): Promise<unknown>;

  /** @throws EngineError */
  connect(request: ConnectRequest, signal: AbortSignal): Promise<void>;

  /** @throws EngineError */
  disconnect(request: DisconnectRequest, signal: AbortSignal): Promise<void>;

  /** Makes a network; refused when there is one of that name. @throws EngineError */
  createNetwork(request: CreateNetworkRequest, signal: AbortSignal): Promise<CreatedNetwork>;

  /** Removes a network nobody is on. @throws EngineError */
  removeNetwork(id: string, signal: AbortSignal): Promise<void>;

  /** The id of an image the engine has, `undefined` for one it has not. @throws EngineError */
  findImage(name: string, signal: AbortSignal): Promise<string | undefined>;

  /**
   * Runs a short-lived container of a probe and removes it, whatever happens. Pulls nothing, and the
   * events of it reach nobody. @throws EngineError when it cannot be made or started
   */
  runHelper(request: HelperRequest, signal: AbortSignal): Promise<HelperOutput>;

  /** Runs a command in a running container. @throws EngineError */
  exec(request: ExecRequest, signal: AbortSignal): Promise<ExecOutput>;

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

/** A network as it is asked for, or as it was and is to be again. Absent means the engine's choice. */
export interface CreateNetworkRequest {
  readonly name: string;
  readonly driver: string;
  readonly scope?: string;
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly ingress?: boolean;
  /** Only from API 1.48 on; older engines do not know it. */
  readonly ipv4?: boolean;
  readonly ipv6?: boolean;
  /** Makes no network but settings for others. */
  readonly configOnly?: boolean;
  /** Name of the network whose settings it takes; then it has none of its own. */
  readonly configFrom?: string;
  readonly ipam?: IpamRequest;
  readonly options?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface IpamRequest {
  readonly driver?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly pools: readonly PoolRequest[];
}

export interface PoolRequest {
  /** CIDR. */
  readonly subnet?: string;
  /** CIDR within the subnet that addresses are handed out from. */
  readonly range?: string;
  readonly gateway?: string;
  /** Reserved addresses by name. */
  readonly aux?: Readonly<Record<string, string>>;
}

export interface CreatedNetwork {
  readonly id: string;
  /** What the engine did not like about it, in its words. */
  readonly warning?: string;
}

export interface ExecRequest {
  readonly containerId: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** How long it may run, and how much it may print. */
  readonly timeoutMs: number;
  readonly largestBytes: number;
}

export interface ExecOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** Absent while it still runs. */
  readonly exitCode: number | undefined;
}

/** A container that lives as long as one script. */
export interface HelperRequest {
  /** Id of an image the engine has; with `/bin/sh`. */
  readonly image: string;
  /** `host` or `container:<id>`. */
  readonly network: string;
  /** Capabilities it keeps; all others are dropped. */
  readonly capabilities: readonly string[];
  /** What `/bin/sh -c` is given, and its arguments after `$0`. */
  readonly script: string;
  readonly args: readonly string[];
  /** Value of the label that marks it. */
  readonly run: string;
  /** How long it may run, and how much it may print. */
  readonly timeoutMs: number;
  readonly largestBytes: number;
}

export interface HelperOutput {
  /** The id its container had. */
  readonly id: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Why the output ends: by itself, or because the container was killed. */
  readonly end: 'exited' | 'timeout' | 'tooMuch';
}
