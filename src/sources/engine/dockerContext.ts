import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { homePath, type EndpointFiles, type FolderFiles } from './endpointFiles';
import type { TlsFiles } from './engineEndpoint';

export interface DockerContext {
  /** As `DOCKER_HOST` takes it. */
  readonly host: string;
  readonly tls?: TlsFiles;
}

const metaFile = z.object({
  Name: z.optional(z.string()),
  Endpoints: z.object({
    docker: z.object({
      Host: z.string(),
      SkipTLSVerify: z.optional(z.boolean()),
    }),
  }),
});

/**
 * A stored Docker context; `undefined` when there is none of that name or its file makes no sense.
 * Both folders of a context are named by the SHA-256 of its name (docker/cli: contextdirOf).
 */
export function readDockerContext(
  name: string,
  configFolder: string,
  files: EndpointFiles,
): DockerContext | undefined {
  const folder = contextFolder(name);
  const text = files.read(homePath(configFolder, 'contexts', 'meta', folder, 'meta.json'));
  const endpoint = text === undefined ? undefined : parseMeta(text)?.Endpoints.docker;
  if (endpoint === undefined) return undefined;
  const tls = tlsFiles(
    homePath(configFolder, 'contexts', 'tls', folder, 'docker'),
    endpoint.SkipTLSVerify !== true,
    files,
  );
  return { host: endpoint.Host, ...(tls === undefined ? {} : { tls }) };
}

/** Names of the stored contexts, sorted; those whose files make no sense are left out, as docker does. */
export function dockerContextNames(configFolder: string, files: FolderFiles): readonly string[] {
  const folder = homePath(configFolder, 'contexts', 'meta');
  const names = files.list(folder).flatMap((id) => {
    const text = files.read(homePath(folder, id, 'meta.json'));
    const name = text === undefined ? undefined : parseMeta(text)?.Name;
    // A folder that is named otherwise is not found by its name.
    return name !== undefined && contextFolder(name) === id ? [name] : [];
  });
  return names.sort();
}

function contextFolder(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

function parseMeta(text: string): z.infer<typeof metaFile> | undefined {
  try {
    const meta = metaFile.safeParse(JSON.parse(text));
    return meta.success ? meta.data : undefined;
  } catch {
    // Not JSON: the same as a context that is not there; the caller names it.
    return undefined;
  }
}

function tlsFiles(folder: string, verify: boolean, files: EndpointFiles): TlsFiles | undefined {
  const present = (name: string): string | undefined => {
    const path = homePath(folder, name);
    return files.exists(path) ? path : undefined;
  };
  const ca = present('ca.pem');
  const cert = present('cert.pem');
  const key = present('key.pem');
  if (ca === undefined && cert === undefined && key === undefined && verify) return undefined;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    verify,
  };
}
