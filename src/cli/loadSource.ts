import path from 'node:path';
import { noComposeFile } from '../compose/discover';
import { readComposeProject } from '../compose/readComposeProject';
import type { ComposeProblem, ComposeProject } from '../model/composeProject';
import type { Snapshot } from '../model/snapshot';
import { observed, predicted } from '../model/provenance';
import type { Topology, TopologyOrigin } from '../model/topology';
import type { Engine } from '../sources/engine/engine';
import { openEngine } from '../sources/engine/dockerodeEngine';
import { systemEndpointInput } from '../sources/engine/endpointFiles';
import { resolveEngineEndpoint } from '../sources/engine/engineEndpoint';
import { snapshotFromText } from '../sources/snapshotFile';
import { buildTopology } from '../topology/buildTopology';
import { planTopology } from '../topology/planTopology';
import { CliError, ComposeRefused, type CliIo } from './cliIo';
import { readDaemonOptions } from './daemonOptions';
import { openSource, readerOver, type OpenedSource } from './openSource';

/** The values of the options in sourceOptions.ts. */
export interface SourceValues {
  readonly host?: string | undefined;
  readonly context?: string | undefined;
  /** Instead of what the engine says of itself. */
  readonly 'engine-version'?: string | undefined;
  /** `name=value` as dockerd spells it; over what the engine tells. */
  readonly 'daemon-option'?: readonly string[] | undefined;
  /** Leaves out what the host and the namespaces told: the answer rests on the engine's API alone. */
  readonly 'no-host'?: boolean | undefined;
}

/**
 * The topology of a snapshot file, a compose file, a folder's compose project, or the engine.
 * @throws CliError, ComposeRefused, EngineError, SnapshotFileError
 */
export async function loadSource(
  source: string,
  values: SourceValues,
  io: CliIo,
): Promise<Topology> {
  return loadOpened(source, await openSource(source, io), values, io);
}

/** The same of a source that was read. @throws the same */
export async function loadOpened(
  source: string,
  opened: OpenedSource,
  values: SourceValues,
  io: CliIo,
): Promise<Topology> {
  return withDaemonOptions(await readTopology(source, opened, values, io), values);
}

/** With the daemon's options as given, over what is told. @throws CliError */
export function withDaemonOptions(topology: Topology, values: SourceValues): Topology {
  const options = readDaemonOptions(values['daemon-option'] ?? []);
  if (Object.keys(options).length === 0) return topology;
  const told = topology.engine.daemonOptions?.value;
  return {
    ...topology,
    engine: { ...topology.engine, daemonOptions: observed({ ...told, ...options }, given) },
  };
}

/** Where facts of the command line come from. */
const given = 'the command line';

async function readTopology(
  source: string,
  opened: OpenedSource,
  values: SourceValues,
  io: CliIo,
): Promise<Topology> {
  switch (opened.kind) {
    case 'engine': {
      const { snapshot, key, label } = await readEngine(values, io);
      return fromSnapshot(snapshot, { kind: 'engine', label }, key, values);
    }
    case 'snapshot': {
      const { file, text } = opened;
      const origin: TopologyOrigin = { kind: 'snapshot', label: source };
      return fromSnapshot(snapshotFromText(text, file), origin, file, values);
    }
    case 'folder':
    case 'compose':
      return loadCompose(source, [opened], values, io);
  }
}

function fromSnapshot(
  read: Snapshot,
  origin: TopologyOrigin,
  key: string,
  values: SourceValues,
): Topology {
  const snapshot = values['no-host'] === true ? withoutHost(read) : read;
  const version = values['engine-version'];
  if (version === undefined) return buildTopology(snapshot, origin, key);
  const { engine } = snapshot;
  const asked = { ...engine, version: { ...engine.version, Version: version } };
  const topology = buildTopology({ ...snapshot, engine: asked }, origin, key);
  return {
    ...topology,
    engine: { ...topology.engine, version: predicted(version, `asked for on ${given}`) },
  };
}

function withoutHost({ host: _host, sandboxes: _sandboxes, ...api }: Snapshot): Snapshot {
  return api as Snapshot;
}

/** Reads the engine once; `also` may add to it while the engine is open. @throws EngineError */
export async function readEngine(
  values: SourceValues,
  io: CliIo,
  also?: (read: Snapshot, engine: Engine) => Promise<Snapshot>,
): Promise<{ readonly snapshot: Snapshot; readonly key: string; readonly label: string }> {
  const endpoint = resolveEngineEndpoint(
    systemEndpointInput({ host: values.host, context: values.context }, io.environment),
  );
  const engine = await openEngine(endpoint);
  try {
    const read = await engine.read(io.signal);
    return {
      snapshot: also === undefined ? read : await also(read, engine),
      key: engine.key,
      label: engine.address,
    };
  } finally {
    engine.dispose();
  }
}

async function loadCompose(
  source: string,
  opened: readonly ComposeSource[],
  values: SourceValues,
  io: CliIo,
): Promise<Topology> {
  const { topology, problems } = await planCompose(opened, values, io);
  if (topology !== undefined) return topology;
  const refusal = problems.find((problem) => problem.severity === 'error');
  throw new ComposeRefused(
    refusal === undefined
      ? `${source} holds no project`
      : `${refusal.at.file}:${refusal.at.line}:${refusal.at.column}: ${refusal.message}`,
  );
}

/** What a compose project can be read from. */
export type ComposeSource = Exclude<OpenedSource, { readonly kind: 'engine' | 'snapshot' }>;

/**
 * The plan of one project from these files, in order, or of the one that docker compose finds from a folder; none
 * where docker compose refuses it.
 * @throws CliError where a folder has no compose file
 */
export async function planCompose(
  sources: readonly ComposeSource[],
  values: SourceValues,
  io: CliIo,
): Promise<{
  readonly topology?: Topology;
  readonly project?: ComposeProject;
  readonly problems: readonly ComposeProblem[];
}> {
  const opened = sources.flatMap((one) => (one.kind === 'compose' ? [one] : []));
  const [folder] = sources.flatMap((one) => (one.kind === 'folder' ? [one.folder] : []));
  const files = opened.map(({ file }) => file);
  const { project, problems } = await readComposeProject(
    {
      workingDirectory: folder ?? path.dirname(files[0] ?? io.folder),
      files,
      environment: io.environment,
    },
    readerOver(new Map(opened.map(({ file, text }) => [file, text]))),
  );
  if (folder !== undefined && problems.some(({ message }) => message === noComposeFile)) {
    throw new CliError(`${folder} holds no compose file, nor does a folder above it; name a file`);
  }
  if (project === undefined || problems.some(({ severity }) => severity === 'error')) {
    return { problems };
  }
  const engineVersion = values['engine-version'];
  const planned = planTopology(project, engineVersion === undefined ? {} : { engineVersion });
  return { topology: planned, project, problems };
}
