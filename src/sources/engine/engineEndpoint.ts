import { homePath, type EndpointFiles } from './endpointFiles';
import { readDockerContext } from './dockerContext';
import { EngineError } from './engineError';
import { parseEngineAddress } from './parseEngineAddress';

/** Where the files of a TLS client lie; the files are read when the engine is opened. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** False only where a context says `SkipTLSVerify`. */
  readonly verify: boolean;
}

/** How to reach one engine. Holds no credentials: TLS keys are paths, passwords are not taken. */
export type EngineAddress =
  | { readonly kind: 'unix'; readonly socketPath: string }
  | { readonly kind: 'npipe'; readonly pipePath: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: TlsFiles }
  | SshAddress;

/** What the address leaves out is up to the user's ssh configuration, keys and agent to the ssh program. */
export interface SshAddress {
  readonly kind: 'ssh';
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  /** Socket of the engine on that host, when it is not the default one. */
  readonly socketPath?: string;
}

export type EngineEndpoint = EngineAddress & {
  /** The address for people, e.g. `unix:///var/run/docker.sock`; no user, no password. */
  readonly label: string;
  /** Why this one, e.g. `DOCKER_HOST names it`. */
  readonly chosenBecause: string;
};

export interface EndpointInput {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  readonly files: EndpointFiles;
  /** `--host` or the setting: an address as `DOCKER_HOST` takes it. Empty means not set. */
  readonly host?: string;
  /** `--context` or the setting: a Docker context's name. Empty means not set. */
  readonly context?: string;
}

/**
 * Which engine to talk to: what was asked for, else `DOCKER_HOST`, else the Docker context
 * (`DOCKER_CONTEXT`, then `currentContext` of config.json), else the first default socket there is
 * (docker/cli: resolveContextName and opts.ParseHost, 28.5).
 * @throws EngineError `misconfigured` when the address or context named cannot be understood or found
 */
export function resolveEngineEndpoint(input: EndpointInput): EngineEndpoint {
  const { environment } = input;
  const host = filled(input.host);
  const context = filled(input.context);
  if (host !== undefined && context !== undefined) {
    throw new EngineError(
      'misconfigured',
      'Both an engine address and a Docker context are given.',
      'Give one of the two.',
      `host ${host}, context ${context}`,
    );
  }
  if (host !== undefined) return addressed(input, host, 'it was asked for');
  if (context !== undefined) {
    return ofContext(input, context, `the Docker context ${context} was asked for`);
  }
  const dockerHost = filled(environment['DOCKER_HOST']);
  if (dockerHost !== undefined) return addressed(input, dockerHost, 'DOCKER_HOST names it');
  const dockerContext = filled(environment['DOCKER_CONTEXT']);
  if (dockerContext !== undefined) {
    return ofContext(input, dockerContext, `DOCKER_CONTEXT names the context ${dockerContext}`);
  }
  const current = currentContext(input);
  if (current !== undefined) {
    return ofContext(input, current, `${current} is the current Docker context`);
  }
  return defaultEndpoint(input);
}

function addressed(input: EndpointInput, text: string, because: string): EngineEndpoint {
  const address = parseEngineAddress(text, tlsOfEnvironment(input));
  if (address === undefined) {
    throw new EngineError(
      'misconfigured',
      'The address of the engine cannot be understood.',
      'Write it as unix:///var/run/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2376 or ssh://host.',
      because,
    );
  }
  return endpoint(address, because);
}

function ofContext(input: EndpointInput, name: string, because: string): EngineEndpoint {
  // docker/cli: the context `default` is not stored; it stands for DOCKER_HOST or the default socket.
  if (name === 'default') {
    const dockerHost = filled(input.environment['DOCKER_HOST']);
    return dockerHost === undefined
      ? defaultEndpoint(input)
      : addressed(input, dockerHost, 'DOCKER_HOST names it');
  }
  const context = readDockerContext(name, configFolder(input), input.files);
  if (context === undefined) {
    throw new EngineError(
      'misconfigured',
      `There is no Docker context named ${name}.`,
      'List the contexts with `docker context ls`, or choose another engine.',
      because,
    );
  }
  const address = parseEngineAddress(context.host, context.tls);
  if (address === undefined) {
    throw new EngineError(
      'misconfigured',
      `The Docker context ${name} names an address that cannot be understood.`,
      `Look at it with \`docker context inspect ${name}\`, or choose another engine.`,
      because,
    );
  }
  return endpoint(address, because);
}

function currentContext(input: EndpointInput): string | undefined {
  const text = input.files.read(homePath(configFolder(input), 'config.json'));
  if (text === undefined) return undefined;
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config !== 'object' || config === null || !('currentContext' in config)) {
      return undefined;
    }
    const name = config.currentContext;
    return typeof name === 'string' && name !== 'default' ? filled(name) : undefined;
  } catch {
    // As docker does with a config.json it cannot read: warn about it nowhere, use the default.
    return undefined;
  }
}

function defaultEndpoint(input: EndpointInput): EngineEndpoint {
  if (input.platform === 'win32') {
    return endpoint(
      { kind: 'npipe', pipePath: '//./pipe/docker_engine' },
      'it is the default named pipe',
    );
  }
  const system = '/var/run/docker.sock';
  const runtimeFolder = filled(input.environment['XDG_RUNTIME_DIR']);
  const sockets = [
    system,
    ...(runtimeFolder === undefined ? [] : [homePath(runtimeFolder, 'docker.sock')]),
    homePath(input.homeFolder, '.docker', 'run', 'docker.sock'),
  ];
  const socketPath = sockets.find((path) => input.files.exists(path));
  if (socketPath === undefined) {
    return endpoint(
      { kind: 'unix', socketPath: system },
      'it is the default socket, though none of the default sockets exists',
    );
  }
  return endpoint(
    { kind: 'unix', socketPath },
    socketPath === system ? 'it is the default socket' : 'it is the first default socket there is',
  );
}

/** docker/cli: TLS for tcp is on when DOCKER_TLS_VERIFY is not empty; the files default to ~/.docker. */
function tlsOfEnvironment(input: EndpointInput): TlsFiles | undefined {
  if (filled(input.environment['DOCKER_TLS_VERIFY']) === undefined) return undefined;
  const folder = filled(input.environment['DOCKER_CERT_PATH']) ?? configFolder(input);
  return {
    ca: homePath(folder, 'ca.pem'),
    cert: homePath(folder, 'cert.pem'),
    key: homePath(folder, 'key.pem'),
    verify: true,
  };
}

/** Where docker's configuration and contexts are. */
export function configFolder(input: EndpointInput): string {
  return filled(input.environment['DOCKER_CONFIG']) ?? homePath(input.homeFolder, '.docker');
}

function endpoint(address: EngineAddress, chosenBecause: string): EngineEndpoint {
  return { ...address, label: label(address), chosenBecause };
}

function label(address: EngineAddress): string {
  switch (address.kind) {
    case 'unix':
      return `unix://${address.socketPath}`;
    case 'npipe':
      return `npipe://${address.pipePath}`;
    case 'tcp':
      return `tcp://${bracketed(address.host)}:${address.port}`;
    case 'ssh':
      return `ssh://${bracketed(address.host)}${portText(address)}${address.socketPath ?? ''}`;
  }
}

function portText({ port }: SshAddress): string {
  return port === undefined ? '' : `:${port}`;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function filled(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed;
}
