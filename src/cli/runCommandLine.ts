import { version } from '../../package.json';
import { displayText } from '../scene/displayText';
import { EngineError } from '../sources/engine/engineError';
import { SnapshotFileError } from '../sources/snapshotFileError';
import { CliError, ComposeRefused, exitCode, type CliIo } from './cliIo';
import { runCheck } from './checkCommand';
import { runCompose } from './composeCommand';
import { runGraph } from './graphCommand';
import { runMatrix } from './matrixCommand';
import { runNames } from './namesCommand';
import { runRules } from './rulesCommand';
import { runSnapshot } from './snapshotCommand';
import { runTrace } from './traceCommand';

const usage = `usage: vethscope <command>

  vethscope snapshot [--host H] [--context C] [--probe none|local|helper] [--helper-image NAME] [-o FILE]
  vethscope graph SOURCE… [--format json|svg|mermaid|dot|drawio] [--depth networks|wiring|rules]
                  [--theme light|dark|print] [--legend] [--from NAME --to NAME:PORT [--family 4|6]] [-o FILE]
  vethscope trace SOURCE --from NAME --to NAME:PORT [--proto tcp|udp|icmp] [--family 4|6] [--no-host]
  vethscope matrix SOURCE [--format markdown|csv|json] [--family 4|6] [--no-host] [-o FILE]
  vethscope names SOURCE --from NAME --name NAME [--type auto|A|AAAA|PTR|hosts] [--no-host]
  vethscope rules SOURCE [--predicted|--observed] [--family 4|6] [--no-host]
  vethscope check SOURCE… ["web -> db:5432 yes"]… [--assertions FILE] [--format text|json] [--fail-on error|warning|information|never]
  vethscope compose [-f FILE]… [-p NAME] [--profile P]… [--env-file F]… [--project-directory D] [--all-resources] --json

SOURCE is a snapshot file, a compose file, a folder (its compose project, with overrides and .env, as docker compose
finds it), - for standard input, or the word engine. With every SOURCE: --engine-version V and --daemon-option k=v
(more than once) say what an engine does not tell, like --daemon-option userland-proxy=false.
All print JSON with --json; trace and names answer one JSON question a line with --batch.
Exit code: 0 fine, 1 the answer is no, 2 could not answer.
`;

/** Runs one command; every failure becomes one line on stderr and an exit code. */
export async function runCommandLine(argv: readonly string[], io: CliIo): Promise<number> {
  const [verb, ...rest] = argv;
  try {
    if (rest.includes('--help') || rest.includes('-h')) {
      io.stdout(usageOf(verb));
      return exitCode.fine;
    }
    switch (verb) {
      case 'snapshot':
        return await runSnapshot(rest, io);
      case 'graph':
        return await runGraph(rest, io);
      case 'check':
        return await runCheck(rest, io);
      case 'compose':
        return await runCompose(rest, io);
      case 'matrix':
        return await runMatrix(rest, io);
      case 'names':
        return await runNames(rest, io);
      case 'trace':
        return await runTrace(rest, io);
      case 'rules':
        return await runRules(rest, io);
      case '--help':
      case '-h':
      case 'help':
        io.stdout(usageOf(rest[0]));
        return exitCode.fine;
      case '--version':
        io.stdout(`${version}\n`);
        return exitCode.fine;
      case undefined:
        io.stderr(usage);
        return exitCode.noAnswer;
      default:
        throw new CliError(
          `unknown command ${JSON.stringify(verb)}; vethscope --help lists the commands`,
        );
    }
  } catch (error) {
    io.stderr(`vethscope: ${explain(error)}\n`);
    return error instanceof ComposeRefused ? exitCode.no : exitCode.noAnswer;
  }
}

/** Of one command where it is one, with what holds for all of them. */
function usageOf(verb: string | undefined): string {
  const [, all = '', notes = ''] = usage.split('\n\n');
  const own = all.split(/\n(?= {2}\S)/).find((one) => one.startsWith(`  vethscope ${verb} `));
  return own === undefined ? usage : `usage:${own.slice(1)}\n\n${notes}`;
}

function explain(error: unknown): string {
  if (error instanceof EngineError) return oneLine(`${error.message} ${error.nextStep}`);
  if (error instanceof SnapshotFileError) return oneLine(`${error.message} ${error.nextStep}`);
  if (error instanceof CliError || error instanceof ComposeRefused) return oneLine(error.message);
  if (
    error instanceof TypeError &&
    'code' in error &&
    String(error.code).startsWith('ERR_PARSE_ARGS')
  ) {
    // What Node adds is about arguments that begin with a dash, which nothing here does.
    const [said = ''] = error.message.split(/\. To specify a positional/);
    return `${oneLine(said)}; vethscope --help lists the options`;
  }
  throw error;
}

function oneLine(text: string): string {
  return displayText(text.replace(/\s+/g, ' ').trim());
}
