import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { EndpointInput } from './engineEndpoint';

/** The two questions that finding an engine asks of a file system. */
export interface EndpointFiles {
  /** The text of a file; `undefined` when it is not there or cannot be read. */
  read(path: string): string | undefined;
  exists(path: string): boolean;
}

/** The third one, asked for a list of engines. */
export interface FolderFiles extends EndpointFiles {
  /** Names in a folder; none when it is not there or cannot be read. */
  list(path: string): readonly string[];
}

const maxConfigBytes = 1024 * 1024;

export const systemFiles: FolderFiles = {
  read(path) {
    try {
      return statSync(path).size > maxConfigBytes ? undefined : readFileSync(path, 'utf8');
    } catch {
      // Not there or not ours to read: the next way of finding the engine is tried.
      return undefined;
    }
  },
  exists: existsSync,
  list(path) {
    try {
      return readdirSync(path);
    } catch {
      // The same as an empty one: nothing is found in it.
      return [];
    }
  },
};

/** This process's own environment and files; `asked` holds `--host` and `--context`, or the settings. */
export function systemEndpointInput(
  asked: { readonly host?: string | undefined; readonly context?: string | undefined } = {},
  environment: EndpointInput['environment'] = process.env,
): EndpointInput {
  return {
    platform: process.platform,
    environment,
    homeFolder: homedir(),
    files: systemFiles,
    ...(asked.host === undefined ? {} : { host: asked.host }),
    ...(asked.context === undefined ? {} : { context: asked.context }),
  };
}

/** Joins with `/`, which every platform's file system takes, so that resolving is the same everywhere. */
export function homePath(folder: string, ...parts: readonly string[]): string {
  return [folder.replace(/[/\\]+$/, ''), ...parts].join('/');
}
