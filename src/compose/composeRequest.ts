import type { ComposeProblem, ComposeProject } from '../model/composeProject';
import type { Declared } from '../model/provenance';

/**
 * Where files come from: the disk, the editor's unsaved buffers over it, or a test's table. Paths
 * are absolute. `undefined` means there is no such file, or that it must not be read.
 */
export interface ComposeReader {
  readFile(path: string): Promise<string | undefined>;
  /** Whether the path is a folder, asked when it is no file; only the words of an error depend on it. */
  isFolder?(path: string): Promise<boolean>;
  /** Why a path that gave nothing was not looked at, in words; absent when it was. */
  refusalOf?(path: string): string | undefined;
}

/** What docker compose takes from its flags and its surroundings. */
export interface ComposeRequest {
  /** Absolute; relative paths below start here, and so does the search for files. */
  readonly workingDirectory: string;
  /** As with `-f`, in order; empty or absent: COMPOSE_FILE, else the standard names here and above. */
  readonly files?: readonly string[];
  /** `--project-directory`. */
  readonly projectDirectory?: string;
  /** `-p`. */
  readonly projectName?: string;
  /** `--profile`; added to COMPOSE_PROFILES. `*` means all. */
  readonly profiles?: readonly string[];
  /** `--env-file`; absent: `.env` of the project directory. */
  readonly envFiles?: readonly string[];
  /** The process environment; wins over every env file. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A file the project names that was left alone. */
export interface UnreadFile {
  /** As the project names it, or its absolute path. */
  readonly file: string;
  readonly reason: string;
  /** Where it is named. */
  readonly at: Declared;
}

export interface ComposeResult {
  /** As far as it could be made out; absent when nothing could. */
  readonly project?: ComposeProject;
  /** Active profiles, from flags or COMPOSE_PROFILES; `*` stands for all. */
  readonly profiles: readonly string[];
  /** In the order in which docker compose would meet them: the first error is the one it prints. */
  readonly problems: readonly ComposeProblem[];
  /** Absolute paths of every file that was read, env files included; for watching them. */
  readonly filesRead: readonly string[];
  /** Files that were not read on purpose; each is also told as a warning. */
  readonly unread: readonly UnreadFile[];
}
