import type { PlaceInFile } from '../../compose/placeInFile';
import type { ComposeProblem, ComposeProject } from '../../model/composeProject';
import type { ReadCompose } from './readProject';

export interface LoadedReader {
  readonly read: ReadCompose;
  /** What an offset of a file lies in. */
  readonly placeAt: (path: string, text: string, offset: number) => PlaceInFile;
  /** What only the engine would refuse, and what it would leave without effect. */
  readonly upProblems: (project: ComposeProject) => readonly ComposeProblem[];
}

/**
 * The compose reader with a memory of parsed files, loaded on first use: the YAML parser is nothing
 * that activation should pay for.
 */
export function loadComposeReader(): () => Promise<LoadedReader> {
  let loaded: Promise<LoadedReader> | undefined;
  return () => (loaded ??= load());
}

async function load(): Promise<LoadedReader> {
  const [
    { ParsedFiles },
    { readComposeProject },
    { placeInFile },
    { upProblems },
    { unboundPorts },
  ] = await Promise.all([
    import('../../compose/parsedFiles'),
    import('../../compose/readComposeProject'),
    import('../../compose/placeInFile'),
    import('../../compose/upProblems'),
    import('../../compose/unboundPorts'),
  ]);
  const files = new ParsedFiles();
  return {
    read: (request, reader) => readComposeProject(request, reader, files),
    placeAt: (path, text, offset) => placeInFile(path, text, offset, files),
    upProblems: (project) => [...upProblems(project), ...unboundPorts(project)],
  };
}
