import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where packages put the plugin; it runs without the docker command. */
const pluginFolders = [
  path.join(homedir(), '.docker/cli-plugins'),
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
];

/** The real docker compose, version 2 or later. */
export interface DockerCompose {
  /** `2.40.3`. */
  readonly version: string;
  /** The binary, by its path or name. */
  readonly command: string;
  /** @throws with what it printed when it fails */
  run(args: readonly string[], options: ComposeCall): Promise<void>;
}

export interface ComposeCall {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** `VETHSCOPE_DOCKER_COMPOSE`, else the plugin, else `docker-compose` on the path; `undefined` when there is none. */
export async function findDockerCompose(): Promise<DockerCompose | undefined> {
  const named = process.env['VETHSCOPE_DOCKER_COMPOSE'];
  const candidates =
    named === undefined
      ? [
          ...pluginFolders.map((folder) => path.join(folder, 'docker-compose')).filter(existsSync),
          'docker-compose',
        ]
      : [named];
  for (const command of candidates) {
    const version = await versionOf(command);
    if (version !== undefined) return dockerCompose(command, version);
  }
  return undefined;
}

async function versionOf(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ['version', '--short'], { timeout: 10_000 });
    const match = /^v?((\d+)\.\d+\.\d+)/.exec(stdout.trim());
    // Version 1 was another program, with other names for containers.
    return match !== null && Number(match[2]) >= 2 ? match[1] : undefined;
  } catch {
    // Not there, or nothing that runs here: the next candidate may be.
    return undefined;
  }
}

function dockerCompose(command: string, version: string): DockerCompose {
  return {
    version,
    command,
    async run(args, { folder, environment }) {
      const { PATH, HOME, DOCKER_HOST } = process.env;
      const inherited = Object.entries({ PATH, HOME, DOCKER_HOST }).filter(
        ([, value]) => value !== undefined,
      );
      await run(command, [...args], {
        cwd: folder,
        env: { ...Object.fromEntries(inherited), ...environment },
        timeout: 60_000,
      });
    },
  };
}
