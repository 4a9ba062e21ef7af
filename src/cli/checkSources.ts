import path from 'node:path';
import { checkAssertion, type Assertion, type AssertionResult } from '../analysis/assertion';
import { composeFindings, upFindings } from '../analysis/findings/composeFindings';
import { upProblems } from '../compose/upProblems';
import type { Finding } from '../analysis/findings/finding';
import { findingsOf, inOrder } from '../analysis/findings/findingsOf';
import { Tracer } from '../analysis/trace/tracer';
import type { Topology } from '../model/topology';
import type { CliIo } from './cliIo';
import {
  loadSource,
  looksLikeSnapshot,
  planCompose,
  withDaemonOptions,
  type SourceValues,
} from './loadSource';

/** What can stand among the sources. */
const nameable =
  'snapshot files, compose files or the word engine, and assertions in quotes, like "web -> db:5432 yes"';

/** What checking one source gave. */
export interface CheckedSource {
  /** As given; the files of one compose project together. */
  readonly source: string;
  /** docker compose refuses it, so there was nothing to ask. */
  readonly refused: boolean;
  readonly findings: readonly Finding[];
  readonly assertions: readonly AssertionResult[];
}

/** Checks every source by itself; compose files are one project, as with several `-f`. @throws what loadSource throws */
export async function checkSources(
  sources: readonly string[],
  assertions: readonly Assertion[],
  values: SourceValues,
  io: CliIo,
): Promise<readonly CheckedSource[]> {
  const files: string[] = [];
  const others: string[] = [];
  for (const source of sources) {
    const file = path.resolve(io.folder, source);
    const other = source === 'engine' || (await looksLikeSnapshot(file, source, nameable));
    (other ? others : files).push(source);
  }
  const checked: CheckedSource[] = [];
  if (files.length > 0) checked.push(await checkProject(files, assertions, values, io));
  for (const source of others) {
    const topology = await loadSource(source, values, io);
    checked.push({ source, refused: false, ...checkTopology(topology, assertions) });
  }
  return checked;
}

async function checkProject(
  files: readonly string[],
  assertions: readonly Assertion[],
  values: SourceValues,
  io: CliIo,
): Promise<CheckedSource> {
  const source = files.join(' ');
  const absolute = files.map((file) => path.resolve(io.folder, file));
  const { topology, project, problems } = await planCompose(absolute, values, io);
  const written = [
    ...composeFindings(problems),
    ...(project === undefined ? [] : upFindings(upProblems(project))),
  ];
  if (topology === undefined) {
    return { source, refused: true, findings: inOrder(written), assertions: [] };
  }
  const found = checkTopology(withDaemonOptions(topology, values), assertions);
  return { source, refused: false, ...found, findings: inOrder([...written, ...found.findings]) };
}

function checkTopology(
  topology: Topology,
  assertions: readonly Assertion[],
): Pick<CheckedSource, 'findings' | 'assertions'> {
  const tracer = new Tracer(topology);
  return {
    findings: findingsOf(topology, tracer),
    assertions: assertions.map((one) => checkAssertion(topology, tracer, one)),
  };
}
