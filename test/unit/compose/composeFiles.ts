import type { ComposeRequest, ComposeResult } from '../../../src/compose/composeRequest';
import { readComposeProject } from '../../../src/compose/readComposeProject';
import { resolveCompose } from '../../../src/compose/resolveCompose';

export const folder = '/srv/shop';

export type Files = Readonly<Record<string, string>>;

/** Settings of a reading besides the files; paths are relative to the project's folder. */
export type Settings = Partial<ComposeRequest> & { readonly allResources?: boolean };

function requestOf(settings: Settings): ComposeRequest {
  return { workingDirectory: folder, environment: {}, ...settings };
}

function readerOf(files: Files) {
  return {
    readFile: (path: string) =>
      Promise.resolve(
        path.startsWith(`${folder}/`) ? files[path.slice(folder.length + 1)] : undefined,
      ),
  };
}

/** Reads files by their names in the project's folder; one text alone is `compose.yaml`. */
export function read(files: Files | string, settings: Settings = {}): Promise<ComposeResult> {
  return readComposeProject(requestOf(settings), readerOf(tableOf(files)));
}

/** What `docker compose config` would print of the networking, or its first error. */
export async function resolve(
  files: Files | string,
  settings: Settings = {},
): Promise<{ readonly projection: unknown; readonly error: string | undefined }> {
  const { projection, problems } = await resolveCompose(
    requestOf(settings),
    readerOf(tableOf(files)),
    settings.allResources === true,
  );
  return { projection, error: problems.find(({ severity }) => severity === 'error')?.message };
}

function tableOf(files: Files | string): Files {
  return typeof files === 'string' ? { 'compose.yaml': files } : files;
}

/** A file with one service `web`, and lines indented into it. */
export function web(...lines: readonly string[]): string {
  return [
    'services:',
    '  web:',
    '    image: nginx',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
}

/** A service of the projection, without the default network. */
export function serviceOf(projection: unknown, name = 'web'): Readonly<Record<string, unknown>> {
  const { services } = projection as {
    readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  return services[name] ?? {};
}
