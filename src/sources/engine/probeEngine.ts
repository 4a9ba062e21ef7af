import { isPodman } from '../../model/isPodman';
import { negotiateApiVersion } from './apiVersion';
import { openConnection } from './dockerodeEngine';
import type { EngineEndpoint } from './engineEndpoint';
import { parseVersion } from './parseVersion';

/** What an engine says of itself. */
export interface EngineIdentity {
  readonly product: 'docker' | 'podman';
  readonly version: string;
  /** The newest API it speaks, e.g. `1.51`. */
  readonly api: string;
}

/** Behind ssh it takes a login first. */
const timeoutMs = (endpoint: EngineEndpoint) => (endpoint.kind === 'ssh' ? 15_000 : 5_000);

/** Asks an engine who it is, and nothing else. @throws EngineError */
export async function probeEngine(
  endpoint: EngineEndpoint,
  signal: AbortSignal,
): Promise<EngineIdentity> {
  const connection = await openConnection(endpoint);
  try {
    const answer = await connection.json(
      { method: 'GET', path: '/version', timeoutMs: timeoutMs(endpoint) },
      signal,
    );
    const version = parseVersion(answer);
    negotiateApiVersion(version);
    return {
      product: isPodman(version) ? 'podman' : 'docker',
      version: version.Version ?? '',
      api: version.ApiVersion ?? '',
    };
  } finally {
    connection.close();
  }
}
