import * as z from 'zod/mini';
import { negotiateApiVersion } from './apiVersion';
import { openConnection } from './dockerodeEngine';
import type { EngineEndpoint } from './engineEndpoint';
import { badAnswerError } from './engineErrorFrom';

/** What an engine says of itself. */
export interface EngineIdentity {
  readonly product: 'docker' | 'podman';
  readonly version: string;
  /** The newest API it speaks, e.g. `1.51`. */
  readonly api: string;
}

const versionAnswer = z.object({
  Version: z.optional(z.string()),
  ApiVersion: z.optional(z.string()),
  MinAPIVersion: z.optional(z.nullable(z.string())),
  Components: z.optional(z.nullable(z.array(z.object({ Name: z.optional(z.string()) })))),
});

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
    const version = versionAnswer.safeParse(answer);
    if (!version.success) throw badAnswerError('GET /version', z.prettifyError(version.error));
    const { data } = version;
    negotiateApiVersion({
      ApiVersion: data.ApiVersion,
      MinAPIVersion: data.MinAPIVersion ?? undefined,
    });
    const isPodman = data.Components?.some(({ Name }) => Name === 'Podman Engine') ?? false;
    return {
      product: isPodman ? 'podman' : 'docker',
      version: data.Version ?? '',
      api: data.ApiVersion ?? '',
    };
  } finally {
    connection.close();
  }
}
