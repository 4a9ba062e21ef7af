import type { EngineEndpoint } from './engineEndpoint';

/** What makes docker's own client talk to an engine, whatever context or environment there is. */
export interface DockerClient {
  /** Before the command. */
  readonly args: readonly string[];
  /** Set, or taken away (`null`), for the process. */
  readonly environment: Readonly<Record<string, string | null>>;
}

/** docker/cli: opts of `docker`, 28.5; `--host` beats contexts and DOCKER_HOST (resolveContextName). */
export function dockerClient(endpoint: EngineEndpoint): DockerClient {
  return {
    args: ['--host', hostOf(endpoint), ...tlsArguments(endpoint)],
    environment: {
      DOCKER_HOST: null,
      DOCKER_CONTEXT: null,
      // Would turn TLS on for an address without it.
      DOCKER_TLS_VERIFY: null,
      DOCKER_TLS: null,
    },
  };
}

function hostOf(endpoint: EngineEndpoint): string {
  switch (endpoint.kind) {
    case 'unix':
      return `unix://${endpoint.socketPath}`;
    case 'npipe':
      return `npipe://${endpoint.pipePath}`;
    case 'tcp':
      return `tcp://${bracketed(endpoint.host)}:${endpoint.port}`;
    case 'ssh': {
      const { user, host, port, socketPath = '' } = endpoint;
      const who = user === undefined ? '' : `${user}@`;
      return `ssh://${who}${bracketed(host)}${port === undefined ? '' : `:${port}`}${socketPath}`;
    }
  }
}

function tlsArguments(endpoint: EngineEndpoint): readonly string[] {
  if (endpoint.kind !== 'tcp' || endpoint.tls === undefined) return [];
  const { ca, cert, key, verify } = endpoint.tls;
  return [
    verify ? '--tlsverify' : '--tls',
    ...(ca === undefined ? [] : ['--tlscacert', ca]),
    ...(cert === undefined ? [] : ['--tlscert', cert]),
    ...(key === undefined ? [] : ['--tlskey', key]),
  ];
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
