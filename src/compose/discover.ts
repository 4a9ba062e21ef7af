import type { ComposeRequest } from './composeRequest';
import { parseEnvFile } from './envFile';
import type { FileStore } from './fileStore';
import { baseName, folderOf, resolvePath } from './filePaths';
import { unsetWarning } from './interpolate';
import type { Problems } from './problems';
import { SourceText, startOf, type Span } from './sourceText';

const names = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** docker compose's words where it finds no project. */
export const noComposeFile = 'no configuration file provided: not found';

/** Everything that is settled before the first compose file is parsed. */
export interface Surroundings {
  /** Absolute, lowest precedence first. */
  readonly files: readonly string[];
  readonly projectDirectory: string;
  /** Process environment, then env files. */
  readonly environment: ReadonlyMap<string, string>;
  readonly profiles: readonly string[];
  /** `-p` or COMPOSE_PROJECT_NAME. */
  readonly givenName: string | undefined;
}

/**
 * Finds files, env files and project directory in docker compose's order: `.env` first, because it may
 * name the files, then again beside the files found (docker compose 2.40: toProjectOptions).
 */
export async function discover(
  request: ComposeRequest,
  store: FileStore,
  problems: Problems,
): Promise<Surroundings> {
  return new Discovery(request, store, problems).run();
}

class Discovery {
  private readonly environment = new Map<string, string>();

  constructor(
    private readonly request: ComposeRequest,
    private readonly store: FileStore,
    private readonly problems: Problems,
  ) {
    for (const [name, value] of Object.entries(request.environment)) {
      if (value !== undefined) this.environment.set(name, value);
    }
  }

  async run(): Promise<Surroundings> {
    const { workingDirectory, projectDirectory } = this.request;
    const given = (this.request.files ?? []).map((file) => resolvePath(workingDirectory, file));
    const fixed =
      projectDirectory === undefined ? undefined : resolvePath(workingDirectory, projectDirectory);
    const folder = () => fixed ?? (given[0] === undefined ? workingDirectory : folderOf(given[0]));
    await this.readEnvFiles(folder());
    const files = given.length > 0 ? given : await this.findFiles(folder());
    const directory = fixed ?? (files[0] === undefined ? workingDirectory : folderOf(files[0]));
    if (given.length === 0) await this.readEnvFiles(directory);
    const name = this.request.projectName ?? '';
    return {
      files,
      projectDirectory: directory,
      environment: this.environment,
      profiles: this.profiles(),
      givenName: name === '' ? this.environment.get('COMPOSE_PROJECT_NAME') : name,
    };
  }

  private profiles(): readonly string[] {
    const given = this.request.profiles ?? [];
    if (given.length > 0) return given;
    const listed = this.environment.get('COMPOSE_PROFILES') ?? '';
    return listed.split(',').map((profile) => profile.trim());
  }

  private async readEnvFiles(folder: string): Promise<void> {
    const given = this.givenEnvFiles();
    if (given.length === 0 && this.isDefaultDisabled()) return;
    const files = given.length > 0 ? given : [resolvePath(folder, '.env')];
    const read = new Map<string, string>();
    for (const file of files) {
      const content = await this.store.readFile(file);
      if (content === undefined) {
        if (given.length > 0) {
          this.store.reportMissing(file, `couldn't find env file: ${file}`, nowhere(file));
        }
        continue;
      }
      readEnvironment(file, content, read, this.environment, this.problems);
    }
    // docker compose exports what begins with COMPOSE_ and starts over: a file may disable itself.
    const disabled = given.length === 0 && isTrue(read.get('COMPOSE_DISABLE_ENV_FILE'));
    for (const [name, value] of read) {
      if (this.environment.has(name) || (disabled && !name.startsWith('COMPOSE_'))) continue;
      this.environment.set(name, value);
    }
  }

  private givenEnvFiles(): readonly string[] {
    const listed = this.environment.get('COMPOSE_ENV_FILES') ?? '';
    const files = this.request.envFiles ?? (listed === '' ? [] : listed.split(','));
    return files.map((file) => resolvePath(this.request.workingDirectory, file));
  }

  private isDefaultDisabled(): boolean {
    const value = this.environment.get('COMPOSE_DISABLE_ENV_FILE');
    if (value !== undefined && !/^(?:1|0|t|f|true|false)$/i.test(value)) {
      this.problems.error(
        `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`,
        nowhere(this.request.workingDirectory),
      );
    }
    return isTrue(value);
  }

  private async findFiles(folder: string): Promise<readonly string[]> {
    const listed = this.environment.get('COMPOSE_FILE');
    if (listed !== undefined) {
      const separator = this.environment.get('COMPOSE_PATH_SEPARATOR') ?? '';
      const paths = listed.split(separator === '' ? pathListSeparator(folder) : separator);
      const files = paths.map((path) => resolvePath(this.request.workingDirectory, path));
      for (const file of files) {
        if ((await this.store.readFile(file)) !== undefined) continue;
        if (await this.store.isFolder(file)) continue;
        const message = `stat ${file}: no such file or directory`;
        this.store.reportMissing(file, message, nowhere(file));
      }
      return files;
    }
    for (let current = folder; ; current = folderOf(current)) {
      const found = await this.existing(current, names);
      if (found[0] !== undefined) {
        this.warnAboutSeveral('config', found);
        const overrides = await this.existing(current, overrideNames);
        this.warnAboutSeveral('override', overrides);
        return overrides[0] === undefined ? [found[0]] : [found[0], overrides[0]];
      }
      if (folderOf(current) === current || current === '.') break;
    }
    this.problems.error(noComposeFile, nowhere(folder));
    return [];
  }

  private async existing(folder: string, candidates: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const name of candidates) {
      const path = resolvePath(folder, name);
      if ((await this.store.readFile(path)) !== undefined) found.push(path);
    }
    return found;
  }

  private warnAboutSeveral(kind: 'config' | 'override', found: readonly string[]): void {
    const [winner] = found;
    if (winner === undefined || found.length < 2) return;
    const at = nowhere(winner);
    this.problems.warning(
      `Found multiple ${kind} files with supported names: ${found.join(', ')}`,
      at,
    );
    this.problems.warning(`Using ${winner}`, at);
  }
}

function isTrue(value: string | undefined): boolean {
  return /^(?:1|t|true)$/i.test(value ?? '');
}

function pathListSeparator(folder: string): string {
  return /^[a-zA-Z]:\\/.test(folder) ? ';' : ':';
}

/** The place of what stands in no file: the top of the file it is about. */
export function nowhere(path: string): Span {
  return startOf(new SourceText(path, ''));
}

/** Whether a file of this name is one that docker compose finds by itself. */
export function isStandardName(path: string): boolean {
  return [...names, ...overrideNames].includes(baseName(path));
}

/** One env file into a table; `known` wins over it. Problems stand at their line. */
export function readEnvironment(
  file: string,
  content: string,
  into: Map<string, string>,
  known: ReadonlyMap<string, string>,
  problems: Problems,
): void {
  const result = parseEnvFile(content, into, (name) => known.get(name) ?? into.get(name));
  const source = new SourceText(file, content);
  if (result.ok) {
    for (const name of result.unset) problems.warning(unsetWarning(name), startOf(source));
    return;
  }
  const lines = content.split('\n');
  const start = lines.slice(0, result.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const length = lines[result.line - 1]?.length ?? 0;
  problems.error(`failed to read ${file}: ${result.message}`, {
    source,
    start,
    end: start + length,
  });
}
