import { dockerContextNames } from './dockerContext';
import { homePath, type FolderFiles } from './endpointFiles';
import {
  configFolder,
  resolveEngineEndpoint,
  type EndpointInput,
  type EngineEndpoint,
} from './engineEndpoint';
import { EngineError } from './engineError';

/** An engine that could be chosen. */
export interface EngineCandidate {
  /** `automatic`: what docker's own command line would use here. */
  readonly kind: 'automatic' | 'context' | 'place' | 'address';
  /** Of the context or product; of an address the address. */
  readonly name: string;
  /** What has to be asked for to get it; both empty for `automatic`. */
  readonly host: string;
  readonly context: string;
  readonly endpoint: EngineEndpoint | EngineError;
  /** False where there is no socket or pipe to ask at. */
  readonly isThere: boolean;
}

/** A socket or pipe that a product is known to make. */
interface KnownPlace {
  readonly name: string;
  readonly address: string;
}

type CandidateInput = Omit<EndpointInput, 'host' | 'context' | 'files'> & {
  readonly files: FolderFiles;
};

/**
 * The engines that could be chosen on this machine: docker's own choice, the Docker contexts, and the sockets and
 * pipes of known products, each engine once. Nothing is asked of any of them.
 */
export function engineCandidates(input: CandidateInput): readonly EngineCandidate[] {
  const contexts = dockerContextNames(configFolder(input), input.files).map((name) =>
    candidate(input, { kind: 'context', name, host: '', context: name }),
  );
  const taken = new Set(contexts.map(({ endpoint }) => labelOf(endpoint)));
  const places = knownPlaces(input)
    .map(({ name, address }) =>
      candidate(input, { kind: 'place', name, host: address, context: '' }),
    )
    .filter(({ endpoint }) => !taken.has(labelOf(endpoint)));
  return [
    candidate(input, { kind: 'automatic', name: '', host: '', context: '' }),
    ...contexts,
    ...places,
  ];
}

/** The candidate that an address is, as a setting names it or somebody typed it. */
export function addressCandidate(input: CandidateInput, address: string): EngineCandidate {
  return candidate(input, { kind: 'address', name: address, host: address, context: '' });
}

function candidate(
  input: CandidateInput,
  what: Omit<EngineCandidate, 'endpoint' | 'isThere'>,
): EngineCandidate {
  const endpoint = resolved({ ...input, host: what.host, context: what.context });
  return { ...what, endpoint, isThere: isThere(endpoint, input.files) };
}

function resolved(input: EndpointInput): EngineEndpoint | EngineError {
  try {
    return resolveEngineEndpoint(input);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

function isThere(endpoint: EngineEndpoint | EngineError, files: FolderFiles): boolean {
  if (endpoint instanceof EngineError) return false;
  switch (endpoint.kind) {
    case 'unix':
      return files.exists(endpoint.socketPath);
    case 'npipe':
      return files.exists(endpoint.pipePath);
    case 'tcp':
    case 'ssh':
      return true;
  }
}

function labelOf(endpoint: EngineEndpoint | EngineError): string | undefined {
  return endpoint instanceof EngineError ? undefined : endpoint.label;
}

function knownPlaces(input: CandidateInput): readonly KnownPlace[] {
  return input.platform === 'win32' ? pipes : sockets(input);
}

/** Docker Desktop 4, Rancher Desktop 1 (which takes Docker's), podman machine 5. */
const pipes: readonly KnownPlace[] = [
  { name: 'Docker', address: 'npipe:////./pipe/docker_engine' },
  { name: 'Docker Desktop', address: 'npipe:////./pipe/dockerDesktopLinuxEngine' },
  { name: 'Podman', address: 'npipe:////./pipe/podman-machine-default' },
];

function sockets(input: CandidateInput): readonly KnownPlace[] {
  const { environment, files, homeFolder, platform } = input;
  const ofHome = (...parts: readonly string[]) => homePath(homeFolder, ...parts);
  const ofRuntime = (name: string, ...parts: readonly string[]) => {
    const folder = environment['XDG_RUNTIME_DIR'];
    return folder === undefined || folder === '' ? [] : [at(name, homePath(folder, ...parts))];
  };
  const colima = environment['COLIMA_HOME'] || ofHome('.colima');
  const profiles = files
    .list(colima)
    .filter((profile) => files.exists(homePath(colima, profile, 'docker.sock')));
  const everywhere = [
    at('Docker', '/var/run/docker.sock'),
    ...ofRuntime('Docker (rootless)', 'docker.sock'),
    at(
      'Docker Desktop',
      ofHome('.docker', platform === 'linux' ? 'desktop' : 'run', 'docker.sock'),
    ),
    ...(profiles.length === 0 ? ['default'] : profiles).map((profile) =>
      at(
        profile === 'default' ? 'Colima' : `Colima (${profile})`,
        homePath(colima, profile, 'docker.sock'),
      ),
    ),
    at('Rancher Desktop', ofHome('.rd', 'docker.sock')),
  ];
  if (platform === 'darwin') {
    return [
      ...everywhere,
      at('OrbStack', ofHome('.orbstack', 'run', 'docker.sock')),
      at('Podman', ofHome('.local', 'share', 'containers', 'podman', 'machine', 'podman.sock')),
    ];
  }
  return [
    ...everywhere,
    ...ofRuntime('Podman (rootless)', 'podman', 'podman.sock'),
    at('Podman', '/run/podman/podman.sock'),
  ];
}

function at(name: string, socketPath: string): KnownPlace {
  return { name, address: `unix://${socketPath}` };
}
