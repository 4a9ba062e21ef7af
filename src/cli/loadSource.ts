import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readComposeProject } from '../compose/readComposeProject';
import type { ComposeProblem, ComposeProject } from '../model/composeProject';
import type { Snapshot } from '../model/snapshot';
import { observed, predicted } from '../model/provenance';
import type { Topology, TopologyOrigin } from '../model/topology';
import type { Engine } from '../sources/engine/engine';
import { openEngine } from '../sources/engine/dockerodeEngine';
import { systemEndpointInput } from '../sources/engine/endpointFiles';
import { resolveEngineEndpoint } from '../sources/engine/engineEndpoint';
import { readSnapshotFile } from '../sources/snapshotFile';
import { buildTopology } from '../topology/buildTopology';
import { planTopology } from '../topology/planTopology';
import { CliError, ComposeRefused, type CliIo } from './cliIo';
import { readDaemonOptions } from './daemonOptions';
import { diskReader } from './diskReader';

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
 * The topology of a snapshot file, a compose file, or the engine.
 * @throws CliError, ComposeRefused, EngineError, SnapshotFileError
 */
export async function loadSource(
  source: string,
  values: SourceValues,
  io: CliIo,
): Promise<Topology> {
  return withDaemonOptions(await readTopology(source, values, io), values);
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

async function readTopology(source: string, values: SourceValues, io: CliIo): Promise<Topology> {
  if (source === 'engine') {
    const { snapshot, key, label } = await readEngine(values, io);
    return fromSnapshot(snapshot, { kind: 'engine', label }, key, values);
  }
  const file = path.resolve(io.folder, source);
  return (await looksLikeSnapshot(file, source))
    ? fromSnapshot(await readSnapshotFile(file), { kind: 'snapshot', label: source }, file, values)
    : loadCompose(file, values, io);
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

/**
 * JSON can be both a snapshot and a compose file; only a snapshot has a format of ours.
 * @param instead what to name where there is no such file
 * @throws CliError
 */
export async function looksLikeSnapshot(
  file: string,
  shown: string,
  instead = 'a snapshot file, a compose file, or the word engine',
): Promise<boolean> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    throw new CliError(
      `cannot read ${shown}: ${code === 'ENOENT' ? 'there is no such file' : code}; name ${instead}`,
    );
  }
  return text.trimStart().startsWith('{') && !/"services"\s*:/.test(text);
}

async function loadCompose(file: string, values: SourceValues, io: CliIo): Promise<Topology> {
  const { topology, problems } = await planCompose([file], values, io);
  if (topology !== undefined) return topology;
  const refusal = problems.find((problem) => problem.severity === 'error');
  throw new ComposeRefused(
    refusal === undefined
      ? `${file} holds no project`
      : `${refusal.at.file}:${refusal.at.line}:${refusal.at.column}: ${refusal.message}`,
  );
}

/** The plan of one project from these files, absolute and in order; none where docker compose refuses them. */
export async function planCompose(
  files: readonly string[],
  values: SourceValues,
  io: CliIo,
): Promise<{
  readonly topology?: Topology;
  readonly project?: ComposeProject;
  readonly problems: readonly ComposeProblem[];
}> {
  const { project, problems } = await readComposeProject(
    {
      workingDirectory: path.dirname(files[0] ?? io.folder),
      files,
      environment: io.environment,
    },
    diskReader,
  );
  if (project === undefined || problems.some(({ severity }) => severity === 'error')) {
    return { problems };
  }
  const engineVersion = values['engine-version'];
  const planned = planTopology(project, engineVersion === undefined ? {} : { engineVersion });
  return { topology: planned, project, problems };
}
