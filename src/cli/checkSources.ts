import { checkAssertion, type Assertion, type AssertionResult } from '../analysis/assertion';
import { composeFindings, unboundFindings, upFindings } from '../analysis/findings/composeFindings';
import { unboundPorts } from '../compose/unboundPorts';
import { upProblems } from '../compose/upProblems';
import type { Finding } from '../analysis/findings/finding';
import { findingsOf, inOrder } from '../analysis/findings/findingsOf';
import { Tracer } from '../analysis/trace/tracer';
import type { Topology } from '../model/topology';
import type { CliIo } from './cliIo';
import {
  loadOpened,
  planCompose,
  withDaemonOptions,
  type ComposeSource,
  type SourceValues,
} from './loadSource';
import { openSource, type OpenedSource } from './openSource';

/** What can stand among the sources. */
const nameable =
  'snapshot files, compose files, a folder with a compose project, - for standard input or the word engine, and assertions in quotes, like "web -> db:5432 yes"';

/** What checking one source gave. */
export interface CheckedSource {
  /** As given; the files of one compose project together. */
  readonly source: string;
  /** docker compose refuses it, so there was nothing to ask. */
  readonly refused: boolean;
  readonly findings: readonly Finding[];
  readonly assertions: readonly AssertionResult[];
}

/** As given, and what it was found to be. */
interface NamedSource<Opened = ComposeSource> {
  readonly source: string;
  readonly opened: Opened;
}

/** Checks every source by itself; compose files are one project, as with several `-f`. @throws what loadSource throws */
export async function checkSources(
  sources: readonly string[],
  assertions: readonly Assertion[],
  values: SourceValues,
  io: CliIo,
): Promise<readonly CheckedSource[]> {
  const files: NamedSource[] = [];
  const folders: NamedSource[] = [];
  const others: NamedSource<OpenedSource>[] = [];
  for (const source of sources) {
    const opened = await openSource(source, io, nameable);
    if (opened.kind === 'compose') files.push({ source, opened });
    else if (opened.kind === 'folder') folders.push({ source, opened });
    else others.push({ source, opened });
  }
  const projects = [...(files.length > 0 ? [files] : []), ...folders.map((one) => [one])];
  const checked: CheckedSource[] = [];
  for (const project of projects) {
    checked.push(await checkProject(project, assertions, values, io));
  }
  for (const { source, opened } of others) {
    const topology = await loadOpened(source, opened, values, io);
    checked.push({ source, refused: false, ...checkTopology(topology, assertions) });
  }
  return checked;
}

async function checkProject(
  sources: readonly NamedSource[],
  assertions: readonly Assertion[],
  values: SourceValues,
  io: CliIo,
): Promise<CheckedSource> {
  const source = sources.map((one) => one.source).join(' ');
  const opened = sources.map((one) => one.opened);
  const { topology, project, problems } = await planCompose(opened, values, io);
  const written = [
    ...composeFindings(problems),
    ...(project === undefined
      ? []
      : [...upFindings(upProblems(project)), ...unboundFindings(unboundPorts(project))]),
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
