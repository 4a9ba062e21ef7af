import { readFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { inspect } from 'node:util';
import { systemClock, type Clock } from './clock';
import { DockerEngine } from './dockerEngine';
import type { Engine } from './engine';
import { EngineConnection } from './engineConnection';
import type { EngineEndpoint, TlsFiles } from './engineEndpoint';
import { EngineError, type EngineErrorReason } from './engineError';
import { SshAgent } from './sshAgent';

export interface EngineOptions {
  /** How long the engine may say nothing to a question, in milliseconds. Default 5,000; behind ssh, which shakes hands first, 20,000. */
  readonly timeoutMs?: number;
  /** The same for connect and disconnect, which drivers can take long over. Default 30,000. */
  readonly writeTimeoutMs?: number;
  readonly clock?: Clock;
  /** The program for `ssh://`. Default: the `ssh` on the PATH. */
  readonly sshProgram?: string;
}

/**
 * Opens an engine. Loads dockerode, which nothing else does, and the TLS files; nothing is asked of
 * the engine yet.
 * @throws EngineError when a TLS file cannot be read
 */
export async function openEngine(
  endpoint: EngineEndpoint,
  options: EngineOptions = {},
): Promise<Engine> {
  return new DockerEngine({
    address: endpoint.label,
    connection: await openConnection(endpoint, options),
    clock: options.clock ?? systemClock,
    timeoutMs: options.timeoutMs ?? (endpoint.kind === 'ssh' ? 20_000 : 5_000),
    writeTimeoutMs: options.writeTimeoutMs ?? 30_000,
  });
}

/** The way to an engine alone. @throws EngineError when a TLS file cannot be read */
export async function openConnection(
  endpoint: EngineEndpoint,
  { clock = systemClock, sshProgram }: EngineOptions = {},
): Promise<EngineConnection> {
  const connectOptions = await modemOptions(endpoint, sshProgram);
  const { default: Dockerode } = await import('dockerode');
  const docker = withoutDockerEnvironment(() => new Dockerode(connectOptions));
  guardRequests(docker.modem, endpoint.kind === 'tcp' ? endpoint.tls?.verify : undefined);
  return new EngineConnection(
    (request, answered) => {
      docker.modem.dial(request, answered);
    },
    clock,
    () => connectOptions.agent.destroy(),
  );
}

/** Every member is named: docker-modem fills what is absent from `DOCKER_HOST`. */
async function modemOptions(endpoint: EngineEndpoint, sshProgram = 'ssh') {
  const nothing = {
    socketPath: undefined,
    host: undefined,
    port: undefined,
    username: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    protocol: 'http',
    pathPrefix: '/',
  } as const;
  switch (endpoint.kind) {
    case 'unix':
      return { ...nothing, socketPath: endpoint.socketPath, agent: new http.Agent() };
    case 'npipe':
      return { ...nothing, socketPath: endpoint.pipePath, agent: new http.Agent() };
    case 'tcp': {
      const address = { host: endpoint.host, port: endpoint.port };
      if (endpoint.tls === undefined) {
        return { ...nothing, ...address, agent: new http.Agent({ keepAlive: true }) };
      }
      return {
        ...nothing,
        ...address,
        ...(await readTlsFiles(endpoint.tls)),
        protocol: 'https',
        agent: new https.Agent({ keepAlive: true }),
      } as const;
    }
    case 'ssh':
      // The agent knows the way and looks at no path. But the editor's own ways to proxies take the agent's place
      // in every request that is not for a socket (@vscode/proxy-agent: createHttpPatch).
      return { ...nothing, socketPath: 'ssh', agent: new SshAgent(endpoint, sshProgram) };
  }
}

async function readTlsFiles(
  files: TlsFiles,
): Promise<{ ca?: Buffer; cert?: Buffer; key?: Buffer }> {
  // One after the other: of several that are missing, the same one is told each time.
  const ca = await readTlsFile(files.ca, 'certificateUntrusted');
  const cert = await readTlsFile(files.cert, 'certificateNeeded');
  const key = await readTlsFile(files.key, 'certificateNeeded');
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

async function readTlsFile(
  path: string | undefined,
  without: EngineErrorReason,
): Promise<Buffer | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path);
  } catch (error) {
    throw new EngineError(
      without,
      `A TLS file of the engine cannot be read: ${path}.`,
      'Check DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, or the Docker context.',
      error instanceof Error ? error.message : String(error),
    );
  }
}

/**
 * docker-modem reads `DOCKER_HOST` and its certificates whatever options it is given, and throws when
 * they are unsound; which engine it is has been decided, so it is not to see them.
 */
function withoutDockerEnvironment<T>(make: () => T): T {
  const before = process.env['DOCKER_HOST'];
  delete process.env['DOCKER_HOST'];
  try {
    return make();
  } finally {
    if (before !== undefined) process.env['DOCKER_HOST'] = before;
  }
}

/**
 * Whether to verify the engine's certificate goes with each request, as its files do: the modem knows no such
 * option, and the editor puts its own agent in the place of ours (@vscode/proxy-agent: createHttpPatch). And two
 * things the modem does with every request are prevented. It would follow redirections, to
 * anybody and unasked, and throw where nobody can catch it when that fails; no engine redirects. And
 * it describes the request for its debug log even when that is off, agent, sockets and keys included,
 * which takes longer than the request.
 */
function guardRequests(modem: object, verify: boolean | undefined): void {
  const buildRequest: unknown = Reflect.get(modem, 'buildRequest');
  if (typeof buildRequest !== 'function') throw new TypeError('docker-modem has no buildRequest');
  Reflect.set(modem, 'buildRequest', (options: object, ...rest: readonly unknown[]) => {
    const guarded = {
      ...options,
      ...(verify === undefined ? {} : { rejectUnauthorized: verify }),
      maxRedirects: 0,
      [inspect.custom]: () => 'a request',
    };
    Reflect.apply(buildRequest, modem, [guarded, ...rest]);
  });
}
