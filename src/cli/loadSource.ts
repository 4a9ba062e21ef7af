import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readComposeProject } from '../compose/readComposeProject';
import type { Snapshot } from '../model/snapshot';
import type { Topology } from '../model/topology';
import { openEngine } from '../sources/engine/dockerodeEngine';
import { systemEndpointInput } from '../sources/engine/endpointFiles';
import { resolveEngineEndpoint } from '../sources/engine/engineEndpoint';
import { readSnapshotFile } from '../sources/snapshotFile';
import { buildTopology } from '../topology/buildTopology';
import { planTopology } from '../topology/planTopology';
import { CliError, ComposeRefused, type CliIo } from './cliIo';
import { diskReader } from './diskReader';

/** The values of the options in sourceOptions.ts. */
export interface SourceValues {
  readonly host?: string | undefined;
  readonly context?: string | undefined;
  readonly 'engine-version'?: string | undefined;
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
  if (source === 'engine') {
    const { snapshot, key, label } = await readEngine(values, io);
    return buildTopology(snapshot, { kind: 'engine', label }, key);
  }
  const file = path.resolve(io.folder, source);
  return (await looksLikeSnapshot(file, source))
    ? buildTopology(
        values['no-host'] === true
          ? withoutHost(await readSnapshotFile(file))
          : await readSnapshotFile(file),
        { kind: 'snapshot', label: source },
        file,
      )
    : loadCompose(file, values, io);
}

function withoutHost({ host: _host, sandboxes: _sandboxes, ...api }: Snapshot): Snapshot {
  return api as Snapshot;
}

/** Reads the engine once. @throws EngineError */
export async function readEngine(
  values: SourceValues,
  io: CliIo,
): Promise<{ readonly snapshot: Snapshot; readonly key: string; readonly label: string }> {
  const endpoint = resolveEngineEndpoint(
    systemEndpointInput({ host: values.host, context: values.context }, io.environment),
  );
  const engine = await openEngine(endpoint);
  try {
    return {
      snapshot: await engine.read(io.signal),
      key: engine.key,
      label: engine.address,
    };
  } finally {
    engine.dispose();
  }
}

/** JSON can be both a snapshot and a compose file; only a snapshot has a format of ours. */
async function looksLikeSnapshot(file: string, shown: string): Promise<boolean> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    throw new CliError(
      `cannot read ${shown}: ${code}; name a snapshot file, a compose file, or the word engine`,
    );
  }
  return text.trimStart().startsWith('{') && !/"services"\s*:/.test(text);
}

async function loadCompose(file: string, values: SourceValues, io: CliIo): Promise<Topology> {
  const { project, problems } = await readComposeProject(
    {
      workingDirectory: path.dirname(file),
      files: [file],
      environment: io.environment,
    },
    diskReader,
  );
  const refusal = problems.find((problem) => problem.severity === 'error');
  if (refusal !== undefined || project === undefined) {
    throw new ComposeRefused(
      refusal === undefined
        ? `${file} holds no project`
        : `${refusal.at.file}:${refusal.at.line}:${refusal.at.column}: ${refusal.message}`,
    );
  }
  const engineVersion = values['engine-version'];
  return planTopology(project, engineVersion === undefined ? {} : { engineVersion });
}
