import type { ProcessRequest, ProcessResult } from './runProcess';

/** What `docker compose config` answered. */
export type ComposeConfigAnswer =
  | { readonly kind: 'project'; readonly json: string }
  /** It refuses the project, in its own words. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Neither `docker compose` nor `docker-compose` is there. */
  | { readonly kind: 'missing' };

export interface AskedProject {
  /** docker compose's flags before the command. */
  readonly flags: readonly string[];
  readonly folder: string;
  readonly environment: ProcessRequest['environment'];
}

type Run = (request: ProcessRequest) => Promise<ProcessResult | undefined>;

/** The plugin first, then the program of its own. */
const programs: readonly (readonly [string, readonly string[]])[] = [
  ['docker', ['compose']],
  ['docker-compose', []],
];

/** What a docker without the plugin says (docker/cli, 20.10 to 29). */
const noPlugin = /unknown command: docker compose|is not a docker command|unknown shorthand flag/;

/** Asks the docker compose of this machine how it reads the project. @throws what the runner throws */
export async function dockerComposeConfig(
  asked: AskedProject,
  run: Run,
  signal: AbortSignal,
): Promise<ComposeConfigAnswer> {
  for (const [command, first] of programs) {
    const result = await run({
      command,
      args: [...first, ...asked.flags, 'config', '--format', 'json'],
      folder: asked.folder,
      environment: asked.environment,
      signal,
    });
    if (result === undefined) continue;
    if (result.code === 0) return { kind: 'project', json: result.stdout };
    if (noPlugin.test(result.stderr)) continue;
    return { kind: 'refused', message: withoutWarnings(result.stderr) };
  }
  return { kind: 'missing' };
}

function withoutWarnings(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => !/\blevel=warning\b/.test(line));
  return lines.join('\n').trim();
}
