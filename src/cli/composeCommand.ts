import { spelledOut } from '../scene/displayText';
import { jsonText } from '../model/jsonText';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { noComposeFile } from '../compose/discover';
import { resolveCompose } from '../compose/resolveCompose';
import { exitCode, type CliIo } from './cliIo';
import { readerOver, standardInput } from './openSource';
import { readStdin } from './readStdin';

/**
 * `vethscope compose`: docker compose's own flags, discovery, messages and exit code; prints the
 * networking part of the resolved project as JSON.
 */
export async function runCompose(argv: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      file: { type: 'string', short: 'f', multiple: true },
      'project-name': { type: 'string', short: 'p' },
      profile: { type: 'string', multiple: true },
      'env-file': { type: 'string', multiple: true },
      'project-directory': { type: 'string' },
      'all-resources': { type: 'boolean', default: false },
      json: { type: 'boolean' },
    },
  });
  const directory = values['project-directory'];
  const name = values['project-name'];
  const files = values.file ?? [];
  // Read only where it is asked for: a terminal would wait.
  const piped = files.includes(standardInput)
    ? [[path.resolve(io.folder, standardInput), await (io.stdin ?? readStdin)()] as const]
    : [];
  const { problems, projection } = await resolveCompose(
    {
      workingDirectory: io.folder,
      files,
      profiles: values.profile ?? [],
      ...(directory === undefined ? {} : { projectDirectory: directory }),
      ...(name === undefined ? {} : { projectName: name }),
      ...(values['env-file'] === undefined ? {} : { envFiles: values['env-file'] }),
      environment: io.environment,
    },
    readerOver(new Map(piped)),
    values['all-resources'],
  );
  for (const problem of problems) {
    if (problem.severity === 'warning') {
      io.stderr(`level=warning msg=${jsonText(problem.message)}\n`);
    }
  }
  const refusal = problems.find((problem) => problem.severity === 'error');
  if (refusal !== undefined || projection === undefined) {
    const said = refusal?.message ?? noComposeFile;
    // docker compose's words may have several lines.
    io.stderr(`${said.replace(/[^\n\t]+/g, spelledOut)}\n`);
    return exitCode.no;
  }
  io.stdout(`${jsonText(projection, 1)}\n`);
  return exitCode.fine;
}
